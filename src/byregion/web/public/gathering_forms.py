"""Forms that a gathering's questions make: registering, changing, evaluating."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from byregion.network.domain.choosing import check_sessions
from byregion.network.domain.refusal import SessionUnavailable
from byregion.network.domain.registration import Person
from byregion.network.enums import FormKind, QuestionKind
from byregion.network.models import Gathering, Question, Registration, Session
from byregion.network.queries.places import room_in_sessions
from byregion.network.queries.registrations import questions
from byregion.network.validators import LONGEST_TEXT, Value

YES, NO = "yes", "no"
MISSING_NAME = gettext_lazy("Write the name.")
MISSING_ADDRESS = gettext_lazy("Write an e-mail address: the confirmation goes there.")
WRONG_ADDRESS = gettext_lazy("This is not an e-mail address. It looks like name@example.org.")


class Boxes(forms.CheckboxSelectMultiple):
    """Check boxes of which some can't be ticked; `closed` are their values."""

    closed: frozenset[int] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Close what is full."""
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.closed:
            option["attrs"]["disabled"] = True
        return option


@dataclass(frozen=True, slots=True)
class Offered:
    """What a registration asks and offers, read once for all who register together."""

    questions: list[Question]
    sessions: dict[Session, int | None]

    @classmethod
    def by(cls, gathering: Gathering) -> Offered:
        """Read it."""
        asked = questions(gathering, FormKind.REGISTRATION)
        return cls(asked, room_in_sessions(gathering))


class QuestionsForm(forms.Form):
    """The questions of a gathering's form, in the reader's language."""

    def __init__(
        self, gathering: Gathering, asked: list[Question], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.gathering = gathering
        self.questions = asked
        for question in self.questions:
            self.fields[_name(question)] = question_field(question)

    @property
    def question_fields(self) -> list[forms.BoundField]:
        """The questions' fields, as a page shows them."""
        return [self[_name(question)] for question in self.questions]

    def answers(self) -> dict[int, Value]:
        """Give what was answered, by the question's key; what is empty stays out."""
        given = {question.pk: self.cleaned_data[_name(question)] for question in self.questions}
        return {key: value for key, value in given.items() if value not in (None, "", [])}


class PersonForm(QuestionsForm):
    """One person who registers."""

    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Name"),
        error_messages={"required": MISSING_NAME},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    address = forms.EmailField(
        label=gettext_lazy("E-mail"),
        error_messages={"required": MISSING_ADDRESS, "invalid": WRONG_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    organisation = forms.CharField(
        max_length=160,
        required=False,
        label=gettext_lazy("Workplace or organisation"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    region = forms.ChoiceField(required=False, label=gettext_lazy("City region"))

    def __init__(
        self,
        gathering: Gathering,
        regions: Iterable[tuple[str, str]],
        *args: Any,
        is_first: bool = True,
        registration: Registration | None = None,
        offered: Offered | None = None,
        **kwargs: Any,
    ) -> None:
        offered = offered or Offered.by(gathering)
        super().__init__(gathering, offered.questions, *args, **kwargs)
        self.registration = registration
        if not is_first:
            self.fields["address"].required = False
            for name in ("name", "address"):
                self.fields[name].widget.attrs["autocomplete"] = "off"
        self._offer_regions(list(regions))
        self._offer_sessions(offered.sessions)

    def _offer_regions(self, regions: list[tuple[str, str]]) -> None:
        if self.registration is not None:
            del self.fields["region"]
            return
        region = self.fields["region"]
        assert isinstance(region, forms.ChoiceField)  # noqa: S101 - declared above
        region.choices = [("", _("I come from none of them")), *regions]
        region.help_text = _("Places may be shared out by region, so it can't be changed later.")

    def _offer_sessions(self, sessions: dict[Session, int | None]) -> None:
        if not sessions:
            return
        mine: set[int] = set()
        if self.registration is not None:
            mine = set(self.registration.sessions.values_list("pk", flat=True))
        field = forms.TypedMultipleChoiceField(
            coerce=int,
            required=False,
            choices=[(session.pk, _session(session, left)) for session, left in sessions.items()],
            label=_("Which sessions do you come to?"),
            help_text=_("Of sessions at the same time, choose one."),
            widget=Boxes,
            error_messages={"invalid_choice": _("A session has been taken out. Choose again.")},
        )
        field.widget.closed = frozenset(
            session.pk for session, left in sessions.items() if left == 0 and session.pk not in mine
        )
        self.fields["sessions"] = field

    def clean_sessions(self) -> list[int]:
        """Refuse two sessions at the same time; whether there is room, registering finds out."""
        chosen: list[int] = self.cleaned_data["sessions"]
        try:
            check_sessions(self.gathering, chosen, counts=False)
        except SessionUnavailable as refusal:
            raise ValidationError(str(refusal)) from refusal
        return chosen

    def person(self) -> Person:
        """Give what was said, for the verbs."""
        return Person(
            name=self.cleaned_data["name"],
            address=self.cleaned_data["address"].lower(),
            organisation=self.cleaned_data["organisation"],
            region=self.cleaned_data.get("region", ""),
            answers=self.answers(),
            sessions=self.cleaned_data.get("sessions", []),
        )

    def keep_without_judging(self) -> None:
        """Show what was typed, without errors: the person is still at it."""
        self._errors = ErrorDict()

    @staticmethod
    def said_by(registration: Registration) -> dict[str, Any]:
        """Give what a registration says, as the form's initial values."""
        answers = {
            f"q{answer.question_id}": _shown(answer.value) for answer in registration.answers.all()
        }
        return {
            "name": registration.name,
            "address": registration.address,
            "organisation": registration.organisation,
            "sessions": [session.pk for session in registration.sessions.all()],
            **answers,
        }


class PartyForm:
    """People who register together: as many person's forms, and the key of this rendering."""

    def __init__(
        self,
        gathering: Gathering,
        regions: list[tuple[str, str]],
        *,
        data: QueryDict | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.gathering = gathering
        self.form_key = _key(data)
        self.is_composing = data is not None and ("add" in data or "remove" in data)
        offered = Offered.by(gathering)
        self.people = [
            PersonForm(
                gathering,
                regions,
                data,
                prefix=f"p{number}",
                is_first=number == 0,
                offered=offered,
                initial={} if number else initial,
            )
            for number in range(self._number(data))
        ]
        if self.is_composing:
            for form in self.people:
                form.keep_without_judging()

    @property
    def can_grow(self) -> bool:
        """Whether one more can be registered with these."""
        return len(self.people) < self.gathering.largest_party

    def is_valid(self) -> bool:
        """Whether every person's form is in order and the party is meant to be sent."""
        # Every form is looked at, so that all that is wrong is told at once.
        return not self.is_composing and not [form for form in self.people if not form.is_valid()]

    def refuse(self, reason: str) -> None:
        """Say above everything why the registration was refused."""
        self.people[0].add_error(None, reason)

    def _number(self, data: QueryDict | None) -> int:
        if data is None:
            return 1
        told = data.get("number", "")
        number = int(told) if told.isascii() and told.isdigit() and len(told) < 4 else 1
        number += ("add" in data) - ("remove" in data)
        return max(1, min(number, self.gathering.largest_party))


class EvaluationForm(QuestionsForm):
    """The evaluation, with the key of this rendering."""

    def __init__(self, gathering: Gathering, data: QueryDict | None = None) -> None:
        super().__init__(gathering, questions(gathering, FormKind.EVALUATION), data)
        self.form_key = _key(data)


def question_field(question: Question) -> forms.Field:
    """Make the form's field of a question."""
    common: dict[str, Any] = {
        "label": question.label.text,
        "help_text": _help(question),
        "required": question.is_required,
        "error_messages": {"required": _("This must be answered.")},
    }
    if question.kind == QuestionKind.TEXT:
        box = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(max_length=LONGEST_TEXT, widget=box, **common)
    if question.kind == QuestionKind.SEVERAL:
        return forms.TypedMultipleChoiceField(
            coerce=int, choices=question.options, widget=forms.CheckboxSelectMultiple, **common
        )
    if question.kind == QuestionKind.YES_NO:
        choices: list[tuple[Any, str]] = [(YES, _("Yes")), (NO, _("No"))]
        return forms.TypedChoiceField(
            coerce=_is_yes, empty_value=None, choices=choices, widget=forms.RadioSelect, **common
        )
    return forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        choices=question.options,
        widget=forms.RadioSelect,
        **common,
    )


def _is_yes(value: str) -> bool:
    return value == YES


def _shown(value: Any) -> Any:
    return {True: YES, False: NO}[value] if isinstance(value, bool) else value


def _name(question: Question) -> str:
    return f"q{question.pk}"


def _key(data: QueryDict | None) -> UUID:
    told = data.get("form_key", "") if data is not None else ""
    try:
        return UUID(str(told))
    except ValueError:
        return uuid4()


def _help(question: Question) -> str:
    parts = [question.help.text]
    if question.is_sensitive and question.delete_after_days is not None:
        last = question.gathering.end_date + timedelta(days=question.delete_after_days)
        day = formats.date_format(last, "j. F Y")
        parts.append(_("The answer is deleted after %(day)s.") % {"day": day})
    return " ".join(part for part in parts if part)


def _session(session: Session, left: int | None) -> str:
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    when = f"{formats.date_format(starts, 'j. F H:i')}–{formats.date_format(ends, 'H:i')}"
    if left is None:
        return f"{session.title} ({when})"
    places = (
        ngettext("%(number)d place left", "%(number)d places left", left) % {"number": left}
        if left
        else _("full")
    )
    return f"{session.title} ({when}, {places})"
