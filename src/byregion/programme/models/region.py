"""City regions, the phases they took part in, and the municipalities they were made of."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from byregion.common.translation import Translated
from byregion.programme.enums import Confidence, CoreStructure, Role
from byregion.programme.models.programme import Phase, Programme, Source

municipality_code = RegexValidator(r"^\d{4}$", "A municipality number has four digits.")


class CityRegion(models.Model):
    """A named partnership of municipalities that takes part in a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="regions")
    slug = models.SlugField()
    name = models.CharField(max_length=120)
    county_code = models.CharField(max_length=2, help_text="County of the host, by the vintage.")
    county_name = models.CharField(max_length=60)
    structure = models.CharField(max_length=10, choices=CoreStructure.choices)
    confidence = models.CharField(max_length=10, choices=Confidence.choices)
    summary_nn = models.TextField(blank=True)
    summary_nb = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    note_nn = models.TextField(blank=True)
    note_nb = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    population_stated = models.PositiveIntegerField(null=True, blank=True)
    population_date = models.DateField(null=True, blank=True)
    area_km2_stated = models.PositiveIntegerField(null=True, blank=True)
    sources = models.ManyToManyField(Source, related_name="regions", blank=True)

    summary = Translated("summary")
    note = Translated("note")

    # Filled by the queries, so that pages read lists and send no queries of their own.
    listed_participations: list[Participation]

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("programme", "slug"), name="region_slug_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def latest(self) -> Participation | None:
        """The latest phase that the region took part in."""
        return self.listed_participations[-1] if self.listed_participations else None

    @property
    def phase_numbers(self) -> str:
        """Numbers of the phases that the region took part in: "1, 2"."""
        return ", ".join(str(item.phase.number) for item in self.listed_participations)

    @property
    def members(self) -> list[Membership]:
        """Members in the latest phase whose list is known; empty where none is known."""
        for participation in reversed(self.listed_participations):
            if participation.listed_members:
                return participation.listed_members
        return []

    @property
    def host_codes(self) -> list[str]:
        """Numbers of the host municipalities among `members`; empty where no host is stated."""
        return [item.municipality_code for item in self.members if item.role == Role.HOST]

    @property
    def member_count(self) -> int:
        """Number of members as `members` has them; 0 where no list is known."""
        return len(self.members)


class Theme(models.Model):
    """A group of related themes: a reader's way in, made by the editors of the bundle."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="themes")
    slug = models.SlugField()
    name_nn = models.CharField(max_length=120)
    name_nb = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)

    name = Translated("name")

    class Meta:
        ordering = ("slug",)
        constraints = (
            models.UniqueConstraint(fields=("programme", "slug"), name="theme_slug_once"),
        )

    def __str__(self) -> str:
        return self.name_nn


class Participation(models.Model):
    """A city region in a phase, with the theme it worked on. Its members are its own."""

    region = models.ForeignKey(CityRegion, on_delete=models.CASCADE, related_name="participations")
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="participations")
    theme_title = models.CharField(max_length=200, blank=True, help_text="As the source has it.")
    theme_title_nn = models.CharField(max_length=200, blank=True)
    theme_title_nb = models.CharField(max_length=200, blank=True)
    theme_title_en = models.CharField(max_length=200, blank=True)
    keywords = models.CharField(max_length=300, blank=True, help_text="Separated by semicolons.")
    themes = models.ManyToManyField(Theme, related_name="participations", blank=True)

    title = Translated("theme_title")

    listed_members: list[Membership]
    listed_themes: list[Theme]

    class Meta:
        ordering = ("phase__number",)
        constraints = (
            models.UniqueConstraint(fields=("region", "phase"), name="region_once_in_phase"),
        )

    def __str__(self) -> str:
        return f"{self.region_id} in {self.phase_id}"


class Membership(models.Model):
    """A municipality in a region in a phase. It may be in two regions at once."""

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="memberships"
    )
    municipality_code = models.CharField(max_length=4, validators=[municipality_code])
    municipality_name = models.CharField(max_length=80)
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        ordering = ("municipality_code",)
        constraints = (
            models.UniqueConstraint(
                fields=("participation", "municipality_code"), name="member_once_in_participation"
            ),
        )
        indexes = (models.Index(fields=("municipality_code",)),)

    def __str__(self) -> str:
        return f"{self.municipality_code} {self.municipality_name}"
