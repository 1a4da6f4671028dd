"""What an address asks for, made safe: a value that means nothing is as if it were not there."""

from __future__ import annotations

import re

from django.http import QueryDict

from byregion.programme.enums import CoreStructure
from byregion.programme.queries.regions import SIZES, SORTS, RegionFilter

LONGEST_TEXT = 100


def text(value: str) -> str:
    """Cut free text to a sensible length; a null character is none."""
    return value.replace("\x00", "").strip()[:LONGEST_TEXT]


def slugs(values: list[str]) -> list[str]:
    """Keep what can be a slug, each once, in the order given."""
    return [value for value in dict.fromkeys(values) if _matching(r"[-a-z0-9]{1,50}", value)]


def region_filter(query: QueryDict) -> RegionFilter:
    """Read the filters of the list of regions from the address."""
    structure = query.get("struktur", "")
    phase = query.get("fase", "")
    return RegionFilter(
        county=_matching(r"[0-9]{2}", query.get("fylke", "")),
        phase=int(phase) if re.fullmatch(r"[0-9]", phase) else None,
        theme=_matching(r"[-a-z0-9]{1,50}", query.get("tema", "")),
        structure=structure if structure in CoreStructure.values else "",
        size=size if (size := query.get("n", "")) in SIZES else "",
        text=text(query.get("q", "")),
        sort=query.get("sorter", "name") if query.get("sorter") in SORTS else "name",
    )


def _matching(pattern: str, value: str) -> str:
    return value if re.fullmatch(pattern, value) else ""
