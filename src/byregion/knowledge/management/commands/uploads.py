"""`byregion uploads scan|read`: what could not be done while somebody waited."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from byregion.common.clock import now
from byregion.knowledge.domain import waiting
from byregion.knowledge.files.scanner import ScannerSilent


class Command(BaseCommand):
    """Scan or read the files that wait."""

    help = "Scan the files that wait for the virus scanner, or read the PDFs not read yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["scan", "read"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "read":
            done, failed = waiting.read_waiting()
            self.stdout.write(f"{done} read, {failed} could not be read")
            return
        if not settings.CLAMD:
            raise CommandError("no scanner is set: BYREGION_CLAMD is empty")
        try:
            clean, harmful = waiting.scan_waiting(at=now())
        except ScannerSilent as error:
            raise CommandError(
                f"the scanner at {settings.CLAMD} does not answer: {error}"
            ) from None
        self.stdout.write(f"{clean} clean, {harmful} harmful and removed")
