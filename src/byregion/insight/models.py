"""Editions of analyses, and the text that a region adds to a draft.

A region is named by its slugs: its row has another key after each import of a changed bundle, and
a published analysis outlives that.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from byregion.analysis.region_analysis.result import CHAPTERS, RegionAnalysis
from byregion.insight.errors import Frozen
from byregion.insight.frozen import thaw


class Status(models.TextChoices):
    """Where an edition is in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class Language(models.TextChoices):
    """The languages that a region's own text may be in."""

    NN = "nn"
    NB = "nb"
    EN = "en"


class RegionAnalysisEdition(models.Model):
    """One analysis, as it was made. Publication freezes it."""

    programme_slug = models.SlugField(blank=True)
    region_slug = models.SlugField(blank=True, help_text="Empty for a free choice.")
    number = models.PositiveSmallIntegerField(help_text="Counts a region's editions from 1.")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    name = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    vintage = models.CharField(max_length=10)
    result = models.BinaryField(help_text="The whole analysis, in no language, compressed.")
    checksum = models.CharField(max_length=64)
    code_version = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=120, blank=True)

    texts: models.Manager[OwnText]

    class Meta:
        """One shown edition a region; a published one has a time."""

        ordering = ("region_slug", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("programme_slug", "region_slug", "number"),
                condition=~Q(region_slug=""),
                name="edition_number_once",
            ),
            models.UniqueConstraint(
                fields=("programme_slug", "region_slug"),
                condition=Q(status="published") & ~Q(region_slug=""),
                name="one_published_edition",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at__isnull=True)
                | (~Q(status="draft") & Q(published_at__isnull=False)),
                name="published_has_a_time",
            ),
        )
        indexes = (models.Index(fields=("checksum",)),)

    def __str__(self) -> str:
        return f"{self.region_slug or self.name}, {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a draft; after publication nothing but the status, and that only forward."""
        if self.pk is not None:
            _refuse_change(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Remove a draft."""
        if self.status != Status.DRAFT:
            raise Frozen(f"{self}: a published edition is kept")
        return super().delete(*args, **kwargs)

    @property
    def analysis(self) -> RegionAnalysis:
        """The analysis itself; shared, and read only."""
        return thaw(bytes(self.result))


FORWARD = {
    (Status.DRAFT, Status.DRAFT),
    (Status.DRAFT, Status.PUBLISHED),
    (Status.PUBLISHED, Status.PUBLISHED),
    (Status.PUBLISHED, Status.SUPERSEDED),
    (Status.SUPERSEDED, Status.SUPERSEDED),
}


def _refuse_change(edition: RegionAnalysisEdition) -> None:
    stored = RegionAnalysisEdition.objects.filter(pk=edition.pk).first()
    if stored is None:
        return
    if (stored.status, edition.status) not in FORWARD:
        raise Frozen(f"{edition}: {stored.status} does not become {edition.status}")
    if stored.status == Status.DRAFT:
        return
    for field in RegionAnalysisEdition._meta.concrete_fields:
        before, now = getattr(stored, field.attname), getattr(edition, field.attname)
        if isinstance(before, memoryview):  # pragma: no cover - PostgreSQL gives bytes so
            before, now = bytes(before), bytes(now)
        if field.name != "status" and before != now:
            raise Frozen(f"{edition}: {field.name} of a published edition is not changed")


class OwnText(models.Model):
    """What the region writes in a chapter: cooperation, local knowledge, conclusions."""

    edition = models.ForeignKey(
        RegionAnalysisEdition, on_delete=models.CASCADE, related_name="texts"
    )
    chapter = models.CharField(max_length=20, choices=[(key, key) for key in CHAPTERS])
    language = models.CharField(max_length=2, choices=Language.choices)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=120)

    class Meta:
        """One text a chapter and language."""

        ordering = ("edition", "chapter", "language")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "chapter", "language"), name="own_text_once_in_chapter"
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.chapter} ({self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write into a draft; a published edition's text is as frozen as its figures."""
        if self.edition.status != Status.DRAFT:
            raise Frozen(f"{self.edition}: text is written in a draft")
        super().save(*args, **kwargs)


class ReportState(models.TextChoices):
    """Where a report is on its way from order to file."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ReportJob(models.Model):
    """A report that somebody has asked for: the queue, its progress and what came of it.

    Once for each content, kind and language, however many ask. A report is made of an edition, or
    of a free choice (`choice`, as it stands in the address, in the store's `store_state`).
    """

    # Progress is no public fact: a step of a report must not retire every kept page.
    is_shown_on_pages: ClassVar[bool] = False

    content = models.CharField(max_length=80, help_text="Names all that the report depends on.")
    kind = models.CharField(max_length=4)
    language = models.CharField(max_length=2, choices=Language.choices)
    edition = models.ForeignKey(
        RegionAnalysisEdition, on_delete=models.CASCADE, null=True, blank=True
    )
    choice = models.CharField(max_length=200, blank=True)
    store_state = models.CharField(max_length=80, blank=True)
    state = models.CharField(
        max_length=7, choices=ReportState.choices, default=ReportState.QUEUED, db_index=True
    )
    step = models.PositiveSmallIntegerField(default=0, help_text="Steps begun, of STEPS.")
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    file_name = models.CharField(max_length=160)
    size = models.PositiveIntegerField(default=0, help_text="Bytes.")
    problem = models.CharField(max_length=20, blank=True)

    class Meta:
        """One job for a content, kind and language; made of one thing; ended if it has a result."""

        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("content", "kind", "language"), name="report_ordered_once"
            ),
            models.CheckConstraint(
                condition=Q(edition__isnull=False, choice="")
                | (Q(edition__isnull=True) & ~Q(choice="")),
                name="report_of_edition_or_choice",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("done", "failed"), finished_at__isnull=False)
                | (~Q(state__in=("done", "failed")) & Q(finished_at__isnull=True)),
                name="report_ended_has_a_time",
            ),
        )

    def __str__(self) -> str:
        return self.file_name
