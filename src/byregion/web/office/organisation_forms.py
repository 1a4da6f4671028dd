"""The form of a body that people work for."""

from __future__ import annotations

import re
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from byregion.people.domain.organisations import FIELDS
from byregion.people.models import Organisation


class OrganisationForm(forms.ModelForm[Organisation]):
    """What is known of a body; a number belongs to one."""

    class Meta:
        model = Organisation
        fields = FIELDS
        labels: ClassVar = {
            "name": _("Name"),
            "kind": _("Kind"),
            "number": _("Organisation number"),
            "place_code": _("Number of the municipality or county"),
            "language": _("Written form that it has decided on"),
        }
        help_texts: ClassVar = {
            "number": _("Nine digits. An organisation's own sign-in ties people to it by this."),
            "language": _("Letters of invitation to it follow."),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        # Said below, in the reader's language.
        number = self.fields["number"]
        number.validators, number.max_length = [], None  # type: ignore[attr-defined]
        number.widget.attrs.pop("maxlength", None)

    def clean_number(self) -> str:
        """Take a number with or without blanks; it has nine digits, and is one body's."""
        number = "".join(str(self.cleaned_data["number"]).split())
        if number and not re.fullmatch(r"[0-9]{9}", number):
            raise ValidationError(_("An organisation number has nine digits."))
        others = Organisation.objects.filter(number=number).exclude(pk=self.instance.pk)
        if number and others.exists():
            raise ValidationError(
                _("%(name)s has this number already."), params={"name": others[0].name}
            )
        return number
