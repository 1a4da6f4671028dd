"""People of a demonstration, one for each role, with a password that everybody knows.

They are made only in a trial on one machine, and sign in only there: the settings say whether it is
one (`DEMO`), and the face asks each time.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from byregion.people.domain.roles import give_role
from byregion.people.domain.ways_in import prove_address
from byregion.people.enums import REGIONAL, Role
from byregion.people.models import User
from byregion.people.permissions import EVERYWHERE, Place

# A domain that no mail can reach (RFC 2606).
DOMAIN = "demo.invalid"
# Printed at every start, and good for nothing else.
PASSWORD = "seven regions by the sea"  # noqa: S105
NAMES = {
    Role.ADMINISTRATOR: "Demo Administrator",
    Role.OWNER: "Demo Owner",
    Role.OPERATOR: "Demo Operator",
    Role.LEADER: "Demo Leader",
    Role.MEMBER: "Demo Member",
    Role.GUIDE: "Demo Guide",
    Role.ASSESSOR: "Demo Assessor",
}


def is_demo(person: User) -> bool:
    """Whether the person is one of the demonstration's."""
    return person.email.endswith(f"@{DOMAIN}")


def demo_people() -> list[User]:
    """Give the demonstration's people."""
    return list(User.objects.filter(email__endswith=f"@{DOMAIN}", erased_at=None).order_by("pk"))


@transaction.atomic
def make_demo_people(region: Place, *, at: datetime) -> list[User]:
    """Make one person for each role, the regional ones in `region`; where somebody is, nobody."""
    if User.objects.exists():
        return []
    made = []
    for role in Role:
        person = User.objects.create_user(
            f"{role}@{DOMAIN}", PASSWORD, name=NAMES[role], notice_read_at=at
        )
        prove_address(person)
        place = region if role in REGIONAL else EVERYWHERE
        give_role(person, role, place=place, by=None, at=at)
        made.append(person)
    return made
