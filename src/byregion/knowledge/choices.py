"""What an editor may point at: regions, themes and figures, by keys that outlive an import."""

from __future__ import annotations

from django.utils.translation import get_language

from byregion import wording
from byregion.programme.models import CityRegion, Programme, Theme

Choice = tuple[str, str]
# Figures of an analysis, as `region_analysis` names them.
FIGURES = (
    "structure.map",
    "commuting.flow_map",
    "commuting.matrix",
    "population.lines",
    "population.pyramid",
    "employment.lines",
    "interplay.map",
    "interplay.intervals",
    "comparison.scatter",
)


def programmes() -> list[Choice]:
    """Give every programme by slug."""
    return [(one.slug, str(one.name)) for one in Programme.objects.order_by("pk")]


def regions() -> list[Choice]:
    """Give every region as "programme/region"."""
    rows = CityRegion.objects.select_related("programme").order_by("programme__pk", "name")
    return [(f"{one.programme.slug}/{one.slug}", one.name) for one in rows]


def themes() -> list[Choice]:
    """Give every theme as "programme/theme"."""
    rows = Theme.objects.select_related("programme").order_by("programme__pk", "slug")
    return [(f"{one.programme.slug}/{one.slug}", str(one.name)) for one in rows]


def figures() -> list[Choice]:
    """Give the figures of an analysis, named in the editor's language."""
    language = get_language() or "nn"
    return [
        (key, wording.title(key, language if language in {"nn", "nb"} else "en")) for key in FIGURES
    ]
