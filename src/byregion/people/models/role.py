"""Roles on objects."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from byregion.people.enums import REGIONAL, Role


class RoleAssignment(models.Model):
    """A role that a person holds somewhere, from a moment until it is ended; never deleted.

    A place is named by slugs, not by rows: a programme's bundle may be imported anew, and roles
    stay where they were. Both empty is the whole installation.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles"
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    programme = models.SlugField(blank=True)
    region = models.SlugField(blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("role", "programme", "region", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "role", "programme", "region"),
                condition=Q(ended_at=None),
                name="role_held_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(REGIONAL), region__gt="", programme__gt="")
                | (~Q(role__in=sorted(REGIONAL)) & Q(region="")),
                name="regional_roles_have_a_region",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role} {self.programme}/{self.region}"
