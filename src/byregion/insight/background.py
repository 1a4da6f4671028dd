"""What goes on beside the site in the server's process: reports, and answers made beforehand."""

from __future__ import annotations

import logging
from threading import Thread

from django.conf import settings

from byregion.insight import worker
from byregion.insight.queries import free

log = logging.getLogger(__name__)


def start() -> None:
    """Start it all; the server calls this once in each of its processes."""
    if settings.REPORT_WORKER == "thread":
        worker.start_thread()
    Thread(target=_warm_up, name="warm-up", daemon=True).start()


def _warm_up() -> None:
    try:
        free.warm_up()
    except Exception:
        # The first reader will meet the same fault, and get a page that says so.
        log.exception("nothing is answered beforehand")
