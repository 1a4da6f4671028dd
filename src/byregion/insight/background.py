"""What goes on beside the site in the server's process: reports, and answers made beforehand."""

from __future__ import annotations

import logging
from threading import Thread
from typing import TYPE_CHECKING

from django.conf import settings

from byregion.insight import worker

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)


def start(warm_up: Callable[[], None]) -> None:
    """Start the worker and answer beforehand; the server calls this in each of its processes."""
    if settings.REPORT_WORKER == "thread":
        worker.start_thread()
    Thread(target=_quietly, args=[warm_up], name="warm-up", daemon=True).start()


def _quietly(warm_up: Callable[[], None]) -> None:
    try:
        warm_up()
    except Exception:
        # The first reader will meet the same fault, and get a page that says so.
        log.exception("nothing is answered beforehand")
