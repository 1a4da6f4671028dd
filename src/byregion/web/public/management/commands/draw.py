"""`byregion draw`: make beforehand what readers would else wait for; the site starts it itself."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from byregion.insight import beforehand
from byregion.web.public import divisions


class Command(BaseCommand):
    """Divide and draw what nobody has asked for yet; what is kept is left as it is."""

    help = "Make the functional regions and the figures of analyses that nobody has asked for yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("--beside", type=int, default=0, help="End when this process does.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what was done."""
        site = options["beside"]

        def stop() -> bool:
            # The parent of a process that has lost its own is another.
            return bool(site) and os.getppid() != site

        made = divisions.make_all(stop=stop)
        figures = beforehand.draw_all(stop=stop)
        self.stdout.write(f"{made} divisions and {figures} figures made")
