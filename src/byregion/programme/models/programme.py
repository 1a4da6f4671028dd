"""A programme, its phases, and what is stated about it as a whole."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from byregion.common.translation import Translated


class Programme(models.Model):
    """A development programme with ordered phases."""

    slug = models.SlugField(unique=True)
    name_nn = models.CharField(max_length=120)
    name_nb = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    summary_nn = models.TextField()
    summary_nb = models.TextField()
    summary_en = models.TextField()
    owner = models.CharField(max_length=120)
    operator = models.CharField(max_length=120, blank=True)
    vintage = models.DateField(help_text="The municipal division that memberships are given in.")
    # When the bundle's facts were gathered: the date that every download carries.
    as_of = models.DateField()
    licence = models.CharField(max_length=120)

    name = Translated("name")
    summary = Translated("summary")

    def __str__(self) -> str:
        return self.name_nn


class Phase(models.Model):
    """An ordered period of a programme, with its own purpose and participants."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField()
    name_nn = models.CharField(max_length=120)
    name_nb = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    purpose_nn = models.TextField()
    purpose_nb = models.TextField()
    purpose_en = models.TextField()
    start_year = models.PositiveSmallIntegerField()
    end_year = models.PositiveSmallIntegerField()

    name = Translated("name")
    purpose = Translated("purpose")

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("programme", "number"), name="phase_number_once"),
            models.CheckConstraint(
                condition=Q(end_year__gte=F("start_year")), name="phase_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.number}"


class Source(models.Model):
    """A public page or document that a fact was read in."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="sources")
    url = models.URLField(max_length=400)

    class Meta:
        ordering = ("url",)
        constraints = (
            models.UniqueConstraint(fields=("programme", "url"), name="source_url_once"),
        )

    def __str__(self) -> str:
        return self.url


class PublishedFigure(models.Model):
    """A total that somebody states. Two sources may state two numbers; both are kept and shown."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="figures")
    phase = models.ForeignKey(
        Phase, on_delete=models.CASCADE, related_name="figures", null=True, blank=True
    )
    subject = models.SlugField(help_text="regions, municipalities, counties, awarded_nok, …")
    value = models.BigIntegerField()
    stated_by = models.CharField(max_length=160)
    note_nn = models.TextField(blank=True)
    note_nb = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.RESTRICT, related_name="figures", null=True, blank=True
    )
    is_main = models.BooleanField(help_text="Shown where only one number has room.")

    note = Translated("note")

    class Meta:
        ordering = ("subject", "-is_main", "value")

    def __str__(self) -> str:
        return f"{self.subject} = {self.value}"


class Gap(models.Model):
    """Something known to be unknown, said openly."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="gaps")
    subject = models.SlugField()
    text_nn = models.TextField()
    text_nb = models.TextField()
    text_en = models.TextField()
    position = models.PositiveSmallIntegerField()

    text = Translated("text")

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.subject} ({self.position})"
