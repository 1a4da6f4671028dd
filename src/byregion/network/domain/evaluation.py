"""Answer the evaluation, anonymously."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from byregion.audit.domain.trail import record
from byregion.network.domain.answering import check_answers
from byregion.network.domain.refusal import RegistrationClosed
from byregion.network.enums import FormKind
from byregion.network.models import Evaluation, Gathering
from byregion.network.validators import Value, is_empty

# The hour when a gathering without sessions is taken to end on its last day.
EVENING = 15


def evaluation_span(gathering: Gathering) -> tuple[date, date]:
    """First and last day of answering: from the gathering's last day, asked while it is fresh."""
    return gathering.end_date, gathering.end_date + timedelta(days=gathering.evaluation_days)


def is_over(gathering: Gathering, at: datetime) -> bool:
    """Whether the last session has ended; without sessions, whether the last day is past three."""
    last = gathering.sessions.order_by("-ends_at").first()
    if last is not None:
        return last.ends_at <= at
    there = localtime(at)
    return (there.date(), there.hour) >= (gathering.end_date, EVENING)


def evaluation_is_open(gathering: Gathering, at: datetime) -> bool:
    """Whether the evaluation can be answered at that moment."""
    first, last = evaluation_span(gathering)
    has_form = gathering.questions.filter(form=FormKind.EVALUATION).exists()
    return (
        has_form
        and gathering.is_public
        and not gathering.is_cancelled
        and first <= localtime(at).date() <= last
    )


@transaction.atomic
def evaluate(
    gathering: Gathering, answers: Mapping[int, Value], *, form_key: UUID, at: datetime
) -> Evaluation:
    """Keep one anonymous answer. The same form sent twice is one.

    The trail notes that an answer came, with no word of whose. Raises RegistrationClosed or
    WrongAnswers.
    """
    known = Evaluation.objects.filter(gathering=gathering, form_key=form_key).first()
    if known is not None:
        return known
    if not evaluation_is_open(gathering, at):
        raise RegistrationClosed(_("The evaluation is not open."))
    check_answers(gathering, answers, FormKind.EVALUATION)
    given, is_new = Evaluation.objects.get_or_create(
        gathering=gathering,
        form_key=form_key,
        defaults={
            "given_on": localtime(at).date(),
            "answers": {str(key): value for key, value in answers.items() if not is_empty(value)},
        },
    )
    if is_new:
        record(
            "gathering.evaluated", subject_kind="gathering", subject_key=str(gathering.key), at=at
        )
    return given
