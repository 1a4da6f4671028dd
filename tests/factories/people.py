"""People with roles, as a face meets them."""

from datetime import UTC, datetime
from itertools import count

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from byregion.people.domain.roles import give_role
from byregion.people.domain.ways_in import prove_address
from byregion.people.enums import REGIONAL, STAFF
from byregion.people.models import User
from byregion.people.permissions import EVERYWHERE, Place

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
PASSWORD = "seven lakes and a bridge"
# A key that only tests know.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_numbers = count(1)


def make_person(role=None, place=None, *, email="", second_factor=None, password=None, **fields):
    """Make a person; with a role, it's held at `place` (a region must be given for leaders).

    Staff get a second factor unless `second_factor=False`.
    """
    number = next(_numbers)
    fields = {"name": f"Person {number}"} | fields
    person = User.objects.create_user(email or f"person{number}@example.org", password, **fields)
    prove_address(person)
    if role is not None:
        give_role(person, role, place=place or _usual_place(role), by=None, at=NOON)
    if second_factor or (second_factor is None and role in STAFF):
        add_second_factor(person)
    person.refresh_from_db()
    return person


def add_second_factor(person):
    """Give the person an app for codes, with recovery codes."""
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return Authenticator.objects.filter(user=person)


def _usual_place(role):
    return Place("byregionprogrammet", "aust-lofoten") if role in REGIONAL else EVERYWHERE
