"""Forms of the office about questions to the network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy

from byregion.network.models import NetworkQuestion
from byregion.network.validators import LONGEST_POST
from byregion.people.permissions import Place
from byregion.programme.models import CityRegion, Theme
from byregion.web.office.form_parts import area, once

Choice = tuple[str, str]
TONGUES = [("nn", "Nynorsk"), ("nb", "Bokmål"), ("en", "English")]


def place_choices(places: Sequence[Place]) -> list[Choice]:
    """Name the places that somebody may speak for: regions, or the programme as a whole."""
    names = {
        (slug, region): name
        for slug, region, name in CityRegion.objects.values_list("programme__slug", "slug", "name")
    }
    return [
        (
            f"{place.programme}/{place.region}",
            names.get((place.programme, place.region), place.region) or place.programme,
        )
        for place in places
    ]


def theme_choices(programme: str = "") -> list[Choice]:
    """Name the themes, of one programme or of all."""
    found = Theme.objects.select_related("programme").order_by("programme__pk", "slug")
    if programme:
        found = found.filter(programme__slug=programme)
    return list(dict.fromkeys((theme.slug, str(theme.name)) for theme in found))


class SpokenForm(forms.Form):
    """Something said on behalf of a place, in a language."""

    place = forms.ChoiceField(label=gettext_lazy("On behalf of"))
    text = forms.CharField(label=gettext_lazy("Text"), max_length=LONGEST_POST, widget=area(8))
    language = forms.ChoiceField(label=gettext_lazy("Language you write in"), choices=TONGUES)
    form_key = once()

    def __init__(self, places: Sequence[Place], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices(places)  # type: ignore[attr-defined]
        self.fields["language"].initial = (get_language() or "nn").split("-")[0]

    def spoken_for(self) -> Place:
        """Give the place that was chosen."""
        programme, _slash, region = self.cleaned_data["place"].partition("/")
        return Place(programme, region)


class AskForm(SpokenForm):
    """A question to the network."""

    title = forms.CharField(label=gettext_lazy("The question in short"), max_length=160)
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"), widget=forms.CheckboxSelectMultiple, required=False
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Everyone may read it once it is answered"),
        help_text=gettext_lazy(
            "It then stands among the advice from regions, with the region's name and without "
            "yours. Else only the people of the network read it."
        ),
        required=False,
    )
    field_order: Sequence[str] = ("place", "title", "text", "language", "themes", "is_public")

    def __init__(self, places: Sequence[Place], *args: Any, **kwargs: Any) -> None:
        super().__init__(places, *args, **kwargs)
        programmes = {place.programme for place in places}
        themes = [choice for slug in sorted(programmes) for choice in theme_choices(slug)]
        self.fields["themes"].choices = list(dict.fromkeys(themes))  # type: ignore[attr-defined]


class AnswerForm(SpokenForm):
    """An answer to a question."""

    may_be_public = forms.BooleanField(
        label=gettext_lazy("Everyone may read the answer"),
        help_text=gettext_lazy("With the region's name, and without yours."),
        required=False,
    )
    field_order: Sequence[str] = ("place", "text", "language", "may_be_public")


class EditAnswerForm(forms.Form):
    """Other words in the place of one's own answer."""

    text = forms.CharField(label=gettext_lazy("Text"), max_length=LONGEST_POST, widget=area(8))
    may_be_public = forms.BooleanField(
        label=gettext_lazy("Everyone may read the answer"),
        help_text=gettext_lazy("With the region's name, and without yours."),
        required=False,
    )


class ThemesForm(forms.Form):
    """What a question is about."""

    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, question: NetworkQuestion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = theme_choices(question.programme)  # type: ignore[attr-defined]
        self.fields["themes"].initial = [row.theme for row in question.themes.all()]
