"""Questions that the operator composes a form of."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language

from byregion.common.translation import FALLBACK, Translated
from byregion.network.enums import FormKind, QuestionKind
from byregion.network.models.gathering import Gathering

SCALE = (1, 2, 3, 4, 5)


class Question(models.Model):
    """A question of the registration or of the evaluation.

    An option is known by its number (from 1), so its words may be mended after somebody answered.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="questions")
    form = models.CharField(max_length=12, choices=FormKind.choices)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=QuestionKind.choices)
    built_in = models.CharField(max_length=20, blank=True)
    label_nn = models.CharField(max_length=200, blank=True)
    label_nb = models.CharField(max_length=200, blank=True)
    label_en = models.CharField(max_length=200, blank=True)
    help_nn = models.CharField(max_length=300, blank=True)
    help_nb = models.CharField(max_length=300, blank=True)
    help_en = models.CharField(max_length=300, blank=True)
    options_nn = models.TextField(blank=True, help_text="One a line.")
    options_nb = models.TextField(blank=True)
    options_en = models.TextField(blank=True)
    is_required = models.BooleanField(default=False)
    is_sensitive = models.BooleanField(default=False)
    delete_after_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="After the gathering's last day."
    )

    label = Translated("label")
    help = Translated("help")

    is_shown_on_pages = False

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.label.text

    @property
    def has_options(self) -> bool:
        """Whether the answer is picked from a list."""
        return self.kind in {QuestionKind.CHOICE, QuestionKind.SEVERAL}

    @property
    def options(self) -> list[tuple[int, str]]:
        """Options as number and words in the active language; steps of a scale as they are."""
        if self.kind == QuestionKind.SCALE:
            return [(step, str(step)) for step in SCALE]
        return list(enumerate(self._lines(), start=1)) if self.has_options else []

    def _lines(self) -> list[str]:
        active = (get_language() or "nn").split("-")[0]
        for language in FALLBACK.get(active, FALLBACK["nn"]):
            text: str = getattr(self, f"options_{language}")
            if text.strip():
                return [line.strip() for line in text.splitlines() if line.strip()]
        return []
