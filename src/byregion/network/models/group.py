"""A group of regions: who is in it, who leads it, when it meets, what it shares."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import Q

from byregion.common.translation import Translated


class Group(models.Model):
    """Regions of a programme that learn together. Named by slugs, so an import touches no row."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.SlugField()
    name_nn = models.CharField(max_length=120, blank=True)
    name_nb = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    purpose_nn = models.TextField(blank=True)
    purpose_nb = models.TextField(blank=True)
    purpose_en = models.TextField(blank=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    name = Translated("name")
    purpose = Translated("purpose")

    is_shown_on_pages = False
    # Filled by queries.
    listed_regions: Sequence[str]

    class Meta:
        ordering = ("programme", "pk")

    def __str__(self) -> str:
        return f"{self.programme}: {self.name}"

    @property
    def is_closed(self) -> bool:
        """Whether the group's work is over: it can be read, and nothing is added."""
        return self.closed_at is not None


class GroupRegion(models.Model):
    """A region of a group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="regions")
    region = models.SlugField()

    is_shown_on_pages = False

    class Meta:
        ordering = ("region",)
        constraints = (
            models.UniqueConstraint(fields=("group", "region"), name="region_once_in_group"),
        )

    def __str__(self) -> str:
        return f"{self.group_id}: {self.region}"


class GroupFacilitator(models.Model):
    """Somebody who leads a group: sets its meetings and keeps its discussion in order."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="facilitators")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="facilitated"
    )

    is_shown_on_pages = False

    class Meta:
        ordering = ("person__name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("group", "person"), name="facilitates_once"),
        )

    def __str__(self) -> str:
        return f"{self.group_id}: {self.person_id}"


class GroupMeeting(models.Model):
    """A time that a group meets, and what was noted there."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="meetings")
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    address = models.URLField(max_length=400, blank=True, help_text="Of a meeting on the web.")
    agenda = models.TextField(blank=True)
    notes = models.TextField(blank=True)

    is_shown_on_pages = False

    class Meta:
        ordering = ("-starts_at", "-pk")

    def __str__(self) -> str:
        return f"{self.group_id}: {self.starts_at:%Y-%m-%d}"


class GroupFile(models.Model):
    """Something shared in a group: a file kept here, or an address elsewhere."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="files")
    title = models.CharField(max_length=200)
    file = models.FileField(upload_to="group", max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    url = models.URLField(max_length=400, blank=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    shared_at = models.DateTimeField()

    is_shown_on_pages = False

    class Meta:
        ordering = ("-shared_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(url="", file__gt="") | Q(url__gt="", file=""),
                name="shared_is_file_or_address",
            ),
        )

    def __str__(self) -> str:
        return self.title
