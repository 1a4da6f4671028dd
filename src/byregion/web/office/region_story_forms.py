"""The form by which a region tells of itself."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from byregion.common.translation import LANGUAGES

LONGEST = 6000
NAMES = {"nn": "Nynorsk", "nb": "Bokmål", "en": "English"}


def _text(label: object, help_text: object = "") -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        help_text=help_text,  # type: ignore[arg-type]
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
    )


class RegionStoryForm(forms.Form):
    """What a region's page says in the region's own words; plain text."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[(code, NAMES[code]) for code in LANGUAGES]
    )
    summary = forms.CharField(
        label=_("In short"), max_length=600, widget=forms.Textarea({"rows": 4})
    )
    aims = _text(_("Aims"), _("A blank line parts paragraphs; lines that begin with - are a list."))
    results = _text(_("Results"))
    advice = _text(_("Our advice to other regions"))
    next_work = _text(_("What we work on next"))

    def __init__(self, *args: object, is_new: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not is_new:
            del self.fields["language"]
