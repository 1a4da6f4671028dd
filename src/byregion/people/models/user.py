"""A person who signs in."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext

if TYPE_CHECKING:
    from byregion.people.models.role import RoleAssignment


class UserManager(BaseUserManager["User"]):
    """Make users the way Django's commands expect."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a person; without a password they sign in by invitation or their organisation."""
        if not email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a person whom Django lets do anything; `byregion people` gives the role too."""
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by address, whatever the case it is typed in."""
        return self.get(email__iexact=username or "")


# The editor's pictures and files point here through managers that carry no types.
class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """A person. `key` stands for them in the audit trail and outlives their name."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="nn")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text="May enter the editor.")
    joined_at = models.DateTimeField(auto_now_add=True)
    # When the person last said yes to the privacy notice, and to which edition of it.
    notice_read_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    # Filled by the queries, so that pages read lists and send no queries of their own.
    held: list[RoleAssignment]

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []  # noqa: RUF012 - Django wants a list

    class Meta:
        ordering = ("name", "email")
        # One person per address, whatever the case it was typed in.
        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="address_is_lower_case"
            ),
        )

    def __str__(self) -> str:
        if self.erased_at is not None:
            return gettext("An erased account")
        return self.name or self.email

    def get_full_name(self) -> str:
        """Give the name, as Wagtail and allauth ask for it."""
        return str(self)

    def get_short_name(self) -> str:
        """Give the first name."""
        return self.name.split(" ")[0] if self.name else str(self)
