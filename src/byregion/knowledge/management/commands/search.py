"""`byregion search rebuild`: what the site's search looks in, made anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from byregion.knowledge.domain.indexing import rebuild


class Command(BaseCommand):
    """Build the index."""

    help = "Build what the search looks in anew: after a change of synonyms, or a restored backup."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["rebuild"])

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} things can be found")
