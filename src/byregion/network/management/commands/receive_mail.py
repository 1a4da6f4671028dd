"""`byregion receive_mail`: take in one letter. Meant for a mail server's pipe."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from byregion.common.clock import now
from byregion.network.domain.replying import LARGEST, receive

# sysexits.h: the mail server keeps the letter and tries again.
TRY_AGAIN = 75


class Command(BaseCommand):
    """Post an answer that came by e-mail."""

    help = (
        "Read one letter from standard input, and post it in the discussion or under the question "
        "that it answers. Ends with 0 also where it is ignored or refused, so that the mail server "
        "bounces nothing; with 75 where it should be tried again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", default="", help="The address that it was delivered to.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.REPLY_ADDRESS:
            raise CommandError("BYREGION_REPLY_ADDRESS is not set: letters can't be answered.")
        raw = sys.stdin.buffer.read(LARGEST + 1)
        while sys.stdin.buffer.read(1 << 20):
            pass  # the rest is thrown away, so that the pipe doesn't break
        try:
            outcome = receive(raw, to=options["to"], at=now())
        except DatabaseError as error:
            self.stderr.write(f"{type(error).__name__}: try again later")
            raise SystemExit(TRY_AGAIN) from error
        self.stdout.write(str(outcome))
