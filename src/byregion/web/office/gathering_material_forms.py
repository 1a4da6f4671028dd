"""The form of what remains after a gathering: a file that is looked through, or an address."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from byregion.knowledge.domain import uploads
from byregion.knowledge.files.kinds import KINDS, PICTURES, Family
from byregion.knowledge.files.refusal import Refused
from byregion.network.enums import MaterialKind
from byregion.network.models import Gathering, Material
from byregion.web.office.form_parts import once_if_given
from byregion.web.office.question_forms import theme_choices
from byregion.web.public.presentation_forms import PAPERS

Choice = tuple[str, str]
CAPTIONS = frozenset({"vtt"})


def _of(*families: Family) -> frozenset[str]:
    return frozenset(name for name, kind in KINDS.items() if kind.family in families) - CAPTIONS


# What each kind may be uploaded as, by the file's ending.
ALLOWED: dict[str, frozenset[str]] = {
    MaterialKind.PRESENTATION: PAPERS,
    MaterialKind.FILM: _of(Family.FILM),
    MaterialKind.PICTURE: PICTURES,
    MaterialKind.DOCUMENT: PAPERS | _of(Family.TEXT),
}


class MaterialForm(forms.ModelForm[Material]):
    """Something that remains after a gathering."""

    form_key = once_if_given()
    upload = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy(
            "Presentations and documents as PDF or as an office file, films as MP4 or WebM, "
            "pictures as JPEG, PNG, WebP, AVIF or GIF. Everyone can fetch it."
        ),
    )
    url = forms.URLField(
        max_length=400,
        assume_scheme="https",
        required=False,
        label=gettext_lazy("Or an address, if it lies elsewhere"),
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    captions = forms.FileField(label=gettext_lazy("Captions of a film (WebVTT)"), required=False)
    captions_url = forms.URLField(
        max_length=400,
        assume_scheme="https",
        required=False,
        label=gettext_lazy("Address of captions or transcript"),
        help_text=gettext_lazy("For a film: the law asks for captions."),
    )
    field_order = (
        "kind", "title", "upload", "url", "description", "captions", "captions_url",
        "session", "language", "region", "themes",
    )  # fmt: skip

    class Meta:
        model = Material
        fields = (
            "kind", "title", "url", "session", "language", "region", "captions_url", "description",
        )  # fmt: skip
        labels = {  # noqa: RUF012
            "kind": gettext_lazy("Kind"),
            "title": gettext_lazy("Title"),
            "session": gettext_lazy("Session"),
            "language": gettext_lazy("Language"),
            "description": gettext_lazy("What it shows"),
        }
        help_texts = {  # noqa: RUF012
            "description": gettext_lazy(
                "For a picture it must be written, for those who can't see it."
            ),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}  # noqa: RUF012

    def __init__(
        self, gathering: Gathering, regions: Collection[Choice], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.checked: dict[str, uploads.Checked] = {}
        session = self.fields["session"]
        assert isinstance(session, forms.ModelChoiceField)  # noqa: S101 - the model's field
        session.queryset = gathering.sessions.all()
        session.empty_label = _("The whole gathering")
        self.fields["region"] = forms.ChoiceField(
            label=_("The region that it tells of"),
            required=False,
            choices=[("", _("None")), *regions],
        )
        self.fields["kind"].initial = MaterialKind.PRESENTATION
        themes = self.fields["themes"]
        assert isinstance(themes, forms.MultipleChoiceField)  # noqa: S101 - declared above
        themes.choices = theme_choices(gathering.programme)
        if self.instance.pk:
            themes.initial = [row.theme for row in self.instance.themes.all()]

    def clean_upload(self) -> Any:
        """Have the file looked through, as what its kind may be, before anything is stored."""
        return self._look_through("upload", ALLOWED.get(self.cleaned_data.get("kind", ""), ()))

    def clean_captions(self) -> Any:
        """Have the captions looked through."""
        return self._look_through("captions", CAPTIONS)

    def clean(self) -> dict[str, Any]:
        """Ask for a file or an address, and for what those who can't see or hear need."""
        cleaned = super().clean() or self.cleaned_data
        self._check_place(cleaned)
        if cleaned.get("kind") == MaterialKind.PICTURE and not cleaned.get("description"):
            self.add_error("description", _("Say what the picture shows."))
        if self._is_film_of_ours(cleaned) and not self._has_captions(cleaned):
            self.add_error(
                "captions", _("Add captions, or the address of a transcript: the law asks for it.")
            )
        return cleaned

    def _look_through(self, name: str, allowed: Collection[str]) -> Any:
        file = self.cleaned_data[name]
        if file:
            try:
                self.checked[name] = uploads.check(
                    file, file.name, allowed=allowed, may_wait=not set(allowed) & PICTURES
                )
            except Refused as refusal:
                raise ValidationError(refusal.message, code=str(refusal.reason)) from refusal
        return file

    def _check_place(self, cleaned: dict[str, Any]) -> None:
        if {"upload", "url"} & set(self.errors):
            return
        has_file, has_address = bool(cleaned.get("upload")), bool(cleaned.get("url"))
        is_kept = not has_file and bool(self.instance.file_key)
        if has_file == has_address and not is_kept:
            self.add_error("upload", _("Choose a file, or write an address: one of the two."))

    def _is_film_of_ours(self, cleaned: dict[str, Any]) -> bool:
        kept = bool(self.instance.file_key) and not cleaned.get("url")
        return cleaned.get("kind") == MaterialKind.FILM and bool(cleaned.get("upload") or kept)

    def _has_captions(self, cleaned: dict[str, Any]) -> bool:
        told = cleaned.get("captions") or cleaned.get("captions_url") or self.instance.captions_key
        return bool(told) or "captions" in self.errors
