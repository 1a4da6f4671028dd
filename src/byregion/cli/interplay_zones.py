"""Which municipalities are a city region's core, and which its hinterland: given, or found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
import polars as pl

from byregion.analysis.cores.structure import core_structure
from byregion.analysis.geography.crosswalk import targets
from byregion.analysis.hinterland import hinterland
from byregion.analysis.regions.self_containment import regions_by_self_containment
from byregion.cli.places import place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from byregion.analysis.flows import Flows
    from byregion.analysis.geography.vintage import Vintage

COLUMNS = ("region", "municipality", "core")
YES = {"1", "true", "yes", "ja", "core", "kjerne", "x"}
NO = {"0", "false", "no", "nei", "partner", "host", ""}
ZONES = {"region": pl.String, "zone": pl.String, "municipality": pl.String}


@dataclass(frozen=True, slots=True, eq=False)
class Zones:
    """Rows region, zone ("core" or a class of hinterland) and municipality.

    `left_out` names the regions with no core or no hinterland, and why.
    """

    frame: pl.DataFrame
    left_out: tuple[str, ...]
    what: str


def zones_of_csv(path: Path, given: Vintage, to: Vintage) -> Zones:
    """Read city regions from a CSV with the columns region, municipality and core.

    Numbers or names are those of the division `given`; a municipality merged since counts as the
    one that it became part of, and is core if any of its parts was.
    """
    try:
        frame = pl.read_csv(path, infer_schema=False).select(COLUMNS).fill_null("")
    except pl.exceptions.PolarsError as error:
        raise click.ClickException(
            f"{path} should be a CSV with region, municipality and core: {error}"
        ) from error
    ways = targets(given, to)
    zones: dict[str, dict[str, str]] = {}
    for line, (region, municipality, core) in enumerate(frame.rows(), start=2):
        code = place(municipality, given).code
        for way in ways[code]:
            zone = "core" if _is_core(core, path, line) else "hinterland"
            parts = zones.setdefault(region, {})
            parts[way] = "core" if "core" in (zone, parts.get(way)) else zone
    return _complete(zones, f"city regions of {path.name}")


def _is_core(text: str, path: Path, line: int) -> bool:
    word = text.strip().casefold()
    if word not in YES | NO:
        raise click.ClickException(
            f"{path}, line {line}: core is {text!r}; write yes, or leave it empty"
        )
    return word in YES


def zones_of_functional_regions(flows: Flows, at: Vintage) -> Zones:
    """Take the functional regions by self-containment: their cores, and the rest of them."""
    names = {one.code: one.name for one in at.municipalities()}
    members: dict[str, list[str]] = {}
    for unit, region in regions_by_self_containment(flows).membership.rows():
        members.setdefault(region, []).append(unit)
    zones = {}
    for region, units in members.items():
        cores = core_structure(flows, units).cores
        zones[f"{names.get(region, '')} {region}".strip()] = {
            unit: "core" if unit in cores else "hinterland" for unit in units
        }
    return _complete(zones, "functional regions by self-containment, cores by the default rules")


def zones_of_core(flows: Flows, name: str, core: Sequence[str], own: Sequence[str] | None) -> Zones:
    """Take one core with the hinterland named, or with its inner and outer hinterland."""
    if own is not None:
        zones = {name: dict.fromkeys(own, "hinterland") | dict.fromkeys(core, "core")}
        return _complete(zones, "the hinterland as named")
    classes = hinterland(flows, {name: core}).classes.filter(pl.col("class") != "none")
    return _complete(
        {name: dict(classes.select("unit", "class").rows())},
        "inner and outer hinterland by the default limits",
    )


def _complete(zones: Mapping[str, Mapping[str, str]], what: str) -> Zones:
    rows, left_out = [], []
    for region, parts in sorted(zones.items()):
        kinds = set(parts.values())
        if "core" not in kinds or len(kinds) < 2:
            lacking = "hinterland" if "core" in kinds else "core"
            left_out.append(f"{region} (no {lacking})")
            continue
        rows += [(region, zone, code) for code, zone in sorted(parts.items())]
    if not rows:
        raise click.ClickException(
            f"no region has both a core and a hinterland: {', '.join(left_out) or 'none given'}"
        )
    return Zones(pl.DataFrame(rows, schema=ZONES, orient="row"), tuple(left_out), what)
