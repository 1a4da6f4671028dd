"""`byregion send_mail`: send what waits in the outbox, once or for as long as it runs."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from byregion.common.clock import now
from byregion.mail.domain.outbox import Tally, send_due


class Command(BaseCommand):
    """Empty the outbox."""

    help = "Send the letters that are due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, this often")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            self._send_all(quiet=bool(options["every"]))
            if not options["every"]:
                return
            time.sleep(options["every"])

    def _send_all(self, *, quiet: bool) -> None:
        # A part at a time, until one in which nothing was due.
        total = Tally()
        while (done := send_due(at=now())) != Tally():
            total = Tally(
                total.sent + done.sent, total.kept + done.kept, total.failed + done.failed
            )
        if total != Tally() or not quiet:
            self.stdout.write(
                f"{total.sent} sent, {total.kept} kept in the outbox, {total.failed} put off"
            )
