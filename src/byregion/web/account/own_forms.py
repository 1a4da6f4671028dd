"""Forms of one's own account that are ours, not allauth's."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from byregion.people.models import Affiliation, Organisation, User
from byregion.web.account.forms import STRONG


class ProfileForm(forms.ModelForm[User]):
    """What others see of one, and the language of one's letters."""

    class Meta:
        model = User
        fields = ("name", "language")
        labels: ClassVar = {
            "name": _("Name"),
            "language": _("Language of letters to me"),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["name"].required = True
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class AffiliationForm(forms.ModelForm[Affiliation]):
    """Where one works, and as what."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.all(), label=_("Organisation"), empty_label=_("Choose one")
    )

    class Meta:
        model = Affiliation
        fields = ("organisation", "title")
        labels: ClassVar = {"title": _("Title or task")}

    def validate_unique(self) -> None:
        """Let the same organisation again change the title: the verb sees to it."""


class AcceptForm(forms.Form):
    """Take up an invitation."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=STRONG,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, email: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.email = email

    def clean_password(self) -> str:
        """Hold the password against the rules that all passwords meet."""
        password: str = self.cleaned_data["password"]
        name = self.cleaned_data.get("name", "")
        validate_password(password, User(email=self.email, name=name))
        return password


class EraseForm(forms.Form):
    """Be sure before an account is erased."""

    sure = forms.BooleanField(label=_("Yes, erase my account and what is kept about me"))
