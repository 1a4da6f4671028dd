"""Why a sum is there or not, from why its parts are there or not.

A sum is given only where every part is. One suppressed part makes the sum suppressed: without it
the sum would be too small, and beside the published parts it would give the hidden one away. After
suppressed come missing and unexplained (no figure, and no reason). A part that is not applicable
adds nothing; a sum of nothing else is not applicable. The words are those of
`byregion.statistics.sources.jsonstat.Status`; a figure with a symbol of the publisher's own is
taken as given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from byregion.statistics.sources.jsonstat import Status

if TYPE_CHECKING:
    import ibis.expr.types as ir

# From least to most telling: of several parts, the last one's reason is the sum's.
ORDER = (
    Status.NOT_APPLICABLE,
    Status.GIVEN,
    Status.UNEXPLAINED,
    Status.MISSING,
    Status.SUPPRESSED,
)
PLACE = {status: place for place, status in enumerate(ORDER)}
PLACE_OF_GIVEN = PLACE[Status.GIVEN]


def place_of(count: ir.IntegerColumn, status: ir.StringColumn) -> ir.IntegerColumn:
    """Give the place in `ORDER` of each row's state."""
    return ibis.cases(
        (status == Status.SUPPRESSED.value, PLACE[Status.SUPPRESSED]),
        (status == Status.MISSING.value, PLACE[Status.MISSING]),
        (status == Status.NOT_APPLICABLE.value, PLACE[Status.NOT_APPLICABLE]),
        (count.isnull(), PLACE[Status.UNEXPLAINED]),
        else_=PLACE_OF_GIVEN,
    ).cast("int64")


def figure_where_given(total: ir.IntegerValue, place: ir.IntegerValue) -> ir.IntegerValue:
    """Give the sum where its state is given, and null elsewhere."""
    return ibis.cases((place == PLACE_OF_GIVEN, total), else_=ibis.null("int64"))


def word_of(place: ir.IntegerValue) -> ir.StringValue:
    """Give the word for a place in `ORDER`; of no place, null."""
    return ibis.cases(
        *[(place == number, status.value) for number, status in enumerate(ORDER)],
        else_=ibis.null("string"),
    )
