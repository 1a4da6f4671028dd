"""Which regions share a theme and a problem."""

import pytest

from byregion import wording
from byregion.analysis.errors import InvalidInput
from byregion.analysis.region_analysis.across import EVIDENCE, SHARED, same_problem, theme_evidence
from byregion.analysis.region_analysis.choices import RULES
from byregion.analysis.region_analysis.result import Chapter, Finding, RegionAnalysis, Subject


def region(slug, **values):
    findings = tuple(Finding(key.replace("__", "."), found) for key, found in values.items())
    return RegionAnalysis(
        subject=Subject(slug.title(), ("0101",), ("A",), (), cores_given=False, slug=slug),
        year=2017,
        vintage="2017",
        chapters=(Chapter("population", findings),),
        parameters={},
        version="1",
    )


REGIONS = [
    region("c", population__change={"change": -5}, commuting__containment={"supply": 0.9}),
    region("a", population__change={"change": -1}, commuting__containment={"supply": 0.5}),
    region("b", population__change={"change": 7}, commuting__containment={"supply": None}),
    region("d", population__change={"change": 0}),
]


def test_evidence_has_a_row_for_each_region_and_finding_that_is_known():
    rows = theme_evidence(REGIONS)
    assert dict(rows.schema) == EVIDENCE
    attraction = rows.filter(theme="choice.attraction").select("region", "speaks_for", "value")
    # Region d has not changed: that speaks neither way.
    assert attraction.rows() == [("a", True, -1.0), ("b", False, 7.0), ("c", True, -5.0)]
    labour = rows.filter(theme="choice.labour_market").select("region", "speaks_for")
    assert labour.rows() == [("a", True), ("c", False)]
    assert rows["theme"].unique(maintain_order=True).to_list() == [
        "choice.labour_market",
        "choice.attraction",
    ]


def test_the_same_problem_is_counted_and_named():
    shared = same_problem(theme_evidence(REGIONS))
    assert dict(shared.schema) == SHARED
    rows = shared.filter(theme="choice.attraction").rows()
    key = ("choice.attraction", "population.change")
    assert rows == [
        (*key, True, 2, 3, ["a", "c"], ["A", "C"]),
        (*key, False, 1, 3, ["b"], ["B"]),
    ]


def test_order_of_the_analyses_does_not_matter_and_none_is_an_empty_frame():
    assert same_problem(theme_evidence(REGIONS)).equals(same_problem(theme_evidence(REGIONS[::-1])))
    assert same_problem(theme_evidence([])).is_empty()
    assert dict(theme_evidence([]).schema) == EVIDENCE


def test_a_region_twice_is_refused():
    with pytest.raises(InvalidInput, match="more than once: a"):
        theme_evidence([REGIONS[1], REGIONS[1]])


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_theme_and_finding_has_words_both_ways(language):
    for theme, rules in RULES.items():
        assert wording.title(theme, language)
        for finding, *_ in rules:
            ways = {wording.evidence(finding, language, speaks_for=way) for way in (True, False)}
            assert len(ways) == 2


def test_a_finding_speaks_the_same_way_in_every_theme():
    signs = {}
    for rules in RULES.values():
        for finding, name, _, sign in rules:
            assert signs.setdefault(finding, (name, sign)) == (name, sign)
