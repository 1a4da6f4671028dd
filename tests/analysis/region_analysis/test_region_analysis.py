"""Analyses of made-up regions: whole, the same whatever the order, clear at the edges."""

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion import wording
from byregion.analysis.errors import InvalidInput, UnknownCodes
from byregion.analysis.flows import Flows
from byregion.analysis.portrait import national_picture
from byregion.analysis.region_analysis.case import measures_of
from byregion.analysis.region_analysis.compose import analyse_region
from byregion.analysis.region_analysis.inputs import NationInputs, followed
from byregion.analysis.region_analysis.result import CHAPTERS, RegionAnalysis, result_bytes

CODES = ("0301", "0101", "0104", "0105", "0106", "1101", "1102", "1103")
YEARS = range(2005, 2018)


def _flows(*, reverse=False):
    rng = np.random.default_rng(1)
    rows = [
        (a, b, 900 if a == b else int(rng.integers(0, 60)) if a[:2] == b[:2] else 0)
        for a in CODES
        for b in CODES
    ]
    # A town and a village that it draws on; and two with no ties at all.
    rows = [row for row in rows if not ({"1102", "1103"} == {*row[:2]} and row[0] != row[1])]
    frame = pl.DataFrame(rows, schema=["home", "work", "employed"], orient="row")
    boosted = frame.with_columns(
        employed=pl.when((pl.col("home") == "0105") & (pl.col("work") == "0104"))
        .then(400)
        .otherwise("employed")
    )
    return Flows.from_frame(boosted.reverse() if reverse else boosted)


def _people(*, reverse=False):
    rng = np.random.default_rng(2)
    rows = [
        (year, code, 2000 + 10 * (year - 2005) + int(rng.integers(0, 50)))
        for code in CODES
        for year in YEARS
    ]
    frame = pl.DataFrame(rows, schema=["year", "municipality", "persons"], orient="row")
    return frame.reverse() if reverse else frame


def _nation(*, reverse=False, **more):
    picture = national_picture(
        _flows(reverse=reverse), _people(reverse=reverse), permutations=99, seed=0
    )
    return NationInputs(
        picture=picture, year=2017, names={"0104": "Moss", "0105": "Sarpsborg"}, counties={}, **more
    )


@pytest.fixture(scope="module")
def nation():
    rng = np.random.default_rng(3)
    ages = {
        year: rng.integers(5, 40, (len(CODES), 106)).astype(float) for year in (2007, 2012, 2017)
    }
    labour = pl.DataFrame(
        [(2017, code, 1800, 1200, 1000 if code != "1101" else None) for code in CODES],
        schema=["year", "municipality", "residents_15_74", "employed_residents", "jobs"],
        orient="row",
    )
    central = pl.DataFrame(
        {
            "municipality": ["3103", "3105"],
            "centrality_index": [800, None],
            "centrality_class": [3, None],
        }
    )
    return _nation(
        ages=ages,
        age_codes=tuple(sorted(CODES)),
        labour=labour,
        labour_at={2017: 2017},
        centrality=central,
    )


def values(analysis, key):
    return next(f.values for c in analysis.chapters for f in c.findings if f.key == key)


def test_chapters_in_order_and_round_trip(nation):
    analysis = analyse_region(nation, ["0105", "0104"], name="Two")
    assert tuple(chapter.key for chapter in analysis.chapters) == CHAPTERS
    assert RegionAnalysis.from_dict(analysis.to_dict()) == analysis
    read = RegionAnalysis.from_dict(json.loads(result_bytes(analysis)))
    assert read == analysis
    assert result_bytes(read) == result_bytes(analysis)


def test_the_same_bytes_whatever_the_order_of_rows_and_members():
    one = analyse_region(_nation(), ["0104", "0105"])
    other = analyse_region(_nation(reverse=True), ["0105", "0104"])
    assert result_bytes(one) == result_bytes(other)


@pytest.mark.parametrize("members", [["0104"], ["0104", "0105"], ["1102", "1103"], list(CODES[1:])])
@pytest.mark.parametrize("cores", [None, 1])
def test_all_that_is_said_has_words_and_every_reference_stands(nation, members, cores):
    analysis = analyse_region(nation, members, cores=members[:cores] if cores else None)
    said = {finding.key for chapter in analysis.chapters for finding in chapter.findings}
    tables = {table.key for chapter in analysis.chapters for table in chapter.tables}
    for language in wording.LANGUAGES:
        for chapter in analysis.chapters:
            assert wording.title(chapter.key, language)
            for finding in (*chapter.findings, *chapter.caveats):
                assert "None" not in wording.sentence(finding, language)
                assert wording.needed(finding.key) <= set(finding.values)
                assert not finding.table or finding.table in tables
                for side in ("evidence_for", "evidence_against"):
                    assert set(finding.values.get(side, ())) <= said
            for table in chapter.tables:
                assert wording.title(table.key, language)
                assert wording.source_line(table, language)
                assert wording.method(table.method, language)
                assert all(wording.column(column.name, language) for column in table.columns)
            for figure in chapter.figures:
                assert wording.title(figure.key, language)
                assert figure.table in {table.key for table in chapter.tables}
            assert all(wording.label(name, language) for name in chapter.lacking)


def test_in_equals_out_over_the_nation_and_shares_add_up(nation):
    whole = analyse_region(nation, list(CODES))
    flows = values(whole, "commuting.flows")
    assert flows["out"] == flows["into"] == 0
    part = analyse_region(nation, ["0104", "0105"])
    flows, share = values(part, "commuting.flows"), values(part, "commuting.containment")
    jobs = values(part, "glance.jobs")
    assert share["supply"] == pytest.approx(flows["internal"] / jobs["residents"])
    assert flows["internal"] + flows["out"] == jobs["residents"]
    assert flows["internal"] + flows["into"] == jobs["jobs"]
    balance = part.chapter("commuting").table("commuting.members").frame["balance"].sum()
    assert balance == jobs["balance"] == flows["into"] - flows["out"]


def test_one_alone_and_two_without_ties_are_said(nation):
    alone = analyse_region(nation, ["1101"])
    assert "commuting.alone" in {f.key for f in alone.chapter("commuting").findings}
    apart = analyse_region(nation, ["1102", "1103"])
    assert "commuting.no_ties" in {f.key for f in apart.chapter("commuting").findings}
    assert values(apart, "interplay.motor")["verdict"] in {
        "unknown",
        "inconclusive",
        "supported",
        "rejected",
    }


def test_a_suppressed_number_makes_the_sum_unknown(nation):
    analysis = analyse_region(nation, ["1101", "1102"])
    assert values(analysis, "employment.coverage")["jobs"] is None
    said = wording.sentence(
        next(f for f in analysis.chapter("employment").findings if f.key == "employment.coverage"),
        "nb",
    )
    assert "ukjent" in said


def test_what_is_not_loaded_is_said_to_be_lacking():
    analysis = analyse_region(_nation(), ["0104", "0105"])
    assert analysis.chapter("employment").empty
    assert "labour_market" in analysis.chapter("employment").lacking
    assert "centrality" in analysis.chapter("accessibility").lacking


def test_bad_members_and_cores_are_refused(nation):
    with pytest.raises(UnknownCodes):
        analyse_region(nation, ["9999"])
    with pytest.raises(InvalidInput):
        analyse_region(nation, [])
    with pytest.raises(InvalidInput):
        analyse_region(nation, ["0104"], cores=["0105"])


def test_a_region_is_followed_only_where_it_is_whole():
    assert followed(["1103"], 2017, 2017) == ("1103",)
    # Stavanger took in Rennesøy and Finnøy in 2020.
    assert followed(["1103"], 2017, 2022) is None
    assert followed(["1103", "1141", "1142"], 2017, 2022) == ("1103",)


COUNTRY = _nation()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=len(CODES), max_size=len(CODES)))
def test_over_any_partition_in_equals_out_and_shares_are_shares(groups):
    parts = [[c for c, g in zip(CODES, groups, strict=True) if g == group] for group in range(4)]
    made = [measures_of(COUNTRY, 2017, part) for part in parts if part]
    assert sum(m["in_commuters"] for m in made) == sum(m["out_commuters"] for m in made)
    assert sum(m["balance"] for m in made) == 0
    assert sum(m["jobs"] for m in made) == COUNTRY.picture.flows.matrix.sum()
    for one in made:
        outside = one["out_commuters"] / one["employed_residents"]
        assert one["supply_self_containment"] + outside == pytest.approx(1)
        assert one["internal"] + one["in_commuters"] == one["jobs"]


def test_years_of_labour_figures_that_are_left_out_are_named():
    rows = [
        (year, code, 1800, 1200, 1000)
        for year in (2015, 2016, 2017)
        for code in CODES
        if (year, code) != (2016, "0104")
    ]
    columns = ["year", "municipality", "residents_15_74", "employed_residents", "jobs"]
    nation = _nation(
        labour=pl.DataFrame(rows, schema=columns, orient="row"),
        labour_at={2015: 2015, 2016: 2016, 2017: 2017},
    )
    chapter = analyse_region(nation, ["0104", "0105"]).chapter("employment")
    left = next(f for f in chapter.caveats if f.key == "caveat.labour_years")
    assert left.values == {"years": ("2016",)}
    assert chapter.table("employment.years").frame["year"].to_list() == [2015, 2017]
    other = analyse_region(nation, ["0105", "0106"]).chapter("employment")
    assert not other.caveats


def test_a_suppressed_number_is_named_and_drawn_nowhere(nation):
    chapter = analyse_region(nation, ["1101", "1102"]).chapter("employment")
    unknown = next(f for f in chapter.caveats if f.key == "caveat.labour_unknown")
    assert unknown.values == {"years": ("2017",)}
    assert not chapter.figures


def test_a_region_without_a_name_is_called_by_its_members(nation):
    free = analyse_region(nation, ["0105", "0104"])
    assert free.subject.name == "Moss, Sarpsborg"
    size = next(f for f in free.chapter("glance").findings if f.key == "glance.size")
    assert wording.sentence(size, "nn").startswith("Moss og Sarpsborg har 2 kommunar")
    listed = analyse_region(nation, ["0104", "0105"], name="Sarpsborg, Moss")
    assert values(listed, "glance.size")["name"] == ("Sarpsborg", "Moss")
    assert values(analyse_region(nation, ["0104"], name="Here"), "glance.size")["name"] == "Here"


def test_a_core_that_no_rule_points_to_is_said_to_be_a_choice(nation):
    apart = analyse_region(nation, ["1102", "1103"])
    keys = {f.key for f in apart.chapter("structure").findings}
    met = any(
        f.values["is_core"]
        for f in apart.chapter("structure").findings
        if f.key == "structure.core_evidence"
    )
    assert ("structure.core_fallback" in keys) == (not met)


def test_without_a_hinterland_the_picture_of_the_motor_is_not_tested(nation):
    apart = analyse_region(nation, ["1102", "1103"], cores=["1102", "1103"])
    reasons = [
        f.values["reason"]
        for f in apart.chapter("interplay").findings
        if f.key == "interplay.untested"
    ]
    assert reasons == (["no_hinterland"] if values(apart, "interplay.motor")["zones"] == 0 else [])
