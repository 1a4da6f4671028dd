"""Related and unrelated variety: how spread the employment is, within and between groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from byregion.analysis.errors import InvalidInput, shorten
from byregion.analysis.fixed_order import product
from byregion.analysis.provenance import Provenance

if TYPE_CHECKING:
    from byregion.analysis.industry.employment import Employment, Matrix


@dataclass(frozen=True, slots=True)
class Variety:
    """`units`: unit, employed, total, unrelated, related, all in bits; total is their sum.

    Null for a unit where nobody is employed.
    """

    units: pl.DataFrame
    provenance: Provenance


def variety(employment: Employment, groups: pl.DataFrame) -> Variety:
    """Split the entropy of each unit's industries into between groups and within them.

    With shares p_i of industries and P_g of groups: unrelated = −Σ_g P_g·log2 P_g,
    related = Σ_g P_g·H_g, H_g = −Σ_i∈g (p_i/P_g)·log2(p_i/P_g).

    Parameters
    ----------
    employment
        Employed by unit and industry, by a detailed classification (usually five digits).
    groups
        Columns industry and group (usually the first two digits): each industry once.

    Raises
    ------
    InvalidInput
        A column or code is missing, an industry stands twice, or has no group.

    Notes
    -----
    Frenken, Van Oort & Verburg 2007, Regional Studies 41(5). Both rise with the detail of the
    classification and with size: compare only figures of one classification.
    """
    membership = _membership(employment, groups)
    totals = employment.by_unit[:, None]
    shares = np.divide(
        employment.matrix, totals, out=np.full_like(employment.matrix, np.nan), where=totals > 0
    )
    total = _entropy(shares)
    unrelated = _entropy(product(shares, membership))
    frame = pl.DataFrame(
        {
            "unit": list(employment.units),
            "employed": employment.by_unit,
            "total": total,
            "unrelated": unrelated,
            "related": _within(shares, membership),
        }
    ).with_columns(pl.col("total", "unrelated", "related").fill_nan(None))
    return Variety(
        frame,
        Provenance(
            method="related and unrelated variety",
            sources=employment.sources,
            parameters={"industries": len(employment.industries), "groups": membership.shape[1]},
            reference="Frenken, Van Oort & Verburg 2007",
        ),
    )


def _membership(employment: Employment, groups: pl.DataFrame) -> Matrix:
    """Industries x groups, 1 where the industry belongs."""
    missing = [name for name in ("industry", "group") if name not in groups.columns]
    if missing:
        raise InvalidInput(f"groups lack the columns {missing}; found {groups.columns}")
    table = groups.select(pl.col("industry", "group").cast(pl.String))
    if table.null_count().sum_horizontal().item() > 0:
        raise InvalidInput("an industry or group code is missing among the groups")
    if table["industry"].n_unique() < table.height:
        raise InvalidInput("an industry stands more than once among the groups")
    group_of = dict(table.iter_rows())
    without = [code for code in employment.industries if code not in group_of]
    if without:
        raise InvalidInput(f"industries without a group: {shorten(without)}")
    names = sorted({group_of[code] for code in employment.industries})
    return np.array(
        [[float(group_of[code] == name) for name in names] for code in employment.industries]
    )


def _surprise(shares: Matrix) -> Matrix:
    """−log2 of each share, 0 for a share of 0, whose term vanishes."""
    return -np.log2(shares, out=np.zeros_like(shares), where=shares > 0)


def _entropy(shares: Matrix) -> Matrix:
    return np.asarray((shares * _surprise(shares)).sum(axis=1))


def _within(shares: Matrix, membership: Matrix) -> Matrix:
    """Σ_g P_g·H_g = Σ_i p_i·log2(P_g(i)/p_i)."""
    own_group = product(product(shares, membership), membership.T)
    return np.asarray((shares * (_surprise(shares) - _surprise(own_group))).sum(axis=1))
