"""Whole addresses of the newsletter, and the signed tokens that letters carry."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import override

from byregion.knowledge.models import NewsletterIssue, Subscriber, SubscriptionRequest

_CONFIRM = Signer(salt="byregion.knowledge.newsletter.confirm")
_END = Signer(salt="byregion.knowledge.newsletter.end")


class NotOurs(ValueError):
    """The token was not made here, or was changed on the way."""


def confirm_page(request: SubscriptionRequest) -> str:
    """Address where an address is confirmed."""
    return _whole("public:newsletter-confirm", request.language, _CONFIRM.sign(str(request.key)))


def end_page(subscriber: Subscriber) -> str:
    """Address where the newsletter is ended, by a click or by the mail program itself."""
    return _whole("public:newsletter-end", subscriber.language, _END.sign(str(subscriber.key)))


def issue_page(issue: NewsletterIssue, language: str) -> str:
    """Address of a newsletter as a web page."""
    return _whole("public:newsletter-issue", language, issue.pk)


def requested(token: str) -> UUID:
    """Give the key of the request that a token is for. Raises NotOurs."""
    return _key(_CONFIRM, token)


def ended(token: str) -> UUID:
    """Give the key of the subscriber that a token is for. Raises NotOurs."""
    return _key(_END, token)


def _key(signer: Signer, token: str) -> UUID:
    try:
        return UUID(signer.unsign(token))
    except (BadSignature, ValueError):
        raise NotOurs from None


def _whole(name: str, language: str, *arguments: str | int) -> str:
    with override(language):
        return f"{settings.BASE_URL}{reverse(name, args=arguments)}"
