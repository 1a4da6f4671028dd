"""Pure checks of values, shared by forms and verbs. They raise ValidationError in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from byregion.network.enums import QuestionKind

Value = str | int | bool | list[int]
LONGEST_TEXT = 2000
LONGEST_POST = 10_000
LONGEST_STEP = 300


def check_visit_days(
    held_on: date, next_step: str, next_step_on: date | None, *, today: date
) -> None:
    """Check the days of an entry in a guide's log; errors stand under the names of its fields."""
    if held_on > today:
        raise ValidationError({"held_on": _("The day lies ahead: note it when it has been.")})
    if next_step_on is None:
        return
    if not next_step:
        raise ValidationError({"next_step": _("Say what the next step is, or take its day away.")})
    if next_step_on < held_on:
        raise ValidationError({"next_step_on": _("The next step comes after the day you note.")})


def is_empty(value: object) -> bool:
    """Whether nothing was answered. No is an answer; so is the number 0."""
    return value is None or value in ("", [])


def check_answer(kind: str, options: Sequence[int], value: object) -> None:
    """Check one answer that is not empty.

    `options` are the numbers that may be picked, for kinds that pick.
    """
    if not _fits(kind, set(options), value):
        raise ValidationError(_("This answer does not fit the question."))


def _fits(kind: str, options: set[int], value: object) -> bool:
    if kind == QuestionKind.TEXT:
        return isinstance(value, str) and len(value) <= LONGEST_TEXT
    if kind == QuestionKind.YES_NO:
        return isinstance(value, bool)
    if kind == QuestionKind.SEVERAL:
        return isinstance(value, list) and set(value) <= options
    return isinstance(value, int) and not isinstance(value, bool) and value in options
