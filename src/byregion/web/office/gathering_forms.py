"""Forms of the office about gatherings. They check what can be mended while one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from byregion.network.enums import GatheringStatus
from byregion.network.models import Gathering, Question
from byregion.web.office.form_parts import LANGUAGES, name_in_languages

TITLE, SUMMARY = gettext_lazy("Title"), gettext_lazy("Summary")


def day_input() -> forms.DateInput:
    """Ask for a day the way the browser does best."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def moment_input() -> forms.DateTimeInput:
    """Ask for a day and an hour."""
    return forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


class _Named(forms.ModelForm):  # type: ignore[type-arg]
    """A form with texts in three languages, of which one at least must be written."""

    three: dict[str, Any] = {}  # noqa: RUF012 - filled by those that inherit
    needed = "title"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.three.items():
            name_in_languages(self, name, str(label))

    def clean(self) -> dict[str, Any]:
        """Ask for the text in one language at least."""
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(f"{self.needed}_{code}") for code in LANGUAGES):
            self.add_error(
                f"{self.needed}_nn", _("Write it in one language at least, best in all three.")
            )
        return cleaned


class GatheringForm(_Named):
    """What a gathering is, when and where, and how many may come."""

    place = forms.ChoiceField(label=gettext_lazy("For whom"))
    three = {"title": TITLE, "summary": SUMMARY}  # noqa: RUF012 - a constant

    class Meta:
        model = Gathering
        fields = (
            "place",
            *(f"{name}_{code}" for name in ("title", "summary") for code in LANGUAGES),
            "slug",
            "start_date",
            "end_date",
            "city",
            "venue",
            "capacity",
            "default_quota",
            "largest_party",
            "needs_approval",
            "evaluation_days",
        )
        labels = {  # noqa: RUF012
            "slug": gettext_lazy("Name in the address"),
            "start_date": gettext_lazy("First day"),
            "end_date": gettext_lazy("Last day"),
            "city": gettext_lazy("Place"),
            "venue": gettext_lazy("Building"),
            "capacity": gettext_lazy("How many may come"),
            "default_quota": gettext_lazy("The most from one region"),
            "largest_party": gettext_lazy("How many may be registered together"),
            "needs_approval": gettext_lazy("I decide who gets a place"),
            "evaluation_days": gettext_lazy("Days the evaluation stays open"),
        }
        help_texts = {  # noqa: RUF012
            "slug": gettext_lazy("Lower-case letters a–z, digits and hyphens: autumn-2026."),
            "capacity": gettext_lazy("Empty is without limit. Beyond it, people wait in order."),
            "default_quota": gettext_lazy("Empty is without limit. A region may have its own."),
            "needs_approval": gettext_lazy("Everybody waits until you give them a place."),
        }
        widgets = {  # noqa: RUF012
            "start_date": day_input(),
            "end_date": day_input(),
            **{f"summary_{code}": forms.Textarea(attrs={"rows": 3}) for code in LANGUAGES},
        }

    def __init__(self, places: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)  # noqa: S101 - declared above
        place.choices = list(places)
        if self.instance.pk:
            del self.fields["place"]
        if self.instance.pk and self.instance.status != GatheringStatus.DRAFT:
            # Letters have gone out with it.
            del self.fields["slug"]

    def clean(self) -> dict[str, Any]:
        """Check what spans fields: the days, and that the address is free."""
        cleaned = super().clean()
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and end < start:
            self.add_error("end_date", _("The last day can't be before the first."))
        programme = self.instance.programme or cleaned.get("place", "").partition("/")[0]
        slug = cleaned.get("slug", "")
        if slug and is_taken(programme, slug, besides=self.instance.pk):
            self.add_error("slug", _("Another gathering has this address."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Give the fields' values, for the verbs."""
        values = dict(self.cleaned_data)
        if "place" in values:
            values["programme"], _slash, values["region"] = values.pop("place").partition("/")
        return values


def is_taken(programme: str, slug: str, *, besides: int | None = None) -> bool:
    """Whether another gathering of the programme has the address."""
    found = Gathering.objects.filter(programme=programme, slug=slug)
    return (found if besides is None else found.exclude(pk=besides)).exists()


class CopyForm(forms.Form):
    """Where a copy goes."""

    slug = forms.SlugField(
        label=gettext_lazy("Name in the address"),
        help_text=gettext_lazy("Lower-case letters a–z, digits and hyphens: autumn-2026."),
    )
    start_date = forms.DateField(label=gettext_lazy("First day"), widget=day_input())

    def __init__(self, gathering: Gathering, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gathering = gathering

    def clean_slug(self) -> str:
        """See that the address is free."""
        slug: str = self.cleaned_data["slug"]
        if is_taken(self.gathering.programme, slug):
            raise ValidationError(_("Another gathering has this address."))
        return slug


class OpeningForm(forms.Form):
    """When people register."""

    opens_at = forms.DateTimeField(label=gettext_lazy("Opens"), widget=moment_input())
    closes_at = forms.DateTimeField(
        label=gettext_lazy("Closes"), widget=moment_input(), required=False
    )


class CancelForm(forms.Form):
    """Why it is called off."""

    reason = forms.CharField(
        label=gettext_lazy("Why, in words for those who were coming"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


class QuestionForm(_Named):
    """A question that the operator makes."""

    three = {  # noqa: RUF012 - a constant
        "label": gettext_lazy("Question"),
        "help": gettext_lazy("Help"),
        "options": gettext_lazy("Options"),
    }
    needed = "label"

    class Meta:
        model = Question
        fields = (
            "kind",
            *(f"{name}_{code}" for name in ("label", "help", "options") for code in LANGUAGES),
            "is_required",
            "is_sensitive",
            "delete_after_days",
        )
        labels = {  # noqa: RUF012
            "kind": gettext_lazy("How it is answered"),
            "is_required": gettext_lazy("Must be answered"),
            "is_sensitive": gettext_lazy("Sensitive: delete the answers afterwards"),
            "delete_after_days": gettext_lazy("Days after the gathering when they are deleted"),
        }
        help_texts = {  # noqa: RUF012
            "is_sensitive": gettext_lazy(
                "Whatever tells of health, belief, ethnicity or union is sensitive."
            ),
            "delete_after_days": gettext_lazy("Empty is 30 days."),
        }
        widgets = {  # noqa: RUF012
            f"options_{code}": forms.Textarea(attrs={"rows": 4}) for code in LANGUAGES
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["options_nn"].help_text = _("One a line, as many in each language.")

    def clean(self) -> dict[str, Any]:
        """Check that there are options to pick, as many in each language."""
        cleaned = super().clean()
        sizes = {
            len([line for line in cleaned.get(f"options_{code}", "").splitlines() if line.strip()])
            for code in LANGUAGES
        } - {0}
        if cleaned.get("kind") in {"choice", "several"}:
            if len(sizes) > 1:
                self.add_error("options_nn", _("Write as many options in each language."))
            elif not sizes or min(sizes) < 2:
                self.add_error("options_nn", _("Write at least two options, one a line."))
        return cleaned
