"""The ways in that a person has: proven addresses, second factors, an organisation's sign-in.

The rows are allauth's; here the rooms and commands that know no request meet them.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from byregion.people.models import User


def prove_address(person: User) -> None:
    """Note that the person reads the letters sent to their address."""
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


def forget_ways_in(person: User) -> None:
    """Delete all that could sign the person in, and end their sessions."""
    for rows in (EmailAddress.objects, Authenticator.objects, SocialAccount.objects):
        rows.filter(user=person).delete()
    # A session carries a hash of the password, and is no session without it.
    person.set_unusable_password()
    person.save(update_fields=["password"])


def ways_in(person: User) -> dict[str, object]:
    """Say which ways in there are, and none of their secrets: for the person's own export."""
    return {
        "addresses": list(EmailAddress.objects.filter(user=person).values("email", "verified")),
        "second_factors": list(
            Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at")
        ),
        "organisations": list(SocialAccount.objects.filter(user=person).values("provider", "uid")),
        "has_password": person.has_usable_password(),
    }
