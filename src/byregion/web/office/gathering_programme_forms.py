"""Forms of a gathering's sessions and of those who speak in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from byregion.network.enums import SessionKind, SessionLanguage, SpeakerRole
from byregion.network.models import Session
from byregion.web.office.form_parts import LANGUAGES, name_in_languages, once_if_given
from byregion.web.office.gathering_forms import TITLE


class SessionForm(forms.Form):
    """An item of the programme."""

    form_key = once_if_given()
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
            name_in_languages(self, name, str(label))

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
        day, form_key = values.pop("day"), values.pop("form_key")
        if self.session._state.adding and form_key:
            self.session.key = form_key
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
    address = forms.EmailField(
        required=False,
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("To ask for the presentation afterwards. It is never shown."),
    )

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
