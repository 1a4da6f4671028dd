"""Addresses that letters and calendars carry, whole, and the signed token of a party's own page."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import override

from byregion.network.models import Gathering, Party, Session

_PARTY = Signer(salt="byregion.network.party")
_PRESENTATION = Signer(salt="byregion.network.presentation")
_EVALUATION = Signer(salt="byregion.network.evaluation")


class NotOurs(ValueError):
    """The token was not made here, or was changed on the way."""


def token_of(party: Party) -> str:
    """Sign the party's key: who has the link may change the registration, without an account."""
    return _PARTY.sign(str(party.key))


def key_in(token: str) -> UUID:
    """Give the party's key. Raises NotOurs."""
    try:
        return UUID(_PARTY.unsign(token))
    except (BadSignature, ValueError):
        raise NotOurs from None


def session_in(token: str) -> UUID:
    """Give the key of the session that a presentation is sent for. Raises NotOurs."""
    try:
        return UUID(_PRESENTATION.unsign(token))
    except (BadSignature, ValueError):
        raise NotOurs from None


def evaluation_token(gathering: Gathering) -> str:
    """Give what opens the evaluation: the same for all who came, so it tells of nobody."""
    return _EVALUATION.signature(str(gathering.key))[:16]


def gathering_page(gathering: Gathering, language: str) -> str:
    """Address of the gathering's public page."""
    return _whole("public:gathering", language, gathering.programme, gathering.slug)


def own_page(party: Party, language: str) -> str:
    """Address where the party sees, changes and cancels its registration."""
    gathering = party.gathering
    return _whole(
        "public:gathering-own", language, gathering.programme, gathering.slug, token_of(party)
    )


def evaluation_page(gathering: Gathering, language: str) -> str:
    """Address of the evaluation form."""
    token = evaluation_token(gathering)
    return _whole(
        "public:gathering-evaluation", language, gathering.programme, gathering.slug, token
    )


def presentation_page(session: Session, language: str) -> str:
    """Address where whoever spoke in a session sends the presentation."""
    gathering, token = session.gathering, _PRESENTATION.sign(str(session.key))
    name = "public:gathering-presentation"
    return _whole(name, language, gathering.programme, gathering.slug, token)


def _whole(name: str, language: str, *arguments: str) -> str:
    with override(language):
        return f"{settings.BASE_URL}{reverse(name, args=arguments)}"
