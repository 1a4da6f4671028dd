"""The life of a report that somebody asked for: ordered, claimed, made, or given up.

The table is the queue. A claim is one conditional update, so that of two workers one gets the job,
on every database (ADR 13).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from byregion.insight.models import ReportJob, ReportState
from byregion.insight.reports import Wanted

if TYPE_CHECKING:
    from datetime import datetime

STEPS = 3
READING, MAKING, WRITTEN = 1, 2, 3
# No report takes so long: a worker that has said nothing since has died.
STALE_AFTER = timedelta(minutes=3)
MOST_ATTEMPTS = 3
# More than these are not taken in: the queue would be hours long.
MOST_WAITING = 200


class QueueFull(Exception):
    """Too many reports are waiting."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that one worker has, and nobody else until it is stale."""

    job: int
    worker: str
    wanted: Wanted


def order(wanted: Wanted, *, at: datetime) -> ReportJob:
    """Ask for a report; asking again gives the same job, and a failed one is tried anew.

    Raises
    ------
    QueueFull
        MOST_WAITING reports are waiting already.
    """
    known = find(wanted)
    if known is None:
        return _new(wanted, at)
    gone = known.state == ReportState.DONE and not wanted.path.exists()
    if gone or known.state == ReportState.FAILED or known.file_name != wanted.file_name:
        _again(known, wanted, at)
        known.refresh_from_db()
    return known


def find(wanted: Wanted) -> ReportJob | None:
    """Find the job of a report; None where nobody has asked for it."""
    return ReportJob.objects.filter(
        content=wanted.content, kind=wanted.kind, language=wanted.language
    ).first()


def ahead(job: ReportJob) -> int:
    """Count the jobs that come before this one in the queue."""
    earlier = Q(created_at__lt=job.created_at) | Q(created_at=job.created_at, pk__lt=job.pk)
    return ReportJob.objects.filter(earlier, state__in=_OPEN).count()


def claim(*, worker: str, at: datetime) -> Claim | None:
    """Take the job that has waited longest, or one whose worker has died; None where none waits."""
    _give_up(at)
    for job in ReportJob.objects.filter(_free(at))[:10]:
        mine = ReportJob.objects.filter(_free(at), pk=job.pk, attempts=job.attempts).update(
            state=ReportState.RUNNING,
            step=READING,
            attempts=F("attempts") + 1,
            claimed_by=worker,
            started_at=at,
        )
        if mine:
            return Claim(job.pk, worker, _wanted(job))
    return None


def progress(claimed: Claim, step: int) -> None:
    """Say which step has begun."""
    _of(claimed).update(step=step)


def finish(claimed: Claim, *, size: int, at: datetime) -> None:
    """Say that the file is there."""
    _of(claimed).update(state=ReportState.DONE, step=WRITTEN, finished_at=at, size=size, problem="")


def fail(claimed: Claim, *, problem: str, at: datetime) -> None:
    """Say that it cannot be made; whoever asks again has it tried again."""
    _of(claimed).update(state=ReportState.FAILED, finished_at=at, problem=problem)


_OPEN = (ReportState.QUEUED, ReportState.RUNNING)


def _free(at: datetime) -> Q:
    stale = Q(state=ReportState.RUNNING, started_at__lt=at - STALE_AFTER)
    return Q(attempts__lt=MOST_ATTEMPTS) & (Q(state=ReportState.QUEUED) | stale)


def _give_up(at: datetime) -> None:
    """End what has taken its worker down each time."""
    ReportJob.objects.filter(
        state=ReportState.RUNNING,
        started_at__lt=at - STALE_AFTER,
        attempts__gte=MOST_ATTEMPTS,
    ).update(state=ReportState.FAILED, finished_at=at, problem="crashed")


def _of(claimed: Claim) -> QuerySet[ReportJob]:
    # Another worker has it if this one was thought dead: then nothing is written.
    return ReportJob.objects.filter(
        pk=claimed.job, claimed_by=claimed.worker, state=ReportState.RUNNING
    )


def _new(wanted: Wanted, at: datetime) -> ReportJob:
    if ReportJob.objects.filter(state__in=_OPEN).count() >= MOST_WAITING:
        raise QueueFull
    try:
        with transaction.atomic():
            return ReportJob.objects.create(
                content=wanted.content,
                kind=wanted.kind,
                language=wanted.language,
                edition_id=wanted.edition,
                choice=wanted.choice,
                store_state=wanted.store_state,
                file_name=wanted.file_name,
                created_at=at,
            )
    except IntegrityError:
        # Somebody else ordered it in this moment.
        return ReportJob.objects.get(
            content=wanted.content, kind=wanted.kind, language=wanted.language
        )


def _again(job: ReportJob, wanted: Wanted, at: datetime) -> None:
    ReportJob.objects.filter(pk=job.pk, state=job.state).exclude(state__in=_OPEN).update(
        state=ReportState.QUEUED,
        step=0,
        attempts=0,
        claimed_by="",
        created_at=at,
        started_at=None,
        finished_at=None,
        file_name=wanted.file_name,
        problem="",
    )


def _wanted(job: ReportJob) -> Wanted:
    return Wanted(
        job.content,
        job.kind,
        job.language,
        edition=job.edition_id,
        choice=job.choice,
        store_state=job.store_state,
    )
