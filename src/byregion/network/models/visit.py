"""What a process guide notes of a region: when they met, what about, what was agreed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from byregion.network.enums import VisitKind
from byregion.network.validators import LONGEST_STEP


class Visit(models.Model):
    """One entry in the log of a region: a visit, a meeting, a call or a letter.

    For the region's guides and the operator; for its own people where the guide shares it.
    """

    # The key of the form that it was written in: the same form twice is one entry.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.SlugField()
    region = models.SlugField()
    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    held_on = models.DateField()
    kind = models.CharField(max_length=8, choices=VisitKind.choices)
    about = models.TextField()
    agreed = models.TextField(blank=True)
    next_step = models.CharField(max_length=LONGEST_STEP, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    is_shared_with_region = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    is_shown_on_pages = False

    class Meta:
        ordering = ("-held_on", "-pk")
        indexes = (
            models.Index(
                fields=("programme", "region", "-held_on"), name="visit_by_region_and_day"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(next_step_on=None) | ~Q(next_step=""), name="visit_day_is_of_a_step"
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme}/{self.region} {self.held_on}"
