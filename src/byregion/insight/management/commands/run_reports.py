"""`byregion run_reports`: make the reports that readers ask for, in a process of its own."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand

from byregion.common.clock import now
from byregion.insight.sweep import sweep
from byregion.insight.worker import run, wake, work_off


class Command(BaseCommand):
    """Work until told to stop, or until nothing waits."""

    help = "Make the reports that readers have asked for; run one or more beside the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("--once", action="store_true", help="Make what waits, then end.")
        parser.add_argument("--sweep", action="store_true", help="Only take old files away.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what was done."""
        if options["sweep"]:
            swept = sweep(at=now())
            self.stdout.write(f"{swept.files} files taken away, {swept.size / 1e6:.1f} MB")
        elif options["once"]:
            self.stdout.write(f"{work_off(worker='once', now=now)} reports made or given up")
        else:
            self.stdout.write("Making reports as they are asked for. Stop with Ctrl-C.")
            run(now=now, stop=_until_told())


def _until_told() -> Event:
    """Stop at the end of the report being made, as a service manager asks for it."""
    stop = Event()

    def told(_signal: int, _frame: object) -> None:
        stop.set()
        wake()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    return stop
