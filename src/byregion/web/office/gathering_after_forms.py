"""Forms of what is sent and told: outcome, letters, places for regions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from byregion.network.enums import RegistrationStatus
from byregion.network.models import Gathering
from byregion.web.office.form_parts import LANGUAGES, key_of, name_in_languages


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
        name_in_languages(self, "outcome", _("What came of it"))


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
