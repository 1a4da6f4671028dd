"""What remains after a gathering: presentations, films, pictures and documents."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from byregion.network.enums import MATERIALS, MaterialKind, SessionLanguage
from byregion.network.models.gathering import Gathering


class MaterialSet(QuerySet["Material"]):
    """Materials, narrowed by where they are."""

    def holding(self, key: str) -> MaterialSet:
        """Keep those that the uploaded file belongs to."""
        return self.filter(Q(file_key=key) | Q(captions_key=key))


class Material(models.Model):
    """A presentation, a film, a picture or a document that remains.

    It lives at an address elsewhere, or was uploaded: then `file_key` names the file in the
    knowledge room, which tells its address (no key ties the rooms; `captions_key` likewise).
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="materials")
    session = models.ForeignKey(
        "network.Session",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="materials",
    )
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    kind = models.CharField(max_length=14, choices=MaterialKind.choices)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=3, choices=SessionLanguage.choices, default="no")
    url = models.URLField(max_length=400, blank=True)
    file_key = models.CharField(max_length=120, blank=True)
    captions_key = models.CharField(max_length=120, blank=True)
    captions_url = models.URLField(max_length=400, blank=True, help_text="Of a film: its text.")
    description = models.TextField(
        blank=True, help_text="Of a picture: what it shows. Of a film: where it has captions."
    )
    region = models.SlugField(blank=True, help_text="The region that it tells of.")

    objects = MaterialSet.as_manager()

    class Meta:
        ordering = ("kind", "title")
        constraints = (
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(file_key=""), name="material_is_somewhere"
            ),
        )
        verbose_name = _("Material")

    def __str__(self) -> str:
        return self.title

    @property
    def kind_of_several(self) -> str:
        """What several of its kind are called."""
        return str(MATERIALS[MaterialKind(self.kind)])

    @property
    def keys(self) -> list[str]:
        """Name the files that were uploaded for it."""
        return [key for key in (self.file_key, self.captions_key) if key]


class MaterialTheme(models.Model):
    """A theme of the programme that it tells of."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="themes")
    theme = models.SlugField()

    class Meta:
        ordering = ("theme",)
        constraints = (
            models.UniqueConstraint(fields=("material", "theme"), name="theme_once_in_material"),
        )

    def __str__(self) -> str:
        return f"{self.material_id}: {self.theme}"
