"""Sign-in through an organisation's OpenID provider: for people who were invited, nobody else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from byregion.common.clock import now
from byregion.people.domain import affiliations, invitations
from byregion.people.models import User
from byregion.web.account.organisation_client import OrganisationProvider

# Nine digits, bare or behind the register's own prefix ("0192:987654321").
_NUMBER = re.compile(r"(?:^|:)(\d{9})$")


class OrganisationAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Let in whom the provider's verified address belongs to, and note where they work."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody makes an account without an invitation."""
        return False

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> OrganisationProvider:
        """Give the provider, asked in our way."""
        found = super().get_provider(request, provider, client_id=client_id)
        return OrganisationProvider(request, app=found.app)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Take up invitations to an address that the provider vouches for, and the affiliation."""
        person = sociallogin.user if sociallogin.is_existing else None
        if person is None:
            person = _invited(sociallogin)
            if person is not None:
                sociallogin.connect(request, person)
        if person is not None:
            _affiliate(person, sociallogin)


def _invited(sociallogin: Any) -> User | None:
    addresses = [one.email.lower() for one in sociallogin.email_addresses if one.verified]
    at = now()
    for address in addresses:
        for invitation in invitations.open_for(address, at=at):
            name = str(_claims(sociallogin).get("name", ""))
            return invitations.accept(invitation, name=name, password=None, at=at)
    return None


def _affiliate(person: User, sociallogin: Any) -> None:
    wanted = sociallogin.provider.app.settings.get("organisation_claim", "")
    number = organisation_number(_claims(sociallogin), wanted)
    if number:
        affiliations.affiliate_by_number(person, number, at=now())


def _claims(sociallogin: Any) -> Mapping[str, Any]:
    data = sociallogin.account.extra_data or {}
    return {**data.get("id_token", {}), **data.get("userinfo", {})} or data


def organisation_number(claims: Mapping[str, Any], name: str) -> str:
    """Find the organisation's number among the claims; empty where there is none.

    A claim may be the number itself, one with a register's prefix, or something that carries it
    as `ID`, as ISO 6523 identifiers are written in Norwegian public sign-in: an object, or a list
    of what the person may act for (RFC 9396), of which the first counts.
    """
    return _number_in(claims.get(name), is_named=True)


def _number_in(value: object, *, is_named: bool) -> str:
    if isinstance(value, Mapping):
        if "ID" in value:
            return _number_in(value["ID"], is_named=True)
        value = list(value.values())
    if isinstance(value, list):
        return next(filter(None, (_number_in(one, is_named=False) for one in value)), "")
    found = _NUMBER.search(str(value or "").replace(" ", "")) if is_named else None
    return found.group(1) if found else ""
