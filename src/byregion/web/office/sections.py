"""What the office holds, and who sees it: the start page and the menu read this list."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.functional import Promise

from byregion.people.models import User
from byregion.people.permissions import Permission, may_somewhere


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the office: its name, what one does there, its address and who may come in."""

    title: Promise
    summary: Promise
    address: str
    permission: Permission

    @property
    def url(self) -> str:
        """Address in the active language."""
        return reverse(self.address)


# In the order that the start page shows them.
SECTIONS: list[Section] = []


def sections_of(user: User | AnonymousUser) -> list[Section]:
    """Give the sections that the person may enter."""
    return [section for section in SECTIONS if may_somewhere(user, section.permission)]
