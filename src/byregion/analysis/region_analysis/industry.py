"""What the region lives of: industries against the country's, and shift-share.

An industry whose number is suppressed for some municipality, in the region or in the country, has
no known sum: it is left out of every figure, and a caveat names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from byregion.analysis.industry.employment import Employment
from byregion.analysis.industry.location_quotient import location_quotients
from byregion.analysis.industry.shift_share import shift_share
from byregion.analysis.industry.specialisation import specialisation
from byregion.analysis.portrait import PARTNERSHIP
from byregion.analysis.region_analysis.case import table
from byregion.analysis.region_analysis.over_time import region_rows
from byregion.analysis.region_analysis.result import Chapter, Figure, Finding, joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from byregion.analysis.industry.shift_share import ShiftShare
    from byregion.analysis.region_analysis.case import Case
    from byregion.analysis.region_analysis.result import Table, Unit, Value

NAME = "employment_by_industry"
# Sections of the standard industrial classification (SN2007, NACE Rev. 2): last two-digit division.
SECTIONS = {
    "A": 3, "B": 9, "C": 33, "D": 35, "E": 39, "F": 43, "G": 47, "H": 53, "I": 56, "J": 63, "K": 66,
    "L": 68, "M": 75, "N": 82, "O": 84, "P": 85, "Q": 88, "R": 93, "S": 96, "T": 98, "U": 99,
}  # fmt: skip
NOT_STATED = "section_00"
# Over-represented: a quarter more than in the country, and a hundredth of the region at least.
QUOTIENT, LEAST, NAMED = 1.25, 0.01, 3
BASES = ("jobs", "employed_residents")


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Employed by industry in the region and the country, in two years (or the same year twice)."""

    basis: str
    years: tuple[int, int]
    region: tuple[pl.DataFrame, pl.DataFrame]
    nation: tuple[pl.DataFrame, pl.DataFrame]
    unknown: tuple[str, ...]


def section_of(division: str) -> str:
    """Give the label of the section that a two-digit industry lies in."""
    number = int(division)
    if not number:
        return NOT_STATED
    return "section_" + next(key for key, last in SECTIONS.items() if number <= last)


def chapter(case: Case) -> Chapter:
    """Give the part of the chapter on employment that is about industries."""
    loaded = case.inputs.tables.get(NAME)
    if loaded is None:
        return Chapter("employment", lacking=(NAME,))
    sums = _sums(case, loaded.frame)
    if sums is None:
        return Chapter("employment", lacking=("industry_years",))
    caveats = _caveats(sums)
    if sums.region[0].is_empty():
        return Chapter("employment", caveats=caveats, lacking=("industry_known",))
    parts = [_mix(case, sums)]
    if sums.years[0] < sums.years[1]:
        parts.append(_change(case, sums))
    return joined("employment", (*parts, Chapter("employment", caveats=caveats)))


def _sums(case: Case, frame: pl.DataFrame) -> Sums | None:
    years = sorted(frame["year"].unique().to_list())
    first = next((year for year in years if region_rows(case, frame, year) is not None), None)
    last = next((y for y in reversed(years) if region_rows(case, frame, y) is not None), None)
    if first is None or last is None:
        return None
    found = [_by_section(case, frame, (first, last), basis) for basis in BASES]
    # By place of work, unless more is known by where people live.
    return min(found, key=lambda each: len(each.unknown))


def _by_section(case: Case, frame: pl.DataFrame, years: tuple[int, int], basis: str) -> Sums:
    parts = [region_rows(case, frame, year) for year in years]
    parts += [frame.filter(pl.col("year") == year) for year in years]
    summed = [_summed(part, basis) for part in parts if part is not None]
    codes = sorted({code for part in summed for code in part["industry"]})
    every = pl.DataFrame({"industry": codes}, schema={"industry": pl.String})
    whole = [every.join(part, on="industry", how="left") for part in summed]
    # An industry that a year's table does not have at all has nobody; a null is a sum unknown.
    whole = [
        each.with_columns(
            employed=pl.when(~pl.col("industry").is_in(part["industry"].to_list()))
            .then(0.0)
            .otherwise("employed")
        )
        for each, part in zip(whole, summed, strict=True)
    ]
    unknown = {
        code for each in whole for code in each.filter(pl.col("employed").is_null())["industry"]
    }
    kept = [each.filter(~pl.col("industry").is_in(list(unknown))) for each in whole]
    return Sums(basis, years, (kept[0], kept[1]), (kept[2], kept[3]), tuple(sorted(unknown)))


def _summed(rows: pl.DataFrame, basis: str) -> pl.DataFrame:
    named = rows.with_columns(
        industry=pl.col("industry").map_elements(section_of, return_dtype=pl.String)
    )
    number = pl.col(basis)
    return (
        named.group_by("industry")
        .agg(pl.when(number.null_count() == 0).then(number.sum()).alias("employed"))
        .with_columns(pl.col("employed").cast(pl.Float64))
        .sort("industry")
    )


def _employment(frame: pl.DataFrame) -> Employment:
    return Employment.from_frame(frame.with_columns(unit=pl.lit(PARTNERSHIP)))


def _caveats(sums: Sums) -> tuple[Finding, ...]:
    found = [Finding("caveat.industry_rounding", {})]
    if sums.basis != BASES[0]:
        found.append(Finding("caveat.industry_home", {}))
    if sums.unknown:
        found.append(Finding("caveat.industry_unknown", {"sections": sums.unknown}))
    return tuple(found)


def _mix(case: Case, sums: Sums) -> Chapter:
    region, nation = _employment(sums.region[1]), sums.nation[1]
    if region.by_unit.sum() <= 0:
        return Chapter("employment")
    quotients = location_quotients(region, reference=nation).quotients
    rows = quotients.select(
        pl.col("industry").alias("section"),
        "employed",
        pl.col("share").alias("share_here"),
        pl.col("reference_share").alias("country_share"),
        "quotient",
    ).sort(["employed", "section"], descending=[True, False])
    indices = specialisation(region, reference=nation).indices.row(0, named=True)
    stated = rows.filter(pl.col("section") != NOT_STATED)
    findings = (
        *_largest(sums, stated),
        _over(stated),
        Finding(
            "industry.specialisation",
            {"hoover": indices["hoover"], "krugman": indices["krugman"]},
            "industry.sections",
        ),
    )
    units: dict[str, Unit] = {
        "section": "text", "employed": "persons", "share_here": "share", "country_share": "share",
        "quotient": "number",
    }  # fmt: skip
    difference = rows.select(
        pl.col("section").alias("label"), value=pl.col("share_here") - pl.col("country_share")
    ).sort(["value", "label"], descending=[True, False])
    return Chapter(
        "employment",
        findings,
        (
            _table(case, sums, "industry.sections", rows, units, method="location_quotient"),
            _table(
                case, sums, "industry.difference", difference,
                {"label": "text", "value": "share"}, method="location_quotient",
            ),
        ),
        (Figure("industry.difference", "bars", "industry.difference"),),
    )  # fmt: skip


def _largest(sums: Sums, stated: pl.DataFrame) -> tuple[Finding, ...]:
    if stated.is_empty():
        return ()
    row = stated.row(0, named=True)
    values: dict[str, Value] = {
        "section": row["section"],
        "share": row["share_here"],
        "country": row["country_share"],
        "year": sums.years[1],
        "basis": f"basis_{sums.basis}",
    }
    return (Finding("industry.largest", values, "industry.sections"),)


def _over(stated: pl.DataFrame) -> Finding:
    over = stated.filter(pl.col("quotient") >= QUOTIENT, pl.col("share_here") >= LEAST).sort(
        ["quotient", "section"], descending=[True, False]
    )
    values: dict[str, Value] = {
        "sections": tuple(over["section"].head(NAMED).to_list()),
        "quotient": over["quotient"][0] if over.height else None,
    }
    return Finding("industry.over", values, "industry.sections")


def _change(case: Case, sums: Sums) -> Chapter:
    start, end = (_employment(each) for each in sums.region)
    before, after = sums.nation
    dunn = shift_share(start, end, reference_start=before, reference_end=after)
    esteban = shift_share(
        start, end, reference_start=before, reference_end=after, variant="esteban_marquillas"
    )
    parts = dunn.by_unit.row(0, named=True)
    split = esteban.by_unit.row(0, named=True)
    first, last = sums.years
    years: Mapping[str, Value] = {"first": first, "last": last}
    key = "industry.shift_share"
    findings = (
        Finding(key, {**years, **{p: parts[p] for p in ("change", "national", "mix")}}, key),
        Finding("industry.own", {**years, "regional": parts["regional"]}, key),
        Finding(
            "industry.esteban",
            {"competitive": split["regional"], "allocation": split["allocation"]},
            "industry.esteban",
        ),
    )
    three = {f"part_{name}": parts[name] for name in ("national", "mix", "regional")}
    two = {"part_competitive": split["regional"], "part_allocation": split["allocation"]}
    return Chapter(
        "employment",
        findings,
        (
            _parts(case, sums, key, three, "shift_share"),
            _by_industry(case, sums, dunn),
            _parts(case, sums, "industry.esteban", two, "esteban_marquillas"),
        ),
        (Figure(key, "bars", key),),
    )


def _parts(case: Case, sums: Sums, key: str, values: Mapping[str, float], method: str) -> Table:
    frame = pl.DataFrame({"label": list(values), "value": list(values.values())})
    units: dict[str, Unit] = {"label": "text", "value": "persons"}
    return _table(case, sums, key, frame, units, method=method, since=True)


def _by_industry(case: Case, sums: Sums, dunn: ShiftShare) -> Table:
    numbers = ("start", "change", "national", "mix", "regional")
    frame = dunn.by_industry.rename({"industry": "section"}).sort("section")
    units: dict[str, Unit] = {"section": "text", **dict.fromkeys(numbers, "persons")}
    return _table(case, sums, "industry.by_section", frame, units, method="shift_share", since=True)


def _table(
    case: Case,
    sums: Sums,
    key: str,
    frame: pl.DataFrame,
    units: Mapping[str, Unit],
    *,
    method: str,
    since: bool = False,
) -> Table:
    first, last = sums.years
    return table(
        key,
        frame,
        units,
        sources=case.inputs.tables[NAME].sources,
        period=f"{first}K4-{last}K4" if since else f"{last}K4",
        method=method,
    )
