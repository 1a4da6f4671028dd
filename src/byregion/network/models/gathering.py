"""A gathering as the office holds it, and who came from where."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from byregion.common.translation import Translated
from byregion.network.enums import GatheringStatus


class Gathering(models.Model):
    """Days when people of the network meet: the whole programme's, or one region's.

    Programme and region are named by slug, so that a bundle imported anew never touches a row.
    Titles in three languages; a text that is missing is shown in the next language.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.SlugField()
    region = models.SlugField(blank=True, help_text="Empty: for the whole programme.")
    slug = models.SlugField()
    status = models.CharField(
        max_length=10, choices=GatheringStatus.choices, default=GatheringStatus.DRAFT
    )
    title_nn = models.CharField(max_length=200, blank=True)
    title_nb = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    summary_nn = models.TextField(blank=True)
    summary_nb = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    outcome_nn = models.TextField(blank=True, help_text="What came of it, written afterwards.")
    outcome_nb = models.TextField(blank=True)
    outcome_en = models.TextField(blank=True)
    start_date = models.DateField()
    end_date = models.DateField()
    city = models.CharField(max_length=80, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True, help_text="Empty: no limit.")
    default_quota = models.PositiveIntegerField(
        null=True, blank=True, help_text="The most from a region without a quota of its own."
    )
    largest_party = models.PositiveSmallIntegerField(default=10)
    needs_approval = models.BooleanField(default=False)
    registration_opens_at = models.DateTimeField(null=True, blank=True)
    registration_closes_at = models.DateTimeField(null=True, blank=True)
    evaluation_days = models.PositiveSmallIntegerField(default=14)
    evaluation_is_public = models.BooleanField(default=False)
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    # What a calendar program compares: grows with every change it should take over.
    edition = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    title = Translated("title")
    summary = Translated("summary")
    outcome = Translated("outcome")

    class Meta:
        ordering = ("start_date", "slug")
        constraints = (
            models.UniqueConstraint(fields=("programme", "slug"), name="network_gathering_once"),
            models.CheckConstraint(
                condition=Q(end_date__gte=F("start_date")), name="network_gathering_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(registration_closes_at=None)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                name="registration_closes_after_opening",
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme}/{self.slug}"

    @property
    def is_public(self) -> bool:
        """Whether everyone may see it; a draft is the office's own."""
        return self.status != GatheringStatus.DRAFT

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.status == GatheringStatus.CANCELLED

    @property
    def has_registration(self) -> bool:
        """Whether people register here at all."""
        return self.registration_opens_at is not None

    def registration_is_open(self, at: datetime) -> bool:
        """Whether somebody may register at that moment."""
        if self.status != GatheringStatus.PUBLISHED or self.registration_opens_at is None:
            return False
        closes = self.registration_closes_at
        return self.registration_opens_at <= at and (closes is None or at < closes)


class Quota(models.Model):
    """The most people from one region."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="quotas")
    region = models.SlugField()
    places = models.PositiveIntegerField()

    is_shown_on_pages = False

    class Meta:
        ordering = ("region",)
        constraints = (models.UniqueConstraint(fields=("gathering", "region"), name="quota_once"),)

    def __str__(self) -> str:
        return f"{self.region}: {self.places}"


class Attendance(models.Model):
    """How many came from a region: counted when the gathering was closed, and kept for good."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="attendance")
    region = models.SlugField(blank=True, help_text="Empty: from no region of the programme.")
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ("region",)
        constraints = (
            models.UniqueConstraint(fields=("gathering", "region"), name="attendance_once"),
        )

    def __str__(self) -> str:
        return f"{self.region or '–'}: {self.people}"
