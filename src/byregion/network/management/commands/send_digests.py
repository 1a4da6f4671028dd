"""`byregion send_digests`: tell people what was written in their groups. Meant for a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from byregion.common.clock import now
from byregion.network.domain.digests import send_digests


class Command(BaseCommand):
    """Queue the digests that are due."""

    help = "Queue a letter of what is new to everybody in a group for whom one is due."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{send_digests(at=now())} digests queued")
