"""Invitations: the way in for somebody new."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from byregion.people.enums import REGIONAL, Role
from byregion.people.models.organisation import Organisation


class Invitation(models.Model):
    """An offer of a role to whoever reads the letters of an address.

    Open until taken up, withdrawn or too old. The token in the letter is not kept, only its hash.
    """

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="nn")
    role = models.CharField(max_length=20, choices=Role.choices)
    programme = models.SlugField(blank=True)
    region = models.SlugField(blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True)
    # How many times a letter was sent.
    round = models.PositiveSmallIntegerField(default=1)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="invitations"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-invited_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("email", "role", "programme", "region"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invited_once",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="invited_address_is_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(REGIONAL), region__gt="", programme__gt="")
                | (~Q(role__in=sorted(REGIONAL)) & Q(region="")),
                name="invited_to_a_possible_role",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.programme}/{self.region}"

    @property
    def is_settled(self) -> bool:
        """Whether it was taken up or withdrawn."""
        return self.accepted_at is not None or self.withdrawn_at is not None
