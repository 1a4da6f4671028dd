"""`byregion audit verify`: prove that nobody has changed the trail."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from byregion.audit.domain.trail import verify


class Command(BaseCommand):
    """Check the trail of acts."""

    help = "Check that no event of the audit trail was changed, added or removed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        if not verdict.holds:
            where = f" at event {verdict.broken_at}" if verdict.broken_at else ""
            raise CommandError(f"The trail does not hold{where}: {verdict.reason}.")
        self.stdout.write(f"The trail holds: {verdict.length} events, none changed or missing.")
