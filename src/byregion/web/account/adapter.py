"""Where allauth meets our rooms: letters go to the outbox, acts to the trail, words are ours."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from byregion.audit.domain.trail import record
from byregion.common.clock import now
from byregion.mail.domain.outbox import Receiver, queue
from byregion.people.domain.demo import is_demo
from byregion.people.models import User
from byregion.web.account import words
from byregion.web.public.views.insight_limits import client


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in by e-mail and password, for people who were invited."""

    error_messages: ClassVar = {**DefaultAccountAdapter.error_messages, **words.ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account without an invitation."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponseBase | None:
        """Keep demonstration people out wherever it isn't a trial on this very machine."""
        if is_demo(user) and not from_this_machine(request):
            return redirect("account_inactive")
        stopped: HttpResponseBase | None = super().pre_login(request, user, **kwargs)
        return stopped

    def get_client_ip(self, request: HttpRequest) -> str:
        """Give the address that attempts are counted by; a proxy is believed if it's trusted."""
        return client(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponseBase:
        """Note in the trail that the person signed in, and by which steps."""
        steps = [str(one["method"]) for one in get_authentication_records(request, user)]
        _note("person.signed_in", user, steps=" ".join(dict.fromkeys(steps)))
        answer: HttpResponseBase = super().post_login(request, user, **kwargs)
        return answer

    @transaction.atomic
    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person what was done to a way in to their account, and note it in the trail."""
        _note(f"way_in.{template_prefix.rsplit('/', 1)[-1]}", user)
        super().send_notification_mail(template_prefix, user, context, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the letter in the receiver's language; nothing waits for a mail server."""
        kind = template_prefix.rsplit("/", 1)[-1]
        person = User.objects.filter(email=email.lower()).first() or context.get("user")
        template = words.LETTERS.get(kind, "mail/account_notice.txt")
        address = context.get("password_reset_url") or context.get("activate_url", "")
        queue(
            template,
            to=Receiver(email, _language(person), str(person.key) if person else ""),
            key=f"account-{kind}-{uuid4()}",
            at=now(),
            context={
                "person": person,
                "said": words.NOTICES.get(kind, ""),
                "address": address,
            },
            secret=address,
        )

    def add_message(  # noqa: PLR0917 - allauth's
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words, or not at all: the next page shows that one is signed in."""
        kind = (message_template or "").rsplit("/", 1)[-1].removesuffix(".txt")
        said = message or words.MESSAGES.get(kind)
        if said:
            super().add_message(request, level, message=str(said), extra_tags=extra_tags)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor, in our words."""

    error_messages: ClassVar = {**DefaultMFAAdapter.error_messages, **words.FACTOR_ERRORS}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - allauth's
        """Suggest a name for a new passkey."""
        from allauth.mfa.models import Authenticator  # noqa: PLC0415 - needs the apps loaded

        number = Authenticator.objects.filter(user=user, type=type).count()
        if not number:
            return str(_("My passkey"))
        return str(_("Passkey %(number)s") % {"number": number + 1})


def from_this_machine(request: HttpRequest) -> bool:
    """Whether a trial's visitor sits at the machine itself, with no proxy in between."""
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    near = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
    return bool(settings.DEMO) and near and not forwarded


def _note(act: str, person: User, **details: str) -> None:
    key = str(person.key)
    record(act, subject_kind="person", subject_key=key, at=now(), by=key, details=details)


def _language(person: User | None) -> str:
    return person.language if person else get_language() or "nn"
