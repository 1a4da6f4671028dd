"""Unemployment, income and education: what can be said of the region from numbers of its members.

A rate or a median of several municipalities cannot be made from theirs, so they are shown for each
member; people by education can be counted together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from byregion.analysis.region_analysis.case import table
from byregion.analysis.region_analysis.over_time import (
    nearest,
    region_rows,
    same_municipality,
    total,
)
from byregion.analysis.region_analysis.result import Chapter, Finding, joined

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.case import Case
    from byregion.analysis.region_analysis.result import Table, Value

HIGHER = ("higher_short", "higher_long")
LEVELS = ("basic", "upper_secondary", "vocational", *HIGHER)
ALL_LEVELS = (*LEVELS, "unknown")


def chapter(case: Case) -> Chapter:
    """Give the parts of the chapter on employment that are about people's conditions."""
    return joined("employment", (_unemployment(case), _income(case), _education(case)))


def _unemployment(case: Case) -> Chapter:
    loaded = case.inputs.tables.get("unemployment")
    if loaded is None:
        return Chapter("employment", lacking=("unemployment",))
    dated = loaded.frame.with_columns(year=pl.col("month").str.slice(0, 4).cast(pl.Int64))
    year = nearest(dated["year"].unique().to_list(), case.year)
    month = str(dated.filter(pl.col("year") == year)["month"].sort()[-1])
    of_month = dated.filter(pl.col("month") == month).with_columns(
        value=pl.col("unemployment_rate") / 100
    )
    return _by_member(
        case, "unemployment", of_month, year=year, period=month, column="unemployment_rate"
    )


def _income(case: Case) -> Chapter:
    loaded = case.inputs.tables.get("income")
    if loaded is None:
        return Chapter("employment", lacking=("income",))
    year = nearest(loaded.frame["year"].unique().to_list(), case.year)
    of_year = loaded.frame.filter(pl.col("year") == year).with_columns(
        value=pl.col("median_income_after_tax")
    )
    return _by_member(case, "income", of_year, year=year, period=str(year), column="median_income")


def _by_member(
    case: Case, name: str, rows: pl.DataFrame, *, year: int, period: str, column: str
) -> Chapter:
    known = dict(rows.select("municipality", "value").iter_rows())
    frame = pl.DataFrame(
        [
            {
                "unit": code,
                "name": case.one(code),
                column: known.get(same_municipality(case, code, year) or ""),
            }
            for code in case.members
        ],
        schema_overrides={column: rows.schema["value"]},
    )
    ranked = frame.drop_nulls(column).sort([column, "unit"], descending=[True, False])
    missing = frame.filter(pl.col(column).is_null())["name"].to_list()
    if ranked.is_empty():
        return Chapter("employment", lacking=(f"{name}_known",))
    made = table(
        f"{name}.members",
        frame,
        {"unit": "code", "name": "text", column: "share" if name == "unemployment" else "number"},
        sources=case.inputs.tables[name].sources,
        period=period,
    )
    values = _ends(ranked, column) | {"middle": _middle(rows["value"]), "period": period}
    caveats = (Finding(f"caveat.{name}_unknown", {"names": tuple(missing)}),) if missing else ()
    return Chapter(
        "employment", (Finding(f"{name}.members", values, made.key),), (made,), caveats=caveats
    )


def _ends(ranked: pl.DataFrame, column: str) -> dict[str, Value]:
    high, low = ranked.row(0, named=True), ranked.row(-1, named=True)
    return {
        "members": ranked.height,
        "highest": high["name"],
        "high": high[column],
        "lowest": low["name"],
        "low": low[column],
    }


def _middle(values: pl.Series) -> Value:
    middle = values.drop_nulls().median()
    if not isinstance(middle, int | float):
        return None
    return round(middle) if values.dtype.is_integer() else float(middle)


def _education(case: Case) -> Chapter:
    loaded = case.inputs.tables.get("education")
    if loaded is None:
        return Chapter("employment", lacking=("education",))
    frame = loaded.frame
    years = sorted(frame["year"].unique().to_list())
    rows = {year: found for year in years if (found := region_rows(case, frame, year)) is not None}
    shares = {year: _higher(found) for year, found in rows.items()}
    known = [year for year, share in shares.items() if share is not None]
    if not known:
        return Chapter("employment", lacking=("education_known",))
    first, last = known[0], known[-1]
    country = _higher(frame.filter(pl.col("year") == last))
    mine = shares[last]
    gap = mine - country if mine is not None and country is not None else None
    findings = [
        Finding(
            "education.higher",
            {"share": mine, "country": country, "gap": gap, "year": last},
            "education.levels",
        )
    ]
    if first < last:
        findings.append(_risen(shares, first, last))
    made = _levels(case, rows[last], frame.filter(pl.col("year") == last), last)
    return Chapter("employment", tuple(findings), (made,))


def _risen(shares: dict[int, float | None], first: int, last: int) -> Finding:
    before, after = shares[first], shares[last]
    change = after - before if before is not None and after is not None else None
    values: dict[str, Value] = {"before": before, "after": after, "first": first, "last": last}
    return Finding("education.change", {**values, "change": change}, "education.levels")


def _counts(rows: pl.DataFrame) -> dict[str, int | None]:
    """People by level; unknown where a part is, nobody where the level has no row."""
    by = {str(key): total(part["persons"]) for (key,), part in rows.group_by("level")}
    return {level: by.get(level, 0) for level in ALL_LEVELS}


def _higher(rows: pl.DataFrame) -> float | None:
    """Share with higher education, among those whose level is known."""
    counts = _counts(rows)
    numbers = [counts[level] for level in LEVELS]
    if any(number is None for number in numbers):
        return None
    everyone = sum(number for number in numbers if number is not None)
    return sum(counts[level] or 0 for level in HIGHER) / everyone if everyone else None


def _levels(case: Case, mine: pl.DataFrame, country: pl.DataFrame, year: int) -> Table:
    here, there = _counts(mine), _counts(country)
    rows: list[dict[str, Any]] = [
        {
            "level": f"level_{level}",
            "persons": here[level],
            "share_here": _part(here, level),
            "country_share": _part(there, level),
        }
        for level in ALL_LEVELS
    ]
    schema = {"persons": pl.Int64, "share_here": pl.Float64, "country_share": pl.Float64}
    return table(
        "education.levels",
        pl.DataFrame(rows, schema_overrides=schema),
        {"level": "text", "persons": "persons", "share_here": "share", "country_share": "share"},
        sources=case.inputs.tables["education"].sources,
        period=str(year),
    )


def _part(counts: dict[str, int | None], level: str) -> float | None:
    known = [number for number in counts.values() if number is not None]
    number = counts[level]
    whole = sum(known) if len(known) == len(counts) else 0
    return number / whole if number is not None and whole else None
