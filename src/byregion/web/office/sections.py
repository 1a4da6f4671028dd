"""What the office holds, and who sees it: the start page and the menu read this list."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from byregion.people.models import User
from byregion.people.permissions import Permission, may, may_somewhere


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the office: its name, what one does there, its address and who may come in."""

    title: Promise
    summary: Promise
    address: str
    permission: Permission
    # Whether the permission must be held on the whole installation.
    everywhere: bool = False

    @property
    def url(self) -> str:
        """Address in the active language."""
        return reverse(self.address)


# In the order that the start page shows them.
SECTIONS: list[Section] = [
    Section(
        title=_("Gatherings"),
        summary=_("Make, copy and hold gatherings: programme, registration, door, evaluation."),
        address="office:gatherings",
        permission=Permission.CHECK_IN,
    ),
    Section(
        title=_("Articles and pages"),
        summary=_("Write, have reviewed, translate and publish, in the editor."),
        address="wagtailadmin_home",
        permission=Permission.EDIT_PAGES,
    ),
    Section(
        title=_("The library"),
        summary=_("Reports, guides and films: enter them, take in lists, make one of two."),
        address="office:library",
        permission=Permission.MANAGE_LIBRARY,
    ),
    Section(
        title=_("Analyses"),
        summary=_("Make a region's analysis anew, add what you know, and publish it."),
        address="office:analyses",
        permission=Permission.MANAGE_ANALYSES,
    ),
    Section(
        title=_("The region's own words"),
        summary=_("What your region's page says beside the facts: aims, results, advice."),
        address="office:region-stories",
        permission=Permission.WRITE_REGION_TEXT,
    ),
    Section(
        title=_("Groups"),
        summary=_("Regions that learn together: meetings, files, discussion."),
        address="office:groups",
        permission=Permission.TAKE_PART_IN_GROUPS,
    ),
    Section(
        title=_("Contact between regions"),
        summary=_("Regions like yours, visits and peer reviews, what was learnt."),
        address="office:contacts",
        permission=Permission.TAKE_PART_IN_GROUPS,
    ),
    Section(
        title=_("Process guiding"),
        summary=_("Which regions have a process guide, and the log of visits and what was agreed."),
        address="office:guiding",
        permission=Permission.READ_GUIDING,
    ),
    Section(
        title=_("Questions to the network"),
        summary=_("Ask those who have tried it, and answer what you know."),
        address="office:network-questions",
        permission=Permission.ANSWER_NETWORK,
    ),
    Section(
        title=_("Newsletter"),
        summary=_("Choose what it tells of, look at it, and send it to those who have said yes."),
        address="office:newsletters",
        permission=Permission.SEND_NEWSLETTER,
    ),
    Section(
        title=_("People"),
        summary=_("Who takes part and as what; invite, give and end roles."),
        address="office:people",
        permission=Permission.INVITE_MEMBERS,
    ),
    Section(
        title=_("Outbox"),
        summary=_("Letters that wait, have gone or could not be sent."),
        address="office:outbox",
        permission=Permission.READ_OUTBOX,
        everywhere=True,
    ),
    Section(
        title=_("Trail of acts"),
        summary=_("Who did what, when; it can't be changed."),
        address="office:audit",
        permission=Permission.READ_AUDIT,
        everywhere=True,
    ),
]


def sections_of(user: User | AnonymousUser) -> list[Section]:
    """Give the sections that the person may enter."""
    return [section for section in SECTIONS if _may_enter(user, section)]


def _may_enter(user: User | AnonymousUser, section: Section) -> bool:
    if section.everywhere:
        return may(user, section.permission)
    return may_somewhere(user, section.permission)
