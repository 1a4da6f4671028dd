"""`byregion send_mail`: send what waits in the outbox, once or for as long as it runs."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from byregion.common.clock import now
from byregion.mail.domain.outbox import send_due


class Command(BaseCommand):
    """Empty the outbox."""

    help = "Send the letters that are due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, this often")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            tally = send_due(at=now())
            if any((tally.sent, tally.kept, tally.failed)) or not options["every"]:
                self.stdout.write(
                    f"{tally.sent} sent, {tally.kept} kept in the outbox, {tally.failed} put off"
                )
            if not options["every"]:
                return
            time.sleep(options["every"])
