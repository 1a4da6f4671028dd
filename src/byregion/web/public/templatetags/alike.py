"""Regions that are like one another, and why, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from byregion import wording
from byregion.analysis.provenance import TableSource
from byregion.insight.queries import peers
from byregion.insight.queries.peers import Alike
from byregion.programme.models import CityRegion

register = template.Library()
SHOWN = 3


@register.simple_tag
def regions_alike(region: CityRegion) -> list[Alike]:
    """Give the few regions most like one, for its own page."""
    return peers.alike(region.programme, region.slug, most=SHOWN)


@register.simple_tag
def likeness(one: Alike, name: str) -> str:
    """Say what two regions have in common, in the figures of their published analyses."""
    if one.mine is None or one.theirs is None:
        return ""
    return _(
        "%(theirs_people)s inhabitants, where %(name)s has %(mine_people)s. For each hundred "
        "employed residents there are %(theirs_jobs)s jobs in the region, against %(mine_jobs)s; "
        "%(theirs_home)s of the hundred work in the region, against %(mine_home)s."
    ) % {
        "name": name,
        "theirs_people": _whole(one.theirs.persons),
        "mine_people": _whole(one.mine.persons),
        "theirs_jobs": _whole(100 * one.theirs.coverage),
        "mine_jobs": _whole(100 * one.mine.coverage),
        "theirs_home": _whole(100 * one.theirs.self_containment),
        "mine_home": _whole(100 * one.mine.self_containment),
    }


@register.filter
def tables(sources: Sequence[TableSource]) -> str:
    """Name tables by publisher and number, in the reader's language."""
    language = (get_language() or "nn").split("-")[0]
    return "; ".join(f"{wording.publisher(one, language)}, {one.table}" for one in sources)


def _whole(value: float) -> str:
    return str(number_format(round(value), use_l10n=True, force_grouping=True))
