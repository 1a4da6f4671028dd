"""Units that are alike in structure, to compare with: nearest in standardised variables.

The distance must never use the outcome that the comparison is about; the call names both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl
import scipy

from byregion.analysis.errors import InvalidInput, NotEnoughData, UnknownCodes, shorten
from byregion.analysis.fixed_order import product
from byregion.analysis.provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from byregion.analysis.provenance import TableSource

    Floats = NDArray[np.float64]

Distance = Literal["mahalanobis", "pca", "euclidean"]
COLLINEAR = 1e-10  # smallest eigenvalue of a correlation matrix that still has an inverse


@dataclass(frozen=True, slots=True)
class Peers:
    """Nearest units by structure.

    `peers`: unit, rank (1 is nearest), peer, distance. `differences`: unit, peer, variable,
    difference (peer less unit, in standard deviations), which shows why they count as alike.
    `components` is the number of dimensions that the distance is taken in.
    """

    peers: pl.DataFrame
    differences: pl.DataFrame
    components: int
    provenance: Provenance


def nearest_peers(
    frame: pl.DataFrame,
    *,
    structure: Sequence[str],
    outcomes: Sequence[str],
    k: int = 10,
    units: Sequence[str] | None = None,
    distance: Distance = "mahalanobis",
    explained: float = 0.9,
    excluded: pl.DataFrame | None = None,
    sources: tuple[TableSource, ...] = (),
) -> Peers:
    """Find the k nearest peers of each unit on structure variables.

    Parameters
    ----------
    frame
        Column unit and one numeric column for each structure variable; all units that may be
        peers. Transform skew variables (take the logarithm of population) beforehand.
    structure
        Variables of the distance: size, centrality, industry shares, age, commuting position.
    outcomes
        What is to be compared afterwards; named so that it cannot slip into `structure`.
    k
        Peers of each unit; of two equally near the lower code comes first.
    units
        Units that want peers; None means all.
    distance
        "mahalanobis": correlated variables count once. "pca": Euclidean in the first principal
        components of the correlations. "euclidean": every variable counts the same.
    explained
        For "pca": the fewest components that hold at least this share of the variance.
    excluded
        Columns unit and peer: pairs that must not be matched, such as neighbours.
    sources
        Tables behind `frame`.

    Raises
    ------
    InvalidInput
        A column or value is missing, a unit stands twice, an outcome is among the structure
        variables, a variable does not vary, variables determine each other (Mahalanobis), or a
        parameter is out of range.
    UnknownCodes
        A unit asked for is not in the frame.
    NotEnoughData
        A unit has fewer than k possible peers, or Mahalanobis has no more units than variables.

    Notes
    -----
    Mahalanobis 1936, Proceedings of the National Institute of Sciences of India 2(1).
    """
    _check_parameters(structure, outcomes, k, explained)
    table = _validated(frame, structure)
    codes = table["unit"].to_list()
    z = _standardised(table, structure)
    scores = _scores(z, distance, explained)
    asked = _asked(codes, units)
    apart = scipy.spatial.distance.cdist(scores[asked], scores)
    barred = _barred(codes, asked, excluded)
    chosen = _chosen(apart, barred, k, [codes[row] for row in asked])
    return Peers(
        peers=_peer_frame(codes, asked, chosen, apart),
        differences=_difference_frame(codes, asked, chosen, z, structure),
        components=scores.shape[1],
        provenance=Provenance(
            method="nearest peers",
            sources=sources,
            parameters={
                "structure": tuple(structure),
                "outcomes": tuple(outcomes),
                "k": k,
                "distance": distance,
                **({"explained": explained} if distance == "pca" else {}),
                "excluded_pairs": 0 if excluded is None else excluded.height,
            },
            reference="Mahalanobis 1936" if distance == "mahalanobis" else "",
        ),
    )


def _check_parameters(
    structure: Sequence[str], outcomes: Sequence[str], k: int, explained: float
) -> None:
    if not structure or len(set(structure)) < len(structure):
        raise InvalidInput("name at least one structure variable, each once")
    both = sorted(set(structure) & set(outcomes))
    if both:
        raise InvalidInput(
            f"{shorten(both)} cannot be both structure and outcome: peers chosen on the outcome "
            "are alike in it by construction"
        )
    if k < 1:
        raise InvalidInput(f"k must be at least 1, not {k}")
    if not 0 < explained <= 1:
        raise InvalidInput(f"explained must be above 0 and at most 1, not {explained}")


def _validated(frame: pl.DataFrame, structure: Sequence[str]) -> pl.DataFrame:
    missing = [name for name in ("unit", *structure) if name not in frame.columns]
    if missing:
        raise InvalidInput(f"missing columns {', '.join(missing)}; found {frame.columns}")
    table = frame.select(
        pl.col("unit").cast(pl.String), *(pl.col(name).cast(pl.Float64) for name in structure)
    ).sort("unit")
    if table["unit"].null_count() or table["unit"].n_unique() < table.height:
        raise InvalidInput("every row needs a unit, and a unit one row")
    known = pl.all_horizontal(pl.col(name).is_finite() for name in structure)
    wrong = table.filter(~known.fill_null(value=False))["unit"].to_list()
    if wrong:
        raise InvalidInput(
            f"structure variables are missing for {shorten(wrong)}; leave the unit out or choose "
            "variables that all have"
        )
    if table.height < 2:
        raise NotEnoughData("peers need at least two units")
    return table


def _standardised(table: pl.DataFrame, structure: Sequence[str]) -> Floats:
    values = table.select(structure).to_numpy()
    alike = [name for name, span in zip(structure, np.ptp(values, axis=0), strict=True) if not span]
    if alike:
        raise InvalidInput(f"variables that are the same for all units: {shorten(alike)}")
    return np.asarray((values - values.mean(axis=0)) / values.std(axis=0))


def _scores(z: Floats, distance: Distance, explained: float) -> Floats:
    """Coordinates in which the distance asked for is the Euclidean one."""
    if distance == "euclidean":
        return z
    variances, axes = np.linalg.eigh(product(z.T, z) / len(z))
    variances, axes = variances[::-1], axes[:, ::-1]
    if distance == "pca":
        held = np.cumsum(variances) / variances.sum()
        # Rounding must not ask for a component more than there are.
        count = min(int(np.searchsorted(held, explained - 1e-12)) + 1, len(variances))
        return product(z, axes[:, :count])
    if len(z) <= z.shape[1]:
        raise NotEnoughData(f"{z.shape[1]} variables need more than {len(z)} units")
    if variances[-1] < COLLINEAR:
        raise InvalidInput(
            "some structure variables follow from the others (shares that sum to one?); leave "
            'one out, or take distance="pca"'
        )
    return np.asarray(product(z, axes) / np.sqrt(variances))


def _asked(codes: list[str], units: Sequence[str] | None) -> list[int]:
    if units is None:
        return list(range(len(codes)))
    unknown = set(units) - set(codes)
    if unknown:
        raise UnknownCodes(unknown, where="the units that want peers")
    wanted = set(units)
    return [row for row, code in enumerate(codes) if code in wanted]


def _barred(codes: list[str], asked: list[int], excluded: pl.DataFrame | None) -> NDArray[np.bool_]:
    """True where a unit must not be a peer: itself, and the pairs excluded."""
    barred = np.zeros((len(asked), len(codes)), dtype=bool)
    barred[np.arange(len(asked)), asked] = True
    if excluded is None:
        return barred
    if not {"unit", "peer"} <= set(excluded.columns):
        raise InvalidInput(f"excluded lacks the columns unit and peer; found {excluded.columns}")
    pairs = set(excluded.select(pl.col("unit", "peer").cast(pl.String)).iter_rows())
    for row, own in enumerate(asked):
        barred[row] |= np.array([(codes[own], peer) in pairs for peer in codes])
    return barred


def _chosen(
    apart: Floats, barred: NDArray[np.bool_], k: int, names: list[str]
) -> NDArray[np.int64]:
    few = [name for name, free in zip(names, (~barred).sum(axis=1), strict=True) if free < k]
    if few:
        raise NotEnoughData(f"fewer than {k} possible peers for {shorten(few)}")
    # Equally near in truth may differ in the last bits; the code decides, not rounding.
    ranked = np.where(barred, np.inf, apart.round(9))
    return np.argsort(ranked, axis=1, kind="stable")[:, :k]


def _peer_frame(
    codes: list[str], asked: list[int], chosen: NDArray[np.int64], apart: Floats
) -> pl.DataFrame:
    k = chosen.shape[1]
    return pl.DataFrame(
        {
            "unit": [codes[own] for own in asked for _ in range(k)],
            "rank": list(range(1, k + 1)) * len(asked),
            "peer": [codes[peer] for peer in chosen.ravel()],
            "distance": np.take_along_axis(apart, chosen, axis=1).ravel(),
        },
        schema_overrides={"unit": pl.String, "peer": pl.String, "distance": pl.Float64},
    )


def _difference_frame(
    codes: list[str],
    asked: list[int],
    chosen: NDArray[np.int64],
    z: Floats,
    structure: Sequence[str],
) -> pl.DataFrame:
    rows = [
        (codes[own], codes[peer], name, float(z[peer, column] - z[own, column]))
        for own, peers in zip(asked, chosen, strict=True)
        for peer in peers
        for column, name in enumerate(structure)
    ]
    schema = {
        "unit": pl.String,
        "peer": pl.String,
        "variable": pl.String,
        "difference": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
