"""Advice from regions: answered questions, what regions tell others, and what they learnt together.

Pages name regions, never the people who asked and answered.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.knowledge.models import RegionStory
from byregion.knowledge.queries import stories
from byregion.network.models import Contact, NetworkQuestion
from byregion.network.queries import contacts, questions
from byregion.programme.models import Participation, Programme
from byregion.web.public.filters import slugs
from byregion.web.public.site import frame, programme_or_404


@dataclass(frozen=True, slots=True)
class Asked:
    """An answered question with the names of its regions."""

    question: NetworkQuestion
    asker: str
    answerer: str


@dataclass(frozen=True, slots=True)
class Learnt:
    """What two regions learnt together, with their names."""

    contact: Contact
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Told:
    """A region's advice to others, with its name."""

    story: RegionStory
    name: str


@require_safe
def advice(request: HttpRequest, programme: str) -> HttpResponse:
    """List the advice, narrowed by theme and region."""
    shown = programme_or_404(programme)
    theme = next(iter(slugs([request.GET.get("tema", "")])), "")
    region = next(iter(slugs([request.GET.get("region", "")])), "")
    names = _names(shown)
    working_on = _regions_with(shown, theme)
    context = {
        "asked": [
            _asked(one, names) for one in questions.advice(programme, theme=theme, region=region)
        ],
        "told": [one for one in _told(programme, region, names) if _fits(working_on, one.story)],
        "learnt": []
        if theme
        else [
            Learnt(one, names.get(one.from_region, ""), names.get(one.to_region, ""))
            for one in contacts.learnt(programme, region)
        ],
        "themes": shown.themes.all(),
        "regions": names,
        "chosen": {"theme": theme, "region": region},
        **frame(request, shown, trail=[{"label": _("Advice from regions"), "url": ""}]),
    }
    return render(request, "public/advice/list.html", context)


@require_safe
def one(request: HttpRequest, programme: str, pk: int) -> HttpResponse:
    """Show a question with the answer that helped."""
    shown = programme_or_404(programme)
    question = get_object_or_404(questions.advice(programme), pk=pk)
    trail = [
        {"label": _("Advice from regions"), "url": reverse("public:advice", args=[programme])},
        {"label": question.title, "url": ""},
    ]
    themes = [row.theme for row in question.themes.all()]
    context = {
        "item": _asked(question, _names(shown)),
        "themes": shown.themes.filter(slug__in=themes),
        **frame(request, shown, trail=trail),
    }
    return render(request, "public/advice/detail.html", context)


def _asked(question: NetworkQuestion, names: dict[str, str]) -> Asked:
    answer = question.accepted
    return Asked(
        question,
        names.get(question.region, ""),
        names.get(answer.region, "") if answer else "",
    )


def _told(programme: str, region: str, names: dict[str, str]) -> list[Told]:
    found = stories.with_advice(programme, get_language() or "nn")
    return [
        Told(one, names.get(one.region_slug, str(one.title)))
        for one in found
        if not region or one.region_slug == region
    ]


def _fits(working_on: set[str] | None, story: RegionStory) -> bool:
    return working_on is None or story.region_slug in working_on


def _regions_with(programme: Programme, theme: str) -> set[str] | None:
    """Name the regions that have worked on a theme; None where none is asked for."""
    if not theme:
        return None
    found = Participation.objects.filter(region__programme=programme, themes__slug=theme)
    return set(found.values_list("region__slug", flat=True))


def _names(programme: Programme) -> dict[str, str]:
    return dict(programme.regions.values_list("slug", "name"))
