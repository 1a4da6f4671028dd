"""`byregion newsletter`: queue what is left of newsletters that were sent. Meant for a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from byregion.common.clock import now
from byregion.knowledge.domain.newsletter import queue_what_waits


class Command(BaseCommand):
    """Queue letters."""

    help = "Put the letters of newsletters that were sent, and are not all queued, in the outbox."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{queue_what_waits(at=now())} letters queued")
