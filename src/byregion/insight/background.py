"""What goes on beside the site: reports are made, and beforehand what readers would wait for."""

from __future__ import annotations

import logging
import time
from threading import Thread

from django.conf import settings

from byregion.insight import beforehand, worker

# Nothing is done beforehand while the first readers come, in seconds.
FIRST_READERS = 5.0
log = logging.getLogger(__name__)


def start() -> None:
    """Start the worker, and what is made beforehand; the server calls this in each process."""
    if settings.REPORT_WORKER == "thread":
        worker.start_thread()
        Thread(target=_make_beforehand, name="beforehand", daemon=True).start()


def _make_beforehand() -> None:
    time.sleep(FIRST_READERS)
    try:
        made = beforehand.start()
    except OSError:
        # The first readers wait for what they ask for, and that is all.
        log.exception("nothing is made beforehand")
    else:
        if made is not None:
            made.wait()
