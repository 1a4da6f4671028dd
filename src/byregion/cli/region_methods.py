"""Methods of regionalisation by the names that the command line has for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from byregion.analysis.cores.finding import find_cores
from byregion.analysis.regions.commuting_zone import commuting_zones
from byregion.analysis.regions.greedy import regions_by_greedy_zoning
from byregion.analysis.regions.intramax import cut, intramax, regions_before_largest_jump
from byregion.analysis.regions.self_containment import regions_by_self_containment
from byregion.analysis.regions.validity import Requirements

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from byregion.analysis.flows import Flows
    from byregion.analysis.regions.result import Regions

Settings = dict[str, Any]


def _self_containment(flows: Flows, given: Settings) -> Regions:
    mode = given.pop("mode", "definition")
    return regions_by_self_containment(flows, Requirements(**given), mode=mode)


def _commuting_zones(flows: Flows, given: Settings) -> Regions:
    return commuting_zones(flows, find_cores(flows).joined(), **given)


def _greedy(flows: Flows, given: Settings) -> Regions:
    return regions_by_greedy_zoning(flows, **given)


def _intramax(flows: Flows, given: Settings) -> Regions:
    tree = intramax(flows)
    return cut(tree, given.get("number") or regions_before_largest_jump(tree))


# Each method, and the parameters that it takes.
METHODS: dict[str, tuple[Callable[[Flows, Settings], Regions], tuple[str, ...]]] = {
    "self-containment": (
        _self_containment,
        (
            "minimum_size",
            "minimum_self_containment",
            "target_size",
            "target_self_containment",
            "mode",
        ),
    ),
    "commuting-zones": (_commuting_zones, ("least_share",)),
    "greedy": (_greedy, ("centre_size",)),
    "intramax": (_intramax, ("number",)),
}

# Options that are not named as the parameter is.
OPTIONS = {
    "number": "--regions",
    "minimum_size": "--min-size",
    "minimum_self_containment": "--min-sc",
    "target_self_containment": "--target-sc",
}


def check_settings(method: str, given: Mapping[str, float | str]) -> None:
    """Refuse a parameter of another method, which would otherwise be ignored in silence."""
    _, known = METHODS[method]
    for name in given:
        if name not in known:
            option = OPTIONS.get(name, f"--{name.replace('_', '-')}")
            raise click.UsageError(f"{option} is no parameter of the method {method}")
    if method == "greedy" and "centre_size" not in given:
        raise click.UsageError(
            "the method greedy needs --centre-size: its result depends strongly on it"
        )


def divide(flows: Flows, method: str, given: Mapping[str, float | str]) -> Regions:
    """Run a method; for commuting zones the cities are the cores that the flows show."""
    run, _ = METHODS[method]
    return run(flows, dict(given))
