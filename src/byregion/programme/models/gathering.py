"""Gatherings of the learning network, with what is known of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from byregion.common.translation import Translated
from byregion.programme.enums import Confidence, DatePrecision
from byregion.programme.models.programme import Phase, Programme, Source


class Gathering(models.Model):
    """A day or more when the regions met."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="gatherings")
    phase = models.ForeignKey(Phase, on_delete=models.RESTRICT, related_name="gatherings")
    slug = models.SlugField()
    title_nn = models.CharField(max_length=200)
    title_nb = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    start_date = models.DateField()
    end_date = models.DateField()
    date_precision = models.CharField(max_length=10, choices=DatePrecision.choices)
    city = models.CharField(max_length=80, blank=True)
    is_national = models.BooleanField()
    topics_nn = models.TextField(blank=True)
    topics_nb = models.TextField(blank=True)
    topics_en = models.TextField(blank=True)
    items_nn = models.TextField(blank=True, help_text="Programme items, one a line.")
    items_nb = models.TextField(blank=True)
    items_en = models.TextField(blank=True)
    participants_nn = models.CharField(max_length=200, blank=True)
    participants_nb = models.CharField(max_length=200, blank=True)
    participants_en = models.CharField(max_length=200, blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence.choices)
    sources = models.ManyToManyField(Source, related_name="gatherings", blank=True)

    title = Translated("title")
    topics = Translated("topics")
    items = Translated("items")
    participants = Translated("participants")

    class Meta:
        ordering = ("start_date", "slug")
        constraints = (
            models.UniqueConstraint(fields=("programme", "slug"), name="gathering_slug_once"),
            models.CheckConstraint(
                condition=Q(end_date__gte=F("start_date")), name="gathering_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return self.title_nn
