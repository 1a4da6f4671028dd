"""Forms of the library: an entry, and a file of entries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from byregion.knowledge import choices
from byregion.knowledge import validators as valid
from byregion.knowledge.bibliography.entry import read_author
from byregion.knowledge.bibliography.incoming import Draft, UnreadableFile, read
from byregion.knowledge.domain import uploads
from byregion.knowledge.files.kinds import DOCUMENTS, MEGABYTE
from byregion.knowledge.files.plain import decode
from byregion.knowledge.files.refusal import Refused
from byregion.knowledge.models import Method, Publication, PublicationKind

LARGEST_LIST = MEGABYTE
SUMMARY = forms.Textarea(attrs={"rows": 4})


class PublicationForm(forms.Form):
    """What the librarian knows of a publication; `key` is that of the entry being changed."""

    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=_("Type"), choices=PublicationKind.choices)
    authors = forms.CharField(
        label=_("Authors"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, in order: Onsager, Knut. An organisation without a comma."),
    )
    institution = forms.CharField(label=_("Institution"), max_length=200, required=False)
    year = forms.IntegerField(label=_("Year"), required=False, validators=[valid.validate_year])
    language = forms.CharField(
        label=_("Language"),
        max_length=3,
        required=False,
        validators=[valid.validate_language],
        help_text=_("Its code: nn, nb, en, se."),
    )
    method = forms.ChoiceField(
        label=_("Method"), required=False, choices=[("", "–"), *Method.choices]
    )
    url = forms.URLField(label=_("Address"), max_length=400, required=False, assume_scheme="https")
    upload = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A PDF's words are found by the search."),
    )
    doi = forms.CharField(
        label="DOI", max_length=200, required=False, validators=[valid.validate_doi]
    )
    isbn = forms.CharField(
        label="ISBN", max_length=20, required=False, validators=[valid.validate_isbn]
    )
    issn = forms.CharField(
        label="ISSN", max_length=9, required=False, validators=[valid.validate_issn]
    )
    urn = forms.CharField(
        label="URN", max_length=200, required=False, validators=[valid.validate_urn]
    )
    summary_nn = forms.CharField(
        label=_("In short, nynorsk"), required=False, widget=SUMMARY, max_length=2000,
        help_text=_("In our own words, never copied."),
    )  # fmt: skip
    summary_nb = forms.CharField(
        label=_("In short, bokmål"), required=False, widget=SUMMARY, max_length=2000
    )
    summary_en = forms.CharField(
        label=_("In short, English"), required=False, widget=SUMMARY, max_length=2000
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"), required=False, choices=choices.themes,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    regions = forms.MultipleChoiceField(
        label=_("Regions"), required=False, choices=choices.regions,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, key: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key
        self.checked: uploads.Checked | None = None

    def clean_doi(self) -> str:
        """Keep a DOI bare, and refuse one that another entry has."""
        doi = valid.bare_doi(self.cleaned_data["doi"])
        others = Publication.objects.filter(doi=doi)
        if self.key is not None:
            others = others.exclude(pk=self.key)
        if doi and others.exists():
            raise ValidationError(
                _("Another publication has this DOI: %(title)s"),
                params={"title": others[0].title},
            )
        return doi

    def clean_isbn(self) -> str:
        """Keep an ISBN's digits."""
        return valid.bare_isbn(self.cleaned_data["isbn"])

    def clean_upload(self) -> Any:
        """Look through the file before anything is stored."""
        upload = self.cleaned_data["upload"]
        if upload:
            try:
                self.checked = uploads.check(upload, upload.name, allowed=DOCUMENTS, may_wait=True)
            except Refused as refusal:
                raise ValidationError(refusal.message, code=str(refusal.reason)) from refusal
        return upload

    def draft(self) -> Draft:
        """Give what was filled in."""
        filled = dict(self.cleaned_data)
        filled.pop("upload")
        lines = [line.strip() for line in filled.pop("authors").splitlines() if line.strip()]
        for name in ("regions", "themes"):
            filled[name] = tuple(filled[name])
        return Draft(authors=tuple(map(read_author, lines)), **filled)


class ListForm(forms.Form):
    """A file of publications, or the text of one that was previewed."""

    file = forms.FileField(
        label=_("File"), help_text=_("BibTeX (.bib), RIS (.ris) or a table (.csv); 1 MB at most.")
    )

    def clean_file(self) -> list[Draft]:
        """Read the file into drafts; what is wrong with one of them is said in the preview."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_LIST:
            raise ValidationError(_("The file is larger than 1 MB. Divide it."))
        try:
            self.text = decode(file.read())
            self.name = str(file.name)[-60:]
            return read(self.text, self.name)
        except Refused as refusal:
            raise ValidationError(refusal.message) from refusal
        except UnreadableFile as error:
            raise ValidationError(str(error)) from error


class PreviewedForm(forms.Form):
    """The lines that are to be taken in, with the text that they were read from."""

    text = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST_LIST, strip=False)
    name = forms.CharField(widget=forms.HiddenInput, max_length=60)
    line = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.data.getlist("line") if hasattr(self.data, "getlist") else []
        self.fields["line"].choices = [(one, one) for one in held if one.isdigit()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read the text again: what comes back from a browser is never taken on trust."""
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            cleaned["drafts"] = read(cleaned.get("text", ""), cleaned.get("name", ""))
        except UnreadableFile as error:
            raise ValidationError(str(error)) from error
        return cleaned


def initial_of(draft: Draft) -> dict[str, Any]:
    """Give a draft as the first content of `PublicationForm`."""
    plain = {name: getattr(draft, name) for name in PublicationForm.base_fields if name != "upload"}
    return plain | {
        "authors": "\n".join(author.sorted_name for author in draft.authors),
        "regions": list(draft.regions),
        "themes": list(draft.themes),
    }
