"""Awards, as far as they are public. An award not found is a row that is absent, never zero."""

from __future__ import annotations

from django.db import models

from byregion.common.translation import Translated
from byregion.programme.enums import AwardPrecision
from byregion.programme.models.programme import Source
from byregion.programme.models.region import Participation


class Award(models.Model):
    """What a region was granted in a phase, in whole kroner."""

    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="award"
    )
    amount_nok = models.PositiveBigIntegerField()
    precision = models.CharField(max_length=10, choices=AwardPrecision.choices)
    note_nn = models.TextField(blank=True)
    note_nb = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    source = models.ForeignKey(Source, on_delete=models.RESTRICT, related_name="awards")

    note = Translated("note")

    def __str__(self) -> str:
        return f"{self.participation_id}: {self.amount_nok}"
