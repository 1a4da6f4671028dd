"""Forms of the office about groups of regions and contact between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from byregion.knowledge.domain import uploads
from byregion.knowledge.files.kinds import DOCUMENTS, PICTURES
from byregion.knowledge.files.refusal import Refused
from byregion.network.composition import Weights
from byregion.network.domain.groups import Upload
from byregion.network.enums import ContactKind, DigestRhythm
from byregion.network.models import Group, GroupMeeting
from byregion.network.validators import LONGEST_POST
from byregion.people.models import User
from byregion.web.office.form_parts import (
    LANGUAGES,
    area,
    name_in_languages,
    once,
    once_if_given,
)


class GroupForm(forms.ModelForm[Group]):
    """What a group is called, what it is for, which regions are in it, and who leads it."""

    form_key = once_if_given()

    regions = forms.MultipleChoiceField(
        label=gettext_lazy("Regions"), widget=forms.CheckboxSelectMultiple, required=False
    )
    facilitators = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who leads it"),
        help_text=gettext_lazy("They set meetings and look after the discussion."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Group
        fields = tuple(f"{name}_{code}" for name in ("name", "purpose") for code in LANGUAGES)
        widgets = {f"purpose_{code}": area(3) for code in LANGUAGES}  # noqa: RUF012 - Django's

    def __init__(
        self, regions: Iterable[tuple[str, str]], people: Any, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        name_in_languages(self, "name", _("Name"))
        name_in_languages(self, "purpose", _("Purpose"))
        self.fields["regions"].choices = list(regions)  # type: ignore[attr-defined]  # a choice
        self.fields["facilitators"].queryset = people  # type: ignore[attr-defined]  # of rows

    def clean(self) -> dict[str, Any]:
        """Ask for the name in one language at least."""
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(f"name_{code}") for code in LANGUAGES):
            self.add_error("name_nn", _("Write it in one language at least, best in all three."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Give the values of the group's own fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ProposalForm(forms.Form):
    """How many groups, and what counts when they are proposed."""

    antal = forms.IntegerField(
        label=gettext_lazy("How many groups"), min_value=1, max_value=20, initial=6
    )
    tema = forms.TypedChoiceField(label=gettext_lazy("Theme"), coerce=int)
    storleik = forms.TypedChoiceField(label=gettext_lazy("Size"), coerce=int)
    avstand = forms.TypedChoiceField(label=gettext_lazy("Distance"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(0, _("Not at all")), (1, _("Some")), (3, _("Much"))]
        for name in ("tema", "storleik", "avstand"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice
            self.fields[name].initial = 1

    def weights(self) -> Weights:
        """Give what counts, as the proposal takes it."""
        data = self.cleaned_data
        return Weights(theme=data["tema"], size=data["storleik"], distance=data["avstand"])


class MeetingForm(forms.ModelForm[GroupMeeting]):
    """When and where a group meets, and what is noted."""

    form_key = once_if_given()

    address = forms.URLField(
        label=gettext_lazy("Address on the web, if people meet there"),
        max_length=400,
        required=False,
        assume_scheme="https",
    )

    class Meta:
        model = GroupMeeting
        fields = ("starts_at", "place", "address", "agenda", "notes")
        labels = {  # noqa: RUF012 - Django's
            "starts_at": gettext_lazy("Starts"),
            "place": gettext_lazy("Place"),
            "agenda": gettext_lazy("What it is about"),
            "notes": gettext_lazy("Notes from it"),
        }
        widgets = {  # noqa: RUF012
            "starts_at": forms.DateTimeInput(
                format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}
            ),
            "agenda": area(),
            "notes": area(8),
        }

    def values(self) -> dict[str, Any]:
        """Give the fields' values, for the verb."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ShareForm(forms.Form):
    """A file, or the address of something elsewhere."""

    form_key = once_if_given()

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    url = forms.URLField(
        label=gettext_lazy("Or an address"), max_length=400, required=False, assume_scheme="https"
    )
    upload: Upload | None = None

    def clean_file(self) -> Any:
        """Have the file looked through before anything is stored."""
        file = self.cleaned_data["file"]
        if file:
            try:
                checked = uploads.check(file, file.name, allowed={*DOCUMENTS, *PICTURES})
            except Refused as refusal:
                raise forms.ValidationError(refusal.message) from refusal
            self.upload = Upload(file, checked.name, checked.kind.content_type)
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("url")):
            self.add_error("file", _("Choose a file, or write an address: one of the two."))
        return cleaned


class PostForm(forms.Form):
    """Something to say."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("Write @ and a person's whole name to call on them."),
        max_length=LONGEST_POST,
        widget=area(6),
    )
    tell = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("Call on"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    form_key = once()

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tell"].queryset = people  # type: ignore[attr-defined]  # a field of rows


class ThreadForm(PostForm):
    """A new matter to discuss."""

    title = forms.CharField(label=gettext_lazy("What it is about"), max_length=160)
    field_order: Sequence[str] = ("title", "text", "tell")


class EditPostForm(forms.Form):
    """Other words in the place of one's own."""

    text = forms.CharField(label=gettext_lazy("Text"), max_length=LONGEST_POST, widget=area(8))


class DigestForm(forms.Form):
    """How often one is told."""

    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=DigestRhythm.choices, widget=forms.RadioSelect
    )


class ContactForm(forms.Form):
    """What one asks another region for."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("contact", "What you ask for"),
        choices=ContactKind.choices,
        widget=forms.RadioSelect,
        initial=ContactKind.CONVERSATION,
    )
    message = forms.CharField(
        label=gettext_lazy("What you would like to learn, and what you can offer"),
        max_length=4000,
        widget=area(6),
    )


class NoteForm(forms.Form):
    """Something to note."""

    text = forms.CharField(label=gettext_lazy("Note"), max_length=LONGEST_POST, widget=area(5))
    form_key = once()


class LearningForm(forms.Form):
    """What was learnt, in words for everyone."""

    text = forms.CharField(
        label=gettext_lazy("What was learnt"),
        help_text=gettext_lazy("It becomes public when both regions have agreed to these words."),
        max_length=4000,
        widget=area(6),
        required=False,
    )
