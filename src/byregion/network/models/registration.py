"""Who comes: people registered together, what each answered, and what they chose."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import models

from byregion.network.enums import RegistrationStatus
from byregion.network.models.gathering import Gathering
from byregion.network.models.question import Question
from byregion.network.models.session import Session

Value = str | int | bool | list[int]


class Party(models.Model):
    """People registered in one go, by one of them: they get their places together or wait together.

    `number` is the order in which parties came; the waiting list follows it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="parties")
    number = models.PositiveIntegerField()
    # One for each rendering of the form: sent twice, it is one registration.
    form_key = models.UUIDField()
    address = models.EmailField()
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    person = models.CharField(max_length=64, blank=True, help_text="Key of the user, if one.")
    registered_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    evaluation_asked_at = models.DateTimeField(null=True, blank=True)

    is_shown_on_pages = False
    # Filled by queries.
    listed: Sequence[Registration]

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("gathering", "number"), name="party_number_once"),
            models.UniqueConstraint(fields=("gathering", "form_key"), name="party_form_once"),
        )
        indexes = (
            models.Index(fields=("person",), name="parties_by_person"),
            models.Index(fields=("address",), name="parties_by_address"),
        )

    def __str__(self) -> str:
        return f"{self.gathering_id}: {self.number}"


class Registration(models.Model):
    """One person of a party."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="registrations")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="registrations")
    status = models.CharField(max_length=10, choices=RegistrationStatus.choices)
    name = models.CharField(max_length=120)
    address = models.EmailField(blank=True)
    organisation = models.CharField(max_length=160, blank=True)
    region = models.SlugField(blank=True)
    sessions = models.ManyToManyField(
        Session, through="SessionChoice", related_name="registrations", blank=True
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    checked_in_at = models.DateTimeField(null=True, blank=True)

    is_shown_on_pages = False

    class Meta:
        ordering = ("party__number", "pk")
        indexes = (models.Index(fields=("gathering", "status"), name="registrations_by_status"),)

    def __str__(self) -> str:
        return f"{self.pk}: {self.status}"

    @property
    def is_active(self) -> bool:
        """Whether the person has or waits for a place."""
        return self.status in {RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING}


class SessionChoice(models.Model):
    """A session that a person means to come to; a wish, as long as the person waits."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="choices")

    is_shown_on_pages = False

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("registration", "session"), name="session_chosen_once"),
        )

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.session_id}"


class Answer(models.Model):
    """What a person answered: text, an option's number, several numbers, or yes or no."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    value = models.JSONField()

    is_shown_on_pages = False

    class Meta:
        ordering = ("question__position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("registration", "question"), name="answered_once"),
        )

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.question_id}"


class Evaluation(models.Model):
    """One anonymous answer to the evaluation: nothing in it tells who gave it, nor the hour."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="evaluations")
    form_key = models.UUIDField()
    given_on = models.DateField()
    # Question's key to what was answered.
    answers = models.JSONField(default=dict)

    is_shown_on_pages = False

    class Meta:
        ordering = ("given_on", "form_key")
        constraints = (
            models.UniqueConstraint(fields=("gathering", "form_key"), name="evaluated_once"),
        )

    def __str__(self) -> str:
        return f"{self.gathering_id}: {self.given_on}"
