"""Suppressed, missing and not applicable stay apart through every expression, on every engine."""

import random
from itertools import groupby

import polars as pl
import pytest

from byregion.statistics.engine import run
from byregion.statistics.expressions.balance import commuting_balance
from byregion.statistics.expressions.change import shift_share_inputs
from byregion.statistics.expressions.pairs import pairs
from byregion.statistics.expressions.places import PARTS, harmonised
from byregion.statistics.expressions.rows import rows_where, summed, summed_by_class
from byregion.statistics.sources.jsonstat import Status

PLACES = ["a", "b", "c", "d"]
SCHEMA = {
    "year": pl.Int32,
    "home": pl.String,
    "work": pl.String,
    "employed": pl.Int64,
    "status": pl.String,
}


def told(rows):
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def made_up():
    """About four rows a pair: most given, the others with each reason, and none."""
    draw = random.Random(4)  # noqa: S311 - rows for a test
    reasons = ["suppressed", "missing", "not applicable", "given", None]
    rows = []
    for _ in range(120):
        pair = (draw.choice([2017, 2018]), draw.choice(PLACES), draw.choice(PLACES))
        if draw.random() < 0.85:
            rows.append((*pair, draw.randint(0, 99), draw.choice(["given", "given", "p"])))
        else:
            rows.append((*pair, None, draw.choice(reasons)))
    # A place that never is a workplace, and one of which nothing is applicable.
    rows += [(2017, "x", "a", 3, "given"), (2017, "y", "y", None, "not applicable")]
    return told(rows)


@pytest.fixture(scope="module")
def tables():
    ways = [("a", "A", PARTS), ("b", "A", PARTS), ("c", "C", PARTS // 4), ("c", "D", PARTS // 4)]
    return {
        "told": made_up(),
        "classes": pl.DataFrame({"unit": ["a", "b", "c"], "class": ["core", "core", "inner"]}),
        "ways": pl.DataFrame(ways, schema=["from_code", "to_code", "parts"], orient="row"),
        "places": pl.DataFrame(
            {"unit": [*PLACES, "x", "y"], "municipality": ["A", "A", "B", "B", "B", "Y"]}
        ),
    }


STATUS = {"count": "employed", "status": "status"}
EXPRESSIONS = {
    "rows_where": lambda t: summed(
        rows_where(t["told"], {"year": [2018], "home": ["a", "b"]}), by=["home"], **STATUS
    ),
    "summed": lambda t: summed(t["told"], by=["year", "home"], **STATUS),
    "summed_by_class": lambda t: summed_by_class(
        t["told"], t["classes"], unit="work", by=["year"], **STATUS
    ),
    "pairs": lambda t: pairs(t["told"], t["places"], by=["year"], status="status"),
    "harmonised": lambda t: harmonised(t["told"], t["ways"], code="home", by=["year"], **STATUS),
    "balance": lambda t: commuting_balance(t["told"], status="status"),
    "shift_share_inputs": lambda t: shift_share_inputs(
        t["told"], first=2017, last=2018, unit="home", industry="work", status="status"
    ),
}


def plain(parts):
    """Say what a sum of parts, each a figure and a status, is: the rule in so many words."""
    reasons = set()
    for figure, status in parts:
        if status in (Status.SUPPRESSED, Status.MISSING, Status.NOT_APPLICABLE):
            reasons.add(str(status))
        else:
            reasons.add("unexplained" if figure is None else "given")
    for reason in ("suppressed", "missing", "unexplained"):
        if reason in reasons:
            return None, reason
    if reasons == {"not applicable"}:
        return None, "not applicable"
    return sum(figure for figure, _ in parts if figure is not None), "given"


def by_keys(rows, key):
    """Group rows by a key, in order, null last."""

    def place(row):
        return [(part is None, part if part is not None else "") for part in key(row)]

    return [(key, list(group)) for key, group in groupby(sorted(rows, key=place), key=key)]


def sums(rows, key):
    """Rows are (…keys, figure, status); give keys, sum, rows without a figure, status."""
    answer = []
    for keys, group in by_keys(rows, key):
        parts = [(row[-2], row[-1]) for row in group]
        figure, status = plain(parts)
        answer.append((*keys, figure, sum(part is None for part, _ in parts), status))
    return answer


def oracle(name, t):
    rows = t["told"].rows()
    classes, places = dict(t["classes"].rows()), dict(t["places"].rows())
    plainly = {
        "rows_where": lambda: sums(
            [row for row in rows if row[0] == 2018 and row[1] in "ab"], lambda row: (row[1],)
        ),
        "summed": lambda: sums(rows, lambda row: (row[0], row[1])),
        "summed_by_class": lambda: sums(rows, lambda row: (classes.get(row[2]), row[0])),
        "pairs": lambda: sums(rows, lambda row: (row[0], places[row[1]], places[row[2]])),
        "harmonised": lambda: moved(rows, t["ways"].rows()),
        "balance": lambda: balance(rows),
        "shift_share_inputs": lambda: change(rows),
    }
    return plainly[name]()


def moved(rows, ways):
    went = []
    for year, home, _, figure, status in rows:
        for to, parts in [(w[1], w[2]) for w in ways if w[0] == home] or [(None, PARTS)]:
            part = None if figure is None else figure * parts
            went.append((year, to, parts != PARTS, part, status))
    key = lambda row: (row[0], row[1])  # noqa: E731 - the key of both
    divided = [sum(row[2] for row in group) for _, group in by_keys(went, key)]
    together = zip(sums(went, key), divided, strict=True)
    return [(*one[:-1], cut, one[-1]) for one, cut in together]


def balance(rows):
    answer = []
    for year, unit in sorted({(row[0], end) for row in rows for end in (row[1], row[2])}):
        mine = [row for row in rows if row[0] == year and unit in (row[1], row[2])]
        ends = (
            [row[-2:] for row in mine if row[1] == unit],
            [row[-2:] for row in mine if row[2] == unit],
            [row[-2:] for row in mine if row[1] == row[2]],
        )
        found = [plain(parts) if parts else (0, "given") for parts in ends]
        (live, _), (jobs, _), (both, _) = found
        less = lambda one, two: None if None in (one, two) else one - two  # noqa: E731
        differences = (less(live, both), less(jobs, both), less(jobs, live))
        unknown = sum(row[-2] is None for row in mine)
        statuses = [status for _, status in found]
        answer.append((year, unit, live, jobs, both, *differences, unknown, *statuses))
    return answer


def change(rows):
    answer = []
    for keys, group in by_keys(rows, lambda row: (row[1], row[2])):
        ends = [[row[-2:] for row in group if row[0] == year] for year in (2017, 2018)]
        found = [plain(parts) if parts else (None, None) for parts in ends]
        unknown = [sum(figure is None for figure, _ in parts) for parts in ends]
        answer.append((*keys, *[f for f, _ in found], *unknown, *[status for _, status in found]))
    return answer


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_duckdb_gives_what_the_rule_in_plain_words_gives(tables, name):
    answer = run(EXPRESSIONS[name], tables, setting="duckdb")
    assert answer.rows() == oracle(name, tables)


def test_the_made_up_rows_have_every_state(tables):
    """Otherwise the comparisons of engines would say little."""
    whole = lambda t: pairs(t["told"], by=["year"], status="status")  # noqa: E731
    answer = run(whole, tables, setting="duckdb")
    assert set(answer["status"]) == {str(status) for status in Status}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_another_engine_gives_what_duckdb_gives(elsewhere, tables, name):
    here = run(EXPRESSIONS[name], tables, setting="duckdb")
    there = run(EXPRESSIONS[name], tables, setting=elsewhere)
    assert there.columns == here.columns
    assert there.rows() == here.rows()


@pytest.mark.parametrize(
    ("parts", "figure", "status"),
    [
        ([(5, "given"), (7, "given")], 12, "given"),
        ([(5, "given"), (None, "suppressed")], None, "suppressed"),
        ([(None, "missing"), (None, "suppressed")], None, "suppressed"),
        ([(5, "given"), (None, "missing")], None, "missing"),
        ([(5, "given"), (None, "not applicable")], 5, "given"),
        ([(None, "not applicable")], None, "not applicable"),
        ([(5, "given"), (None, None)], None, "unexplained"),
        ([(5, "given"), (None, "given")], None, "unexplained"),
        ([(5, "p"), (6, None)], 11, "given"),
        # A figure that a publisher marks as suppressed and yet lets stand stays out of the sum.
        ([(5, "given"), (9, "suppressed")], None, "suppressed"),
        ([(0, "given")], 0, "given"),
    ],
)
def test_a_sum_is_never_smaller_for_a_part_that_is_hidden(parts, figure, status):
    table = told([(2017, "a", "b", *part) for part in parts])
    answer = run(lambda t: pairs(t["told"], status="status"), {"told": table}, setting="duckdb")
    assert answer.select("employed", "status").rows() == [(figure, status)]


def test_a_suppressed_flow_hides_only_the_sums_that_it_is_part_of():
    table = told([(2017, "a", "b", None, "suppressed"), (2017, "b", "b", 4, "given")])
    (a, b) = run(
        lambda t: commuting_balance(t["told"], status="status"), {"told": table}
    ).to_dicts()
    assert (a["employed_residents"], a["employed_residents_status"]) == (None, "suppressed")
    assert (a["jobs"], a["jobs_status"], a["balance"]) == (0, "given", None)
    assert (b["employed_residents"], b["internal"], b["out_commuters"]) == (4, 4, 0)
    assert (b["jobs"], b["jobs_status"], b["in_commuters"]) == (None, "suppressed", None)
