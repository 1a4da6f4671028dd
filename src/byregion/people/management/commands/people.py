"""`byregion people`: let the first administrator in, and forget what has been kept long enough."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import override

from byregion.common.clock import now
from byregion.people.domain import retention
from byregion.people.domain.invitations import VALID, Offer, open_invitation, withdraw_offer
from byregion.people.enums import Role
from byregion.people.permission_table import as_page


class Command(BaseCommand):
    """Look after people from the command line."""

    help = "Let an administrator in, or forget what has been kept long enough."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add-administrator", help="print a link that lets somebody in")
        add.add_argument("email")
        add.add_argument(
            "--language", default="nn", choices=[code for code, _ in settings.LANGUAGES]
        )
        verbs.add_parser("permissions", help="print the table of who may do what")
        verbs.add_parser("forget", help="delete what is older than people were told; run it daily")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "permissions":
            self.stdout.write(as_page(), ending="")
            return
        if options["verb"] == "forget":
            tally = retention.forget_old(at=now())
            told = ", ".join(f"{count} {name}" for name, count in tally.items())
            self.stdout.write(f"Forgotten: {told}.")
            return
        self._add_administrator(options["email"], options["language"])

    def _add_administrator(self, email: str, language: str) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail address.") from None
        offer = Offer(email=email, role=Role.ADMINISTRATOR, language=language)
        # A link that was printed and lost can't be shown again: a new one takes its place.
        withdraw_offer(offer, at=now())
        _invitation, token = open_invitation(offer, by=None, at=now())
        if not token:
            self.stdout.write(f"{email} has an account, and is administrator now.")
            return
        with override(language):
            path = reverse("account_invitation", kwargs={"token": token})
        self.stdout.write(f"Open this once, within {VALID.days} days, to choose a password:")
        self.stdout.write(f"{settings.BASE_URL}{path}")
