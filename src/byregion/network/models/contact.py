"""One region's contact with another: asked for, accepted, noted, and what was learnt."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from byregion.network.enums import ContactKind, ContactStatus


class Contact(models.Model):
    """A conversation, a visit or a peer review between two regions of a programme.

    What was learnt is public when people of both regions have agreed to those very words.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.SlugField()
    from_region = models.SlugField()
    to_region = models.SlugField()
    kind = models.CharField(max_length=12, choices=ContactKind.choices)
    status = models.CharField(
        max_length=9, choices=ContactStatus.choices, default=ContactStatus.ASKED
    )
    message = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    learning = models.TextField(blank=True)
    learning_language = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)
    from_agreed_at = models.DateTimeField(null=True, blank=True)
    to_agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-changed_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(from_region=F("to_region")), name="contact_is_between_two"
            ),
            models.UniqueConstraint(
                fields=("programme", "from_region", "to_region"),
                condition=Q(status=ContactStatus.ASKED),
                name="asked_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme}: {self.from_region} – {self.to_region}"

    @property
    def is_public(self) -> bool:
        """Whether everyone may read what was learnt."""
        return bool(self.learning and self.from_agreed_at and self.to_agreed_at)

    def other(self, region: str) -> str:
        """Give the region at the other end."""
        return self.to_region if region == self.from_region else self.from_region


class ContactNote(models.Model):
    """What somebody noted of the contact; for the two regions alone."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="notes")
    region = models.SlugField(blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    form_key = models.UUIDField(unique=True)
    text = models.TextField()
    written_at = models.DateTimeField()

    is_shown_on_pages = False

    class Meta:
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.pk}"
