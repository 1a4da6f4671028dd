"""Ten figures of three city regions, against separate queries on the source files.

The large and multi-core one (Haugesund, across Rogaland and Hordaland), a large one with one core
across Aust- and Vest-Agder (Kristiansand), and the small one (Aust-Lofoten).
"""

import json

import polars as pl
import pytest
from tests.analysis.region_analysis import digest
from tests.analysis.region_analysis.digest import GOLDEN, REGIONS

from byregion.analysis.region_analysis.case import measures_of
from byregion.statistics.files import read_folder
from byregion.statistics.region_analysis import analyse, read_analysis_inputs
from byregion.statistics.store import Store

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def inputs(shared_statistics, tmp_path_factory):
    return digest.inputs(shared_statistics, tmp_path_factory.mktemp("store"))


def from_analysis(analysis):
    def of(key):
        return next(f.values for c in analysis.chapters for f in c.findings if f.key == key)

    flows, jobs = of("commuting.flows"), of("glance.jobs")
    return {
        "residents 2017": of("population.change")["after"],
        "residents 2005": of("population.change")["before"],
        "employed residents": jobs["residents"],
        "jobs": jobs["jobs"],
        "commuters out": flows["out"],
        "commuters in": flows["into"],
        "live and work": flows["internal"],
        "self-containment": of("commuting.containment")["supply"],
        "share 67+": of("population.ages")["old"],
        "largest inner flow": of("commuting.largest")["employed"],
    }


def from_sources(folder, members):
    of = pl.read_parquet(folder / "commuting.parquet").filter(pl.col("year") == 2017)
    people = pl.read_parquet(folder / "population.parquet")
    # Vindafjord (1160) was made in 2006 of old Vindafjord (1154) and Ølen (1159).
    before = ["1154", "1159"] if "1160" in members else []
    people = people.filter(pl.col("municipality").is_in([*members, *before]))
    home, work = pl.col("home").is_in(members), pl.col("work").is_in(members)
    lives, inside = of.filter(home)["employed"].sum(), of.filter(home & work)["employed"].sum()
    now = people.filter(pl.col("year") == 2017)
    return {
        "residents 2017": now["persons"].sum(),
        "residents 2005": people.filter(pl.col("year") == 2005)["persons"].sum(),
        "employed residents": lives,
        "jobs": of.filter(work)["employed"].sum(),
        "commuters out": of.filter(home & ~work)["employed"].sum(),
        "commuters in": of.filter(~home & work)["employed"].sum(),
        "live and work": inside,
        "self-containment": inside / lives,
        "share 67+": now.filter(pl.col("age") >= 67)["persons"].sum() / now["persons"].sum(),
        "largest inner flow": of.filter(home & work & (pl.col("home") != pl.col("work")))[
            "employed"
        ].max(),
    }


@pytest.mark.parametrize("region", REGIONS)
def test_ten_figures_agree_with_the_sources(inputs, shared_statistics, region):
    members = REGIONS[region]
    ours = from_analysis(analyse(inputs, members, name=region, slug=region))
    theirs = from_sources(shared_statistics, members)
    assert ours == pytest.approx(theirs)


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
