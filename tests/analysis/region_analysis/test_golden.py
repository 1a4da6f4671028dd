"""Figures of three city regions against separate queries on the source files, and as they were.

The large and multi-core one (Haugesund, across Rogaland and Hordaland), a large one with one core
across Aust- and Vest-Agder (Kristiansand), and the small one (Aust-Lofoten).
"""

import json

import pytest
from tests.analysis.region_analysis import by_hand, digest
from tests.analysis.region_analysis.digest import GOLDEN, REGIONS

from byregion.analysis.region_analysis.case import measures_of
from byregion.statistics.files import read_folder
from byregion.statistics.region_analysis import analyse, read_analysis_inputs
from byregion.statistics.store import Store

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def inputs(shared_statistics, tmp_path_factory):
    return digest.inputs(shared_statistics, tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def analyses(inputs):
    return {name: analyse(inputs, codes, name=name, slug=name) for name, codes in REGIONS.items()}


@pytest.mark.parametrize("figure", by_hand.FIGURES)
@pytest.mark.parametrize("region", REGIONS)
def test_each_figure_agrees_with_a_query_of_its_own(analyses, shared_statistics, region, figure):
    ours = by_hand.from_analysis(analyses[region])
    theirs = by_hand.from_sources(shared_statistics, region)
    assert ours[figure] == pytest.approx(theirs[figure], rel=1e-12)


def test_both_columns_are_in_the_documentation(analyses, shared_statistics):
    written = by_hand.PAGE.read_text(encoding="utf-8")
    assert written == by_hand.page(shared_statistics, analyses)


@pytest.mark.parametrize("region", REGIONS)
def test_the_whole_result_is_as_it_was(inputs, region):
    made = digest.digest(analyse(inputs, REGIONS[region], name=region, slug=region))
    golden = json.loads((GOLDEN / f"{region}.json").read_text(encoding="utf-8"))
    # Chapter by chapter, so that a difference is shown where it is.
    for key, chapter in golden["chapters"].items():
        assert json.loads(json.dumps(made["chapters"][key])) == chapter
    assert json.loads(json.dumps(made)) == golden


def test_in_equals_out_over_the_nation_for_any_partition(inputs):
    flows = inputs.picture.flows
    units = sorted(flows.units)
    for count in (1, 2, 7):
        parts = [units[start::count] for start in range(count)]
        made = [measures_of(inputs, inputs.year, part) for part in parts]
        assert sum(part["in_commuters"] for part in made) == sum(
            part["out_commuters"] for part in made
        )
        assert sum(part["balance"] for part in made) == 0
        assert sum(part["internal"] + part["out_commuters"] for part in made) == flows.matrix.sum()


def test_a_vintage_without_data_is_a_clear_error(inputs, shared_statistics, tmp_path):
    from byregion.statistics.errors import UnknownTable

    store = Store(tmp_path)
    store.add(read_folder(shared_statistics))
    with pytest.raises(UnknownTable, match="no such year"):
        read_analysis_inputs(store, year=2011)
