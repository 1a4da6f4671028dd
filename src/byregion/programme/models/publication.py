"""What has been written about the programme and its regions."""

from __future__ import annotations

from django.db import models

from byregion.common.translation import Translated
from byregion.programme.enums import PublicationKind
from byregion.programme.models.programme import Programme
from byregion.programme.models.region import CityRegion


class Publication(models.Model):
    """A report, evaluation, study or article; the title stays in its own language."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="publications")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=2)
    authors = models.CharField(max_length=300)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=20, choices=PublicationKind.choices)
    url = models.URLField(max_length=400)
    summary_nn = models.TextField()
    summary_nb = models.TextField()
    summary_en = models.TextField()
    regions = models.ManyToManyField(CityRegion, related_name="publications", blank=True)

    summary = Translated("summary")

    class Meta:
        ordering = ("-year", "title")
        constraints = (
            models.UniqueConstraint(fields=("programme", "slug"), name="publication_slug_once"),
        )

    def __str__(self) -> str:
        return self.title
