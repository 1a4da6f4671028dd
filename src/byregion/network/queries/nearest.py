"""The gatherings as a front page and a file tell of them: the known and the office's, once each."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from byregion.common.tables import Cell, Table
from byregion.network.queries.gatherings import Listed
from byregion.programme.models import Programme

COLUMNS = (
    "slug", "title", "start_date", "end_date", "date_precision", "city", "scope", "region",
    "status", "confidence",
)  # fmt: skip


def nearest(listed: Sequence[Listed], most: int = 3) -> list[Listed]:
    """Give the gatherings ahead, the next first, and then the latest; never one called off.

    `listed` is the latest first. At least one place of `most` is kept for what has been.
    """
    told = [each for each in listed if not each.is_cancelled]
    ahead = [each for each in reversed(told) if each.is_coming]
    past = [each for each in told if not each.is_coming]
    return [*ahead[: most - bool(past)], *past][:most]


def status(gathering: Listed) -> str:
    """Say in a word where a gathering is: coming, cancelled or held."""
    if gathering.is_cancelled:
        return "cancelled"
    return "coming" if gathering.is_coming else "held"


def precision(gathering: Listed) -> str:
    """Say how well its dates are known: to the day, or of some that sources tell of, the month."""
    return gathering.known.date_precision if gathering.known else "day"


def table(programme: Programme, listed: Sequence[Listed]) -> Table:
    """One row per gathering, the earliest first."""
    return Table(
        name="gatherings",
        title=f"{programme.name}: {gettext('Gatherings of the learning network')}",
        columns=COLUMNS,
        rows=[_row(each) for each in reversed(listed)],
        source=f"Byregion, {programme.name_en}; sources per fact on the pages",
        licence=programme.licence,
        as_of=programme.as_of,
    )


def _row(each: Listed) -> tuple[Cell, ...]:
    dated = each.dated
    return (
        each.slug,
        str(each.title),
        dated.start_date,
        dated.end_date,
        precision(each),
        dated.city or None,
        "national" if each.is_national else "local",
        (each.own.region or None) if each.own else None,
        status(each),
        each.known.confidence if each.known else None,
    )
