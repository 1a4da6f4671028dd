"""Questions that people ask the network, and the answers they get."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet


class NetworkQuestionSet(QuerySet["NetworkQuestion"]):
    """Questions, narrowed by what everyone may read."""

    def advice(self) -> NetworkQuestionSet:
        """Keep those that have become advice: everyone may read them, and they are answered."""
        return self.filter(
            is_public=True, hidden_at=None, accepted__isnull=False, accepted__may_be_public=True
        )


class NetworkQuestion(models.Model):
    """A question from a region's people to all the others'.

    Everyone may read it, with the accepted answer, where who asked and who answered allow it.
    Pages name regions, never the people.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form_key = models.UUIDField(unique=True)
    programme = models.SlugField()
    region = models.SlugField(blank=True, help_text="Empty: asked by the centre or the owner.")
    title = models.CharField(max_length=160)
    text = models.TextField()
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    is_public = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    latest_at = models.DateTimeField()
    accepted = models.ForeignKey(
        "network.NetworkAnswer", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_why = models.CharField(max_length=300, blank=True)

    objects = NetworkQuestionSet.as_manager()

    class Meta:
        ordering = ("-latest_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(latest_at__gte=F("asked_at")), name="question_latest_after_asked"
            ),
        )
        indexes = (models.Index(fields=("programme", "latest_at"), name="questions_by_time"),)

    def __str__(self) -> str:
        return self.title

    @property
    def is_advice(self) -> bool:
        """Whether everyone may read it, with its answer."""
        return bool(
            self.is_public
            and self.hidden_at is None
            and self.accepted is not None
            and self.accepted.may_be_public
        )


class QuestionTheme(models.Model):
    """A theme of the programme that a question is about."""

    question = models.ForeignKey(NetworkQuestion, on_delete=models.CASCADE, related_name="themes")
    theme = models.SlugField()

    class Meta:
        ordering = ("theme",)
        constraints = (
            models.UniqueConstraint(fields=("question", "theme"), name="theme_once_in_question"),
        )

    def __str__(self) -> str:
        return f"{self.question_id}: {self.theme}"


class NetworkAnswer(models.Model):
    """An answer, by somebody in a region or at the centre."""

    question = models.ForeignKey(NetworkQuestion, on_delete=models.CASCADE, related_name="answers")
    form_key = models.UUIDField(unique=True)
    region = models.SlugField(blank=True)
    text = models.TextField()
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    may_be_public = models.BooleanField(default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("answered_at", "pk")

    def __str__(self) -> str:
        return f"{self.question_id}: {self.pk}"
