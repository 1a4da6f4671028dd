"""Regions beside each other by theme: what their published analyses share."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from byregion import wording
from byregion.common.collation import norwegian_order
from byregion.common.tables import Table
from byregion.insight.addresses import CHAPTER_SLUGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.insight.models import RegionAnalysisEdition
    from byregion.programme.models import Programme

COLUMNS = ("theme", "finding", "says", "speaks_for", "region", "name", "value", "year", "edition")


@dataclass(frozen=True, slots=True)
class Where:
    """A region, and the chapter in which its analysis says so."""

    slug: str
    name: str
    chapter: str


@dataclass(frozen=True, slots=True)
class SharedFinding:
    """What a finding says, and the regions of which it says so, of those where it is known."""

    text: str
    speaks_for: bool
    known: int
    regions: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, and what speaks for it and against it."""

    key: str
    title: str
    findings: tuple[SharedFinding, ...]

    @property
    def anchor(self) -> str:
        """Name the theme in an address within the page."""
        return self.key.replace(".", "-").replace("_", "-")


def themes(editions: Sequence[RegionAnalysisEdition], language: str) -> list[Theme]:
    """Gather what the analyses share, by theme; what most regions share first."""
    from byregion.analysis.region_analysis import across  # noqa: PLC0415 - slow to import

    analyses = [one.analysis for one in editions]
    chapters = {one.subject.slug: _chapters(one) for one in analyses}
    rows = across.same_problem(across.theme_evidence(analyses)).rows(named=True)
    return [
        Theme(
            key,
            wording.title(key, language),
            tuple(_shared(row, chapters, language) for row in sorted(part, key=_order)),
        )
        for key, part in groupby(rows, key=lambda row: str(row["theme"]))
    ]


def table(programme: Programme, editions: Sequence[RegionAnalysisEdition], language: str) -> Table:
    """Give the same as a table: one row for each theme, finding and region."""
    from byregion.analysis.region_analysis import across  # noqa: PLC0415 - slow to import

    published = [one.published_at.date() for one in editions if one.published_at]
    of_region = {one.region_slug: one for one in editions}
    rows = [
        (
            row["theme"],
            row["finding"],
            wording.evidence(row["finding"], language, speaks_for=row["speaks_for"]),
            "yes" if row["speaks_for"] else "no",
            row["region"],
            row["name"],
            row["value"],
            of_region[row["region"]].year,
            of_region[row["region"]].number,
        )
        for row in across.theme_evidence(one.analysis for one in editions).iter_rows(named=True)
    ]
    return Table(
        name="themes",
        title=f"{programme.name}: {wording.title('choices', language)}",
        columns=COLUMNS,
        rows=rows,
        source="Byregion, published analyses of city regions; sources per table in each analysis",
        licence=programme.licence,
        as_of=max(published, default=programme.as_of),
        notes=("value is in the unit of the finding: a share, a number of persons or of places",),
    )


def _order(row: Mapping[str, object]) -> tuple[bool, int]:
    return not row["speaks_for"], -int(str(row["count"]))


def _shared(
    row: Mapping[str, object], chapters: Mapping[str, Mapping[str, str]], language: str
) -> SharedFinding:
    finding, speaks_for = str(row["finding"]), bool(row["speaks_for"])
    slugs, names = row["regions"], row["names"]
    found = [
        Where(slug, name, CHAPTER_SLUGS[chapters[slug][finding]])
        for slug, name in zip(slugs, names, strict=True)  # type: ignore[call-overload]  # lists
    ]
    return SharedFinding(
        wording.evidence(finding, language, speaks_for=speaks_for),
        speaks_for,
        int(str(row["known"])),
        tuple(sorted(found, key=lambda one: norwegian_order(one.name))),
    )


def _chapters(analysis: RegionAnalysis) -> dict[str, str]:
    """Say in which chapter each finding stands."""
    return {one.key: part.key for part in analysis.chapters for one in part.findings}
