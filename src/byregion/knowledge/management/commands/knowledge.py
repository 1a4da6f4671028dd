"""`byregion knowledge set-up`: the page tree in three languages, and the editors' rights."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from byregion.knowledge.domain.editors import editors
from byregion.knowledge.domain.tree import set_up_tree


class Command(BaseCommand):
    """Set the editor up."""

    help = "Make what is missing of start pages, languages and editors' rights."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["set-up"])

    def handle(self, *args: Any, **options: Any) -> None:
        home = set_up_tree(settings.BASE_URL)
        editors()
        self.stdout.write(f"The articles start at {home.full_url}")
