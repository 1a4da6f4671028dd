"""Forms of the office about gatherings. They check what can be mended while one types."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from byregion.network.enums import RegistrationStatus, SessionKind, SessionLanguage, SpeakerRole
from byregion.network.models import Gathering, Material, Question, Session

LANGUAGES = {"nn": "nynorsk", "nb": "bokmål", "en": "English"}
TITLE, SUMMARY = gettext_lazy("Title"), gettext_lazy("Summary")


def in_languages(label: str) -> dict[str, str]:
    """Name a text's three fields."""
    return {code: f"{label} ({name})" for code, name in LANGUAGES.items()}


def day_input() -> forms.DateInput:
    """Ask for a day the way the browser does best."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def moment_input() -> forms.DateTimeInput:
    """Ask for a day and an hour."""
    return forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


class _Named(forms.ModelForm):  # type: ignore[type-arg]
    """A form with texts in three languages, of which one at least must be written."""

    three: dict[str, Any] = {}  # noqa: RUF012 - filled by those that inherit
    needed = "title"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.three.items():
            for code, text in in_languages(str(label)).items():
                self.fields[f"{name}_{code}"].label = text
                self.fields[f"{name}_{code}"].widget.attrs["lang"] = code

    def clean(self) -> dict[str, Any]:
        """Ask for the text in one language at least."""
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(f"{self.needed}_{code}") for code in LANGUAGES):
            self.add_error(
                f"{self.needed}_nn", _("Write it in one language at least, best in all three.")
            )
        return cleaned


class GatheringForm(_Named):
    """What a gathering is, when and where, and how many may come."""

    place = forms.ChoiceField(label=gettext_lazy("For whom"))
    three = {"title": TITLE, "summary": SUMMARY}  # noqa: RUF012 - a constant

    class Meta:
        model = Gathering
        fields = (
            "place",
            *(f"{name}_{code}" for name in ("title", "summary") for code in LANGUAGES),
            "slug",
            "start_date",
            "end_date",
            "city",
            "venue",
            "capacity",
            "default_quota",
            "largest_party",
            "needs_approval",
            "evaluation_days",
        )
        labels = {  # noqa: RUF012
            "slug": gettext_lazy("Name in the address"),
            "start_date": gettext_lazy("First day"),
            "end_date": gettext_lazy("Last day"),
            "city": gettext_lazy("Place"),
            "venue": gettext_lazy("Building"),
            "capacity": gettext_lazy("How many may come"),
            "default_quota": gettext_lazy("The most from one region"),
            "largest_party": gettext_lazy("How many may be registered together"),
            "needs_approval": gettext_lazy("I decide who gets a place"),
            "evaluation_days": gettext_lazy("Days the evaluation stays open"),
        }
        help_texts = {  # noqa: RUF012
            "slug": gettext_lazy("Lower-case letters a–z, digits and hyphens: autumn-2026."),
            "capacity": gettext_lazy("Empty is without limit. Beyond it, people wait in order."),
            "default_quota": gettext_lazy("Empty is without limit. A region may have its own."),
            "needs_approval": gettext_lazy("Everybody waits until you give them a place."),
        }
        widgets = {  # noqa: RUF012
            "start_date": day_input(),
            "end_date": day_input(),
            **{f"summary_{code}": forms.Textarea(attrs={"rows": 3}) for code in LANGUAGES},
        }

    def __init__(self, places: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)  # noqa: S101 - declared above
        place.choices = list(places)
        if self.instance.pk:
            del self.fields["place"]

    def clean(self) -> dict[str, Any]:
        """Check what spans fields: the days, and that the address is free."""
        cleaned = super().clean()
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", _("The last day can't be before the first."))
        programme = self.instance.programme or cleaned.get("place", "").partition("/")[0]
        if is_taken(programme, cleaned.get("slug", ""), besides=self.instance.pk):
            self.add_error("slug", _("Another gathering has this address."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Give the fields' values, for the verbs."""
        values = dict(self.cleaned_data)
        if "place" in values:
            values["programme"], _slash, values["region"] = values.pop("place").partition("/")
        return values


def is_taken(programme: str, slug: str, *, besides: int | None = None) -> bool:
    """Whether another gathering of the programme has the address."""
    found = Gathering.objects.filter(programme=programme, slug=slug)
    return (found if besides is None else found.exclude(pk=besides)).exists()


class CopyForm(forms.Form):
    """Where a copy goes."""

    slug = forms.SlugField(
        label=gettext_lazy("Name in the address"),
        help_text=gettext_lazy("Lower-case letters a–z, digits and hyphens: autumn-2026."),
    )
    start_date = forms.DateField(label=gettext_lazy("First day"), widget=day_input())

    def __init__(self, gathering: Gathering, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gathering = gathering

    def clean_slug(self) -> str:
        """See that the address is free."""
        slug: str = self.cleaned_data["slug"]
        if is_taken(self.gathering.programme, slug):
            raise ValidationError(_("Another gathering has this address."))
        return slug


class OpeningForm(forms.Form):
    """When people register."""

    opens_at = forms.DateTimeField(label=gettext_lazy("Opens"), widget=moment_input())
    closes_at = forms.DateTimeField(
        label=gettext_lazy("Closes"), widget=moment_input(), required=False
    )


class CancelForm(forms.Form):
    """Why it is called off."""

    reason = forms.CharField(
        label=gettext_lazy("Why, in words for those who were coming"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


class SessionForm(forms.Form):
    """An item of the programme."""

    day = forms.TypedChoiceField(label=gettext_lazy("Day"), coerce=date.fromisoformat)
    starts = forms.TimeField(
        label=gettext_lazy("Starts"), widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    ends = forms.TimeField(
        label=gettext_lazy("Ends"), widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SessionKind.choices)
    title_nn = forms.CharField(max_length=200, required=False)
    title_nb = forms.CharField(max_length=200, required=False)
    title_en = forms.CharField(max_length=200, required=False)
    room = forms.CharField(max_length=80, required=False, label=gettext_lazy("Room"))
    track = forms.CharField(
        max_length=80,
        required=False,
        label=gettext_lazy("Track"),
        help_text=gettext_lazy("Tells parallel sessions apart."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Spoken in"), choices=SessionLanguage.choices)
    is_chosen = forms.BooleanField(
        required=False, label=gettext_lazy("People choose it when they register")
    )
    capacity = forms.IntegerField(
        required=False, min_value=0, label=gettext_lazy("How many can choose it")
    )
    text_nn = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    text_nb = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    text_en = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, session: Session, data: Any = None) -> None:
        super().__init__(data, initial=_said(session))
        self.session = session
        gathering = session.gathering
        number = (gathering.end_date - gathering.start_date).days + 1
        days = [gathering.start_date + timedelta(days=each) for each in range(number)]
        day = self.fields["day"]
        assert isinstance(day, forms.ChoiceField)  # noqa: S101 - declared above
        day.choices = [(each.isoformat(), formats.date_format(each, "l j. F")) for each in days]
        for name, label in (("title", TITLE), ("text", gettext_lazy("About it"))):
            for code, text in in_languages(str(label)).items():
                self.fields[f"{name}_{code}"].label = text
                self.fields[f"{name}_{code}"].widget.attrs["lang"] = code

    def clean(self) -> dict[str, Any]:
        """Check the title and the hours."""
        cleaned = self.cleaned_data
        if not any(cleaned.get(f"title_{code}") for code in LANGUAGES):
            self.add_error("title_nn", _("Write it in one language at least, best in all three."))
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("It must end after it starts."))
        return cleaned

    def filled(self) -> Session:
        """Give the session as the form says it; it is not saved."""
        values = dict(self.cleaned_data)
        day = values.pop("day")
        for name, at in (("starts", "starts_at"), ("ends", "ends_at")):
            moment = datetime.combine(day, values.pop(name))
            setattr(self.session, at, timezone.make_aware(moment))
        for name, value in values.items():
            setattr(self.session, name, value)
        return self.session


def _said(session: Session) -> dict[str, Any]:
    names = ("kind", "room", "track", "language", "is_chosen", "capacity")
    texts = (f"{name}_{code}" for name in ("title", "text") for code in LANGUAGES)
    said = {name: getattr(session, name) for name in (*names, *texts)}
    if session._state.adding:
        return said
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return {**said, "day": session.day.isoformat(), "starts": starts.time(), "ends": ends.time()}


class SpeakerForm(forms.Form):
    """Somebody's part in a session; without a name the row is left out."""

    name = forms.CharField(max_length=120, required=False, label=gettext_lazy("Name"))
    title = forms.CharField(max_length=160, required=False, label=gettext_lazy("Position"))
    organisation = forms.CharField(
        max_length=160, required=False, label=gettext_lazy("Organisation")
    )
    role = forms.ChoiceField(
        choices=SpeakerRole.choices, required=False, label=gettext_lazy("Part in the session")
    )
    region = forms.ChoiceField(required=False, label=gettext_lazy("City region"))

    def __init__(self, *args: Any, regions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        assert isinstance(region, forms.ChoiceField)  # noqa: S101 - declared above
        region.choices = [("", _("None")), *regions]


SpeakerForms = forms.formset_factory(SpeakerForm, extra=2, max_num=30)


def speakers_in(rows: Any) -> list[dict[str, str]]:
    """Give the speakers of a filled set of forms, in their order."""
    said = [form.cleaned_data for form in rows if form.cleaned_data.get("name")]
    return [{**row, "role": row.get("role") or SpeakerRole.SPEAKER} for row in said]


class QuestionForm(_Named):
    """A question that the operator makes."""

    three = {  # noqa: RUF012 - a constant
        "label": gettext_lazy("Question"),
        "help": gettext_lazy("Help"),
        "options": gettext_lazy("Options"),
    }
    needed = "label"

    class Meta:
        model = Question
        fields = (
            "kind",
            *(f"{name}_{code}" for name in ("label", "help", "options") for code in LANGUAGES),
            "is_required",
            "is_sensitive",
            "delete_after_days",
        )
        labels = {  # noqa: RUF012
            "kind": gettext_lazy("How it is answered"),
            "is_required": gettext_lazy("Must be answered"),
            "is_sensitive": gettext_lazy("Sensitive: delete the answers afterwards"),
            "delete_after_days": gettext_lazy("Days after the gathering when they are deleted"),
        }
        help_texts = {  # noqa: RUF012
            "is_sensitive": gettext_lazy(
                "Whatever tells of health, belief, ethnicity or union is sensitive."
            ),
            "delete_after_days": gettext_lazy("Empty is 30 days."),
        }
        widgets = {  # noqa: RUF012
            f"options_{code}": forms.Textarea(attrs={"rows": 4}) for code in LANGUAGES
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["options_nn"].help_text = _("One a line, as many in each language.")

    def clean(self) -> dict[str, Any]:
        """Check that there are options to pick, as many in each language."""
        cleaned = super().clean()
        sizes = {
            len([line for line in cleaned.get(f"options_{code}", "").splitlines() if line.strip()])
            for code in LANGUAGES
        } - {0}
        if cleaned.get("kind") in {"choice", "several"}:
            if len(sizes) > 1:
                self.add_error("options_nn", _("Write as many options in each language."))
            elif not sizes or min(sizes) < 2:
                self.add_error("options_nn", _("Write at least two options, one a line."))
        return cleaned


class MaterialForm(forms.ModelForm):  # type: ignore[type-arg]
    """Something that remains after a gathering."""

    url = forms.URLField(max_length=400, assume_scheme="https", label=gettext_lazy("Address"))
    captions_url = forms.URLField(
        max_length=400,
        assume_scheme="https",
        required=False,
        label=gettext_lazy("Address of captions or transcript"),
        help_text=gettext_lazy("For a film: the law asks for captions."),
    )

    class Meta:
        model = Material
        fields = (
            "kind",
            "title",
            "url",
            "session",
            "language",
            "region",
            "captions_url",
            "description",
        )
        labels = {  # noqa: RUF012
            "kind": gettext_lazy("Kind"),
            "title": gettext_lazy("Title"),
            "session": gettext_lazy("Session"),
            "language": gettext_lazy("Language"),
            "region": gettext_lazy("The region that it tells of"),
            "description": gettext_lazy("What it shows"),
        }
        help_texts = {  # noqa: RUF012
            "description": gettext_lazy(
                "For a picture it must be written, for those who can't see it."
            ),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}  # noqa: RUF012

    def __init__(
        self, gathering: Gathering, regions: Sequence[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        session = self.fields["session"]
        assert isinstance(session, forms.ModelChoiceField)  # noqa: S101 - the model's field
        session.queryset = gathering.sessions.all()
        session.empty_label = _("The whole gathering")
        self.fields["region"] = forms.ChoiceField(
            label=self.fields["region"].label, required=False, choices=[("", _("None")), *regions]
        )

    def clean(self) -> dict[str, Any]:
        """Ask for what those who can't see or hear need."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == "picture" and not cleaned.get("description"):
            self.add_error("description", _("Say what the picture shows."))
        return cleaned


class OutcomeForm(forms.ModelForm):  # type: ignore[type-arg]
    """What came of it, and whether the evaluation is for all to see."""

    class Meta:
        model = Gathering
        fields = ("outcome_nn", "outcome_nb", "outcome_en", "evaluation_is_public")
        labels = {  # noqa: RUF012
            "evaluation_is_public": gettext_lazy("Show the evaluation's figures to everyone")
        }
        help_texts = {  # noqa: RUF012
            "evaluation_is_public": gettext_lazy(
                "Shown once five have answered. Texts are never shown."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, text in in_languages(_("What came of it")).items():
            self.fields[f"outcome_{code}"].label = text
            self.fields[f"outcome_{code}"].widget.attrs["lang"] = code


class MessageForm(forms.Form):
    """A letter to all, in as many languages as it is written in."""

    to = forms.MultipleChoiceField(
        label=gettext_lazy("To those who"),
        choices=[
            (RegistrationStatus.CONFIRMED, gettext_lazy("have a place")),
            (RegistrationStatus.WAITING, gettext_lazy("wait for one")),
        ],
        initial=[RegistrationStatus.CONFIRMED],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for code, name in LANGUAGES.items():
            attrs = {"lang": code}
            self.fields[f"subject_{code}"] = forms.CharField(
                max_length=150,
                required=False,
                label=f"{_('Subject')} ({name})",
                widget=forms.TextInput(attrs=attrs),
            )
            self.fields[f"body_{code}"] = forms.CharField(
                max_length=5000,
                required=False,
                label=f"{_('Text')} ({name})",
                widget=forms.Textarea(attrs={"rows": 5, **attrs}),
            )
        self.form_key = key_of(data)

    def clean(self) -> dict[str, Any]:
        """Ask for subject and text, in one language at least."""
        cleaned = self.cleaned_data
        for code in LANGUAGES:
            if bool(cleaned.get(f"subject_{code}")) != bool(cleaned.get(f"body_{code}")):
                self.add_error(f"subject_{code}", _("Write both the subject and the text."))
        if not any(cleaned.get(f"subject_{code}") for code in LANGUAGES):
            self.add_error("subject_nn", _("Write it in one language at least, best in all three."))
        return cleaned

    def texts(self) -> dict[str, tuple[str, str]]:
        """Give subject and text by language."""
        cleaned = self.cleaned_data
        return {
            code: (cleaned[f"subject_{code}"], cleaned[f"body_{code}"])
            for code in LANGUAGES
            if cleaned[f"subject_{code}"]
        }


class QuotaForm(forms.Form):
    """The most from each region."""

    def __init__(self, gathering: Gathering, regions: Sequence[tuple[str, str]], data: Any = None):
        super().__init__(data)
        own = dict(gathering.quotas.values_list("region", "places"))
        for slug, name in regions:
            self.fields[slug] = forms.IntegerField(
                label=name, min_value=0, max_value=100_000, required=False, initial=own.get(slug)
            )

    def places(self) -> dict[str, int]:
        """Give the regions that have a quota of their own."""
        return {slug: most for slug, most in self.cleaned_data.items() if most is not None}


def key_of(data: Any) -> UUID:
    """Give the key of the form's rendering: a new one where none came back."""
    told = data.get("form_key", "") if data is not None else ""
    try:
        return UUID(str(told))
    except ValueError:
        return uuid4()
