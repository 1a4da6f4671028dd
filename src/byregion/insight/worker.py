"""The worker that makes ordered reports: a thread beside the site, or a command of its own."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import close_old_connections
from django.db.utils import DatabaseError

from byregion.analysis.errors import AnalysisError
from byregion.common import clock
from byregion.insight import reports
from byregion.insight.domain import report_jobs
from byregion.insight.errors import Busy, InsightError, StoreChanged
from byregion.insight.sweep import sweep
from byregion.statistics.errors import StatisticsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from byregion.insight.domain.report_jobs import Claim

# An order in this process wakes the thread at once; one in another process is seen so late.
PAUSE = 2.0
SWEEP_EACH = timedelta(hours=1)
log = logging.getLogger(__name__)
_ordered = Event()


def wake() -> None:
    """Tell the thread of this process, if it has one, that there is something to do."""
    _ordered.set()


def work_off(*, worker: str, now: Callable[[], datetime]) -> int:
    """Make every report that waits, and give their number."""
    done = 0
    while (claimed := report_jobs.claim(worker=worker, at=now())) is not None:
        _make(claimed, now)
        done += 1
    return done


def run(*, now: Callable[[], datetime], stop: Event) -> None:
    """Make reports as they are ordered, and take old ones away each hour, until told to stop."""
    worker = f"{os.getpid()}-{uuid4().hex[:12]}"
    swept_at: datetime | None = None
    while not stop.is_set():
        _ordered.clear()
        with _own_connections():
            work_off(worker=worker, now=now)
            if swept_at is None or now() - swept_at >= SWEEP_EACH:
                swept_at = now()
                sweep(at=swept_at)
        _ordered.wait(PAUSE)


def start_thread() -> Thread:
    """Start the worker beside the site, in this process; it ends with the process."""
    thread = Thread(
        target=run, kwargs={"now": clock.now, "stop": Event()}, name="reports", daemon=True
    )
    thread.start()
    return thread


def _make(claimed: Claim, now: Callable[[], datetime]) -> None:
    try:
        analysis = reports.analysis_of(claimed.wanted)
        report_jobs.progress(claimed, report_jobs.MAKING)
        path = reports.make(claimed.wanted, analysis)
    except Exception as error:  # one report that fails must not end the worker
        log.exception("the report %s is not made", claimed.wanted.file_name)
        report_jobs.fail(claimed, problem=_problem(error), at=now())
    else:
        report_jobs.finish(claimed, size=path.stat().st_size, at=now())


def _problem(error: Exception) -> str:
    if isinstance(error, StoreChanged):
        return "changed"
    if isinstance(error, Busy):
        return "busy"
    if isinstance(error, AnalysisError | StatisticsError | InsightError):
        return "data"
    return "fault"


@contextmanager
def _own_connections() -> Iterator[None]:
    # As Django does around a request; a database that is away is tried again at the next turn.
    close_old_connections()
    try:
        yield
    except DatabaseError:
        log.exception("the queue of reports cannot be read")
    finally:
        close_old_connections()
