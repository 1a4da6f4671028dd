"""The outbox."""

from __future__ import annotations

from django.db import models

from byregion.mail.enums import LetterStatus


class Letter(models.Model):
    """One e-mail to one receiver, as text and as HTML."""

    key = models.CharField(max_length=200, unique=True, help_text="Queued once per key.")
    kind = models.CharField(max_length=60)
    to_address = models.EmailField()
    # The key of the person it is for, where that is a user: erasing them finds their letters.
    person = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    headers = models.JSONField(default=dict)
    # An address that opens something once. It's blotted out when the letter has gone.
    secret = models.CharField(max_length=500, blank=True)
    status = models.CharField(
        max_length=10, choices=LetterStatus.choices, default=LetterStatus.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("status", "due_at"), name="letters_due"),
            models.Index(fields=("to_address",), name="letters_by_address"),
        )

    def __str__(self) -> str:
        return f"{self.kind} ({self.status})"
