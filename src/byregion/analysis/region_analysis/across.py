"""Many analyses beside each other: which city regions share the same theme and the same problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.errors import InvalidInput, shorten
from byregion.analysis.region_analysis.choices import RULES, weigh

if TYPE_CHECKING:
    from collections.abc import Iterable

    from byregion.analysis.region_analysis.result import RegionAnalysis

EVIDENCE: dict[str, pl.DataType | type[pl.DataType]] = {
    "theme": pl.String,
    "finding": pl.String,
    "speaks_for": pl.Boolean,
    "region": pl.String,
    "name": pl.String,
    "value": pl.Float64,
}
SHARED: dict[str, pl.DataType | type[pl.DataType]] = {
    "theme": pl.String,
    "finding": pl.String,
    "speaks_for": pl.Boolean,
    "count": pl.UInt32,
    "known": pl.UInt32,
    "regions": pl.List(pl.String),
    "names": pl.List(pl.String),
}


def theme_evidence(analyses: Iterable[RegionAnalysis]) -> pl.DataFrame:
    """Give one row for each theme, finding and region: does the finding speak for the theme there?

    Columns are those of `EVIDENCE`. `region` is the slug, or the members' numbers where there is
    none; `value` is the number that speaks, in the unit of the finding. A finding that an analysis
    does not have, or whose value is unknown, has no row. Rows are in the order of `RULES`, then by
    region.

    Raises
    ------
    InvalidInput
        A region is given twice: it would be counted twice.
    """
    made = list(analyses)
    keys = [each.subject.slug or "-".join(each.subject.members) for each in made]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise InvalidInput(f"regions given more than once: {shorten(twice)}; give one edition each")
    rows = [
        (one.theme, one.finding, one.speaks_for, key, each.subject.name, one.value)
        for key, each in zip(keys, made, strict=True)
        for one in weigh(each.chapters)
    ]
    frame = pl.DataFrame(rows, schema=EVIDENCE, orient="row")
    order = {
        f"{theme} {rule[0]}": position
        for position, (theme, rule) in enumerate(
            (theme, rule) for theme, rules in RULES.items() for rule in rules
        )
    }
    place = pl.concat_str("theme", "finding", separator=" ").replace_strict(
        order, return_dtype=pl.Int64
    )
    return frame.sort([place, "region"])


def same_problem(evidence: pl.DataFrame) -> pl.DataFrame:
    """Gather the regions of each theme and finding, those it speaks for and those against.

    Parameters
    ----------
    evidence
        As `theme_evidence` gives it.

    Returns
    -------
    Columns of `SHARED`: `count` of `known` regions share the finding on that side, and `regions`
    and `names` list them by region. The order is that of the evidence, what speaks for a theme
    first.
    """
    if evidence.is_empty():
        return pl.DataFrame(schema=SHARED)
    pair = ["theme", "finding"]
    known = evidence.group_by(pair, maintain_order=True).agg(
        pl.len().cast(pl.UInt32).alias("known")
    )
    gathered = (
        evidence.sort("speaks_for", descending=True, maintain_order=True)
        .group_by([*pair, "speaks_for"], maintain_order=True)
        .agg(pl.len().cast(pl.UInt32).alias("count"), regions="region", names="name")
    )
    return (
        known.join(gathered, on=pair, how="left", maintain_order="left_right")
        .select(list(SHARED))
        .cast(SHARED)  # type: ignore[arg-type]  # names are columns
    )
