"""What goes on beside the site: reports, and what is answered and drawn beforehand."""

from __future__ import annotations

import logging
import time
from threading import Thread
from typing import TYPE_CHECKING

from django.conf import settings

from byregion.insight import beforehand, worker

if TYPE_CHECKING:
    from collections.abc import Callable

# Nothing is done beforehand while the first readers come, in seconds.
FIRST_READERS = 5.0
log = logging.getLogger(__name__)


def start(warm_up: Callable[[], None]) -> None:
    """Start the worker, and do beforehand what can be; the server calls this in each process."""
    works = [warm_up]
    if settings.REPORT_WORKER == "thread":
        worker.start_thread()
        works.append(_draw)
    Thread(target=_one_by_one, args=works, name="warm-up", daemon=True).start()


def _one_by_one(*works: Callable[[], None]) -> None:
    time.sleep(FIRST_READERS)
    for work in works:
        _quietly(work)


def _draw() -> None:
    made = beforehand.start()
    if made is not None:
        made.wait()


def _quietly(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:
        # The first reader will meet the same fault, and get a page that says so.
        log.exception("nothing is done beforehand")
