"""The form by which anybody asks for the newsletter."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

TONGUES = [("nn", "Nynorsk"), ("nb", "Bokmål"), ("en", "English")]


class SignUpForm(forms.Form):
    """An address, and the language to be written to in.

    `website` is a field that people don't see; whoever fills it in is a machine.
    """

    address = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=TONGUES)
    website = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_by_a_machine(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.cleaned_data.get("website"))
