"""The programme of a gathering: sessions, and who does what in them."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from byregion.common.translation import Translated
from byregion.network.enums import SessionKind, SessionLanguage, SpeakerRole
from byregion.network.models.gathering import Gathering


class Session(models.Model):
    """An item of the programme. Sessions at the same time are parallel, told apart by track."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=14, choices=SessionKind.choices, default=SessionKind.TALK)
    title_nn = models.CharField(max_length=200, blank=True)
    title_nb = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    text_nn = models.TextField(blank=True)
    text_nb = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    track = models.CharField(max_length=80, blank=True)
    room = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=3, choices=SessionLanguage.choices, default="no")
    is_chosen = models.BooleanField(default=False, help_text="People say whether they come.")
    capacity = models.PositiveIntegerField(null=True, blank=True)

    title = Translated("title")
    text = Translated("text")

    class Meta:
        ordering = ("starts_at", "track", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return self.title.text

    @property
    def day(self) -> date:
        """The day it begins, where the gathering is."""
        return timezone.localtime(self.starts_at).date()

    def is_while(self, other: Session) -> bool:
        """Whether the two overlap in time."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class Speaker(models.Model):
    """A person's part in a session, as the programme names them."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="speakers")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=160, blank=True)
    organisation = models.CharField(max_length=160, blank=True)
    role = models.CharField(max_length=12, choices=SpeakerRole.choices, default=SpeakerRole.SPEAKER)
    region = models.SlugField(blank=True)
    address = models.EmailField(blank=True, help_text="To ask for the presentation; never shown.")

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name
