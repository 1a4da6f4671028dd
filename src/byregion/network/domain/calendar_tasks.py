"""What the calendar brings about by itself; `byregion gatherings` runs it, daily or oftener."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from byregion.audit.domain.trail import record
from byregion.network import addresses
from byregion.network.domain.chasing import ask_for_presentations
from byregion.network.domain.evaluation import evaluation_is_open, is_over
from byregion.network.domain.gathering import hold_gathering
from byregion.network.domain.letters import write_to
from byregion.network.enums import GatheringStatus, RegistrationStatus
from byregion.network.models import Answer, Gathering, Question

REMIND_BEFORE = timedelta(days=3)
CHASE_FOR = timedelta(days=7)
TASK = "gatherings"


@dataclass(frozen=True, slots=True)
class Done:
    """What a round did."""

    reminded: int
    asked: int
    held: int
    deleted: int
    chased: int = 0


def do_what_is_due(at: datetime) -> Done:
    """Remind, ask for the evaluation, close what is over, delete what must not be kept."""
    return Done(
        reminded=send_reminders(at),
        asked=ask_for_evaluation(at),
        held=close_past(at),
        deleted=delete_sensitive_answers(at),
        chased=chase_presentations(at),
    )


def send_reminders(at: datetime) -> int:
    """Remind those with a place, once, from three days before the gathering."""
    today = localtime(at).date()
    coming = Gathering.objects.filter(
        status=GatheringStatus.PUBLISHED,
        start_date__gte=today,
        start_date__lte=today + REMIND_BEFORE,
    )
    return sum(_write_once(gathering, "reminder", "reminded_at", at) for gathering in coming)


def ask_for_evaluation(at: datetime) -> int:
    """Ask those with a place for the evaluation, once, when the gathering is over."""
    today = localtime(at).date()
    over = Gathering.objects.filter(end_date__lte=today).exclude(
        status__in=(GatheringStatus.DRAFT, GatheringStatus.CANCELLED)
    )
    return sum(
        _write_once(gathering, "evaluation", "evaluation_asked_at", at)
        for gathering in over
        if evaluation_is_open(gathering, at) and is_over(gathering, at)
    )


def chase_presentations(at: datetime) -> int:
    """Ask for missing presentations, once, from the day after the gathering and a week on."""
    today = localtime(at).date()
    over = Gathering.objects.filter(end_date__lt=today, end_date__gte=today - CHASE_FOR)
    over = over.exclude(status__in=(GatheringStatus.DRAFT, GatheringStatus.CANCELLED))
    return sum(ask_for_presentations(each, at=at, by=TASK, key="once") for each in over)


def close_past(at: datetime) -> int:
    """Note that published gatherings were held, two days after their end."""
    # A day to mend the check-in list first.
    latest = localtime(at).date() - timedelta(days=1)
    over = Gathering.objects.filter(status=GatheringStatus.PUBLISHED, end_date__lt=latest)
    for gathering in over:
        hold_gathering(gathering, at=at, by=TASK)
    return len(over)


def delete_sensitive_answers(at: datetime) -> int:
    """Delete answers to sensitive questions whose day has come; gives how many there were."""
    today = localtime(at).date()
    sensitive = Question.objects.filter(is_sensitive=True, answers__isnull=False)
    deleted = 0
    for question in sensitive.select_related("gathering").distinct():
        kept = timedelta(days=question.delete_after_days or 0)
        if question.gathering.end_date + kept < today:
            deleted += _delete_answers(question, at)
    return deleted


@transaction.atomic
def _delete_answers(question: Question, at: datetime) -> int:
    number, _by_model = Answer.objects.filter(question=question).delete()
    record(
        "answers.deleted",
        subject_kind="gathering",
        subject_key=str(question.gathering.key),
        at=at,
        by=TASK,
        details={"question": question.pk, "answers": number},
    )
    return number


@transaction.atomic
def _write_once(gathering: Gathering, kind: str, noted: str, at: datetime) -> int:
    parties = gathering.parties.filter(
        registrations__status=RegistrationStatus.CONFIRMED, **{noted: None}
    ).distinct()
    for party in parties:
        evaluation = addresses.evaluation_page(gathering, party.language)
        people = party.registrations.filter(status=RegistrationStatus.CONFIRMED)
        write_to(party, kind, at=at, people=list(people), key="once", evaluation=evaluation)
        setattr(party, noted, at)
        party.save(update_fields=[noted])
    return len(parties)
