"""Forms about people and what they may do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from byregion.common.clock import now
from byregion.people.domain.invitations import left_today
from byregion.people.domain.roles import CannotGiveRole, check_place
from byregion.people.enums import REGIONAL, Role
from byregion.people.models import Organisation, User
from byregion.people.permissions import Place
from byregion.people.rules import may_give
from byregion.programme.models import CityRegion, Programme

# How many may be invited by one form: enough for a network, too few for a flood.
MOST_AT_ONCE = 100


def place_choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """Give the places where a role may be held: everywhere, a programme, a region of it."""
    choices: list[tuple[str, str | list[tuple[str, str]]]] = [
        ("", _("Choose one")),
        ("/", _("The whole installation")),
    ]
    for programme in Programme.objects.order_by("pk"):
        regions = CityRegion.objects.filter(programme=programme).order_by("name")
        inside = [(f"{programme.slug}/", _("The whole programme"))]
        inside += [(f"{programme.slug}/{region.slug}", region.name) for region in regions]
        choices.append((str(programme.name), inside))
    return choices


class PlaceField(forms.ChoiceField):
    """A choice among the places; gives a Place."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=place_choices, **kwargs)

    def clean(self, value: Any) -> Place:
        """Give the place that the choice stands for."""
        programme, _slash, region = super().clean(value).partition("/")
        return Place(programme, region)


class RoleForm(forms.Form):
    """Give a role somewhere."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    place = PlaceField(label=gettext_lazy("Where"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean(self) -> dict[str, Any]:
        """Refuse a role that can't be held there, or that this person may not give there."""
        cleaned = super().clean() or {}
        if "role" not in cleaned or "place" not in cleaned:
            return cleaned
        role = cleaned["role"] = Role(cleaned["role"])
        try:
            check_place(role, cleaned["place"])
        except CannotGiveRole:
            self.add_error("place", _wrong_place(role))
            return cleaned
        if not may_give(self.by, role, cleaned["place"]):
            self.add_error("role", _("You may not give this role there."))
        return cleaned


class InviteForm(RoleForm):
    """Invite one or more people to a role."""

    emails = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        help_text=gettext_lazy("One on each line. All get the same role."),
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Only when you invite one."),
        required=False,
        max_length=120,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letter"), choices=settings.LANGUAGES
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.all(),
        required=False,
        empty_label=gettext_lazy("Not known"),
    )
    field_order = ("emails", "name", "role", "place", "organisation", "language")

    def clean_emails(self) -> list[str]:
        """Give the addresses, each once, and say which are no addresses."""
        found = dict.fromkeys(self.cleaned_data["emails"].lower().replace(",", " ").split())
        wrong = []
        for address in found:
            try:
                validate_email(address)
            except ValidationError:
                wrong.append(address)
        if wrong:
            message = _("These are not e-mail addresses: %(wrong)s.")
            raise ValidationError(message % {"wrong": ", ".join(wrong[:5])})
        if len(found) > MOST_AT_ONCE:
            raise ValidationError(_("No more than %(most)s at once.") % {"most": MOST_AT_ONCE})
        left = left_today(self.by, at=now())
        if len(found) > left:
            said = _("You may invite %(left)s more today. Invite the others tomorrow.")
            raise ValidationError(said % {"left": left})
        return list(found)

    def clean(self) -> dict[str, Any]:
        """A name belongs to one person."""
        cleaned = super().clean()
        if cleaned.get("name") and len(cleaned.get("emails", [])) > 1:
            self.add_error("name", _("Leave the name empty when you invite several."))
        return cleaned


def _wrong_place(role: Role) -> str:
    if role in REGIONAL:
        return _("This role is held in a city region: choose one.")
    return _("This role is held in a programme or everywhere, not in a city region.")
