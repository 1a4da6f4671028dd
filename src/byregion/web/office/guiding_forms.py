"""The form that a process guide notes a visit in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from byregion.common.clock import now
from byregion.network.domain.visits import Noted
from byregion.network.models import Visit
from byregion.network.validators import LONGEST_POST, check_visit_days
from byregion.web.office.form_parts import area, once_if_given


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class VisitForm(forms.ModelForm[Visit]):
    """When and how guide and region met, what about, and what comes of it."""

    form_key = once_if_given()

    about = forms.CharField(
        label=gettext_lazy("What it was about"), max_length=LONGEST_POST, widget=area(6)
    )
    agreed = forms.CharField(
        label=gettext_lazy("What was agreed"),
        max_length=LONGEST_POST,
        widget=area(4),
        required=False,
    )

    class Meta:
        model = Visit
        fields = (
            "held_on",
            "kind",
            "about",
            "agreed",
            "next_step",
            "next_step_on",
            "is_shared_with_region",
        )
        labels = {  # noqa: RUF012 - Django's
            "held_on": gettext_lazy("Day"),
            "kind": gettext_lazy("How you met"),
            "next_step": gettext_lazy("Next step"),
            "next_step_on": gettext_lazy("Day of the next step"),
            "is_shared_with_region": gettext_lazy("The region may read it"),
        }
        help_texts = {  # noqa: RUF012
            "is_shared_with_region": gettext_lazy(
                "Its project leader and members, and the programme's owner. Otherwise only the "
                "region's guides and the operator do."
            ),
        }
        widgets = {"held_on": _day(), "next_step_on": _day()}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.fields["held_on"].initial = localdate(now())

    def clean(self) -> dict[str, Any]:
        """Refuse days that can't be."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("held_on") and {"next_step", "next_step_on"} <= cleaned.keys():
            check_visit_days(
                cleaned["held_on"],
                cleaned["next_step"],
                cleaned["next_step_on"],
                today=localdate(now()),
            )
        return cleaned

    def noted(self) -> Noted:
        """Give what was typed, for the verb."""
        return Noted(**{name: self.cleaned_data[name] for name in self.Meta.fields})
