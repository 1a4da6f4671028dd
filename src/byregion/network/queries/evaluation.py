"""What the evaluation says, as figures: counts that nobody can be found in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from byregion.network.enums import FormKind, QuestionKind
from byregion.network.models import Gathering, Question

# Fewer answers than this are shown to the operator alone.
FEWEST_PUBLIC = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One option: how many picked it, and the part of those who answered the question, 0 to 1."""

    label: str
    people: int
    share: float

    @property
    def percent(self) -> int:
        """The share in whole hundredths."""
        return round(100 * self.share)


@dataclass(frozen=True, slots=True)
class Result:
    """A question's answers: bars, and for a scale the mean; or texts."""

    question: Question
    answered: int
    bars: list[Bar]
    mean: float | None
    texts: list[str]


@dataclass(frozen=True, slots=True)
class Results:
    """All results, and how many answered."""

    given: int
    results: list[Result]

    @property
    def may_be_public(self) -> bool:
        """Whether so many answered that figures tell of nobody."""
        return self.given >= FEWEST_PUBLIC


def results(gathering: Gathering, *, with_texts: bool) -> Results:
    """Count the evaluation. Texts are for the operator: in them people can be known again.

    So they can in a question that few have answered, which is left out with the texts.
    """
    given = list(gathering.evaluations.values_list("answers", flat=True))
    questions = gathering.questions.filter(form=FormKind.EVALUATION)
    if not with_texts:
        questions = questions.exclude(kind=QuestionKind.TEXT)
    found = [_result(question, given) for question in questions]
    if not with_texts:
        found = [one for one in found if one.answered >= FEWEST_PUBLIC]
    return Results(len(given), found)


def _result(question: Question, given: list[dict[str, object]]) -> Result:
    key = str(question.pk)
    values = [answers[key] for answers in given if key in answers]
    if question.kind == QuestionKind.TEXT:
        # In the order of the alphabet, so that the order of sending tells nothing.
        return Result(question, len(values), [], None, sorted(map(str, values)))
    counts = Counter(pick for value in values for pick in _picks(value))
    bars = [
        Bar(label, counts[number], counts[number] / len(values) if values else 0.0)
        for number, label in _options(question)
    ]
    return Result(question, len(values), bars, _mean(question, counts), [])


def _picks(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else [value]


def _options(question: Question) -> list[tuple[object, str]]:
    if question.kind == QuestionKind.YES_NO:
        return [(True, _("Yes")), (False, _("No"))]
    return list(question.options)


def _mean(question: Question, counts: Counter[object]) -> float | None:
    if question.kind != QuestionKind.SCALE or not counts:
        return None
    total = sum(step * people for step, people in counts.items() if isinstance(step, int))
    return total / counts.total()
