"""`byregion gatherings`: do what the calendar asks for. Meant to be run by a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from byregion.common.clock import now
from byregion.network.domain.calendar_tasks import do_what_is_due


class Command(BaseCommand):
    """Reminders, evaluations, closing, deletion."""

    help = (
        "Remind those who come, ask for evaluations and missing presentations, close gatherings "
        "that are over, and delete sensitive answers whose day has come."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = do_what_is_due(now())
        self.stdout.write(
            f"{done.reminded} reminded, {done.asked} asked for the evaluation, "
            f"{done.held} gatherings closed, {done.deleted} sensitive answers deleted, "
            f"{done.chased} asked for presentations"
        )
