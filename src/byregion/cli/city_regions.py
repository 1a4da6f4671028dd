"""City regions of the programme that ships, by the short names of their pages; without Django."""

from __future__ import annotations

import csv
from difflib import get_close_matches
from importlib import resources
from typing import TYPE_CHECKING

import click

from byregion.analysis.geography.crosswalk import targets
from byregion.analysis.geography.vintage import Vintage
from byregion.cli.places import place

if TYPE_CHECKING:
    from collections.abc import Sequence

BUNDLE = "programme/data/byregionprogrammet"
DIVISION = 2015  # of the numbers in the bundle


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("byregion") / BUNDLE / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def city_regions() -> dict[str, str]:
    """Give the names of the city regions whose municipalities are known, by short name."""
    known = {row["region"] for row in _rows("memberships.csv")}
    return {row["slug"]: row["name"] for row in _rows("regions.csv") if row["slug"] in known}


def members_of(slug: str, at: Vintage) -> tuple[str, ...]:
    """Give a city region's municipalities in its last known phase, by their numbers in `at`.

    Raises
    ------
    click.ClickException
        A municipality was divided since, so that the region has no exact counterpart.
    """
    mine = [row for row in _rows("memberships.csv") if row["region"] == slug]
    last = max(row["phase"] for row in mine)
    ways = targets(Vintage.of(DIVISION), at)
    found: set[str] = set()
    for row in mine:
        if row["phase"] != last:
            continue
        now = ways[row["municipality_code"]]
        if len(now) > 1:
            raise click.ClickException(
                f"{row['municipality_code']} was divided between {', '.join(sorted(now))}; take "
                "an earlier year, or name the municipalities that you mean"
            )
        found.update(now)
    return tuple(sorted(found))


def region_or_places(texts: Sequence[str], at: Vintage) -> tuple[str, tuple[str, ...], str]:
    """Read a city region's short name, or a list of municipalities.

    Returns
    -------
    The name, the municipalities' numbers in `at`, and the short name (empty for a free choice).

    Raises
    ------
    click.ClickException
        Neither is meant; the message says what there is.
    """
    if len(texts) == 1 and texts[0] in (regions := city_regions()):
        return regions[texts[0]], members_of(texts[0], at), texts[0]
    try:
        places = [place(text, at) for text in texts]
    except click.ClickException as error:
        raise click.ClickException(f"{error.message}; {_instead(texts, at)}") from None
    codes = tuple(dict.fromkeys(one.code for one in places))
    return ", ".join(one.name for one in places), codes, ""


def _instead(texts: Sequence[str], at: Vintage) -> str:
    """Suggest what is spelled nearly so; otherwise say which city regions there are."""
    places = {one.name.casefold(): one.name for one in at.municipalities()}
    regions = {
        said.casefold(): slug for slug, name in city_regions().items() for said in (slug, name)
    }
    near = [
        {**places, **regions}[each]
        for text in texts
        if text.casefold() not in places
        for each in get_close_matches(text.casefold(), {**places, **regions}, n=3, cutoff=0.7)
    ]
    if near:
        return f"did you mean {', '.join(dict.fromkeys(near))}?"
    return f"city regions are {', '.join(city_regions())}"
