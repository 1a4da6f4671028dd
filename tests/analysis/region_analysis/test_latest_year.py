"""Without a year, the latest commuting and its division; earlier years are brought forward."""

import pytest

from byregion.statistics.files import read_folder
from byregion.statistics.region_analysis import analyse, read_analysis_inputs
from byregion.statistics.store import Store


@pytest.mark.realdata
def test_the_latest_year_is_the_default(shared_statistics, tmp_path):
    store = Store(tmp_path)
    store.add(read_folder(shared_statistics))
    inputs = read_analysis_inputs(store, permutations=99)
    analysis = analyse(inputs, ["1103", "1124", "1127", "1120"], ["1103"])
    assert analysis.year == 2022
    years = analysis.chapter("commuting").table("commuting.development").frame["year"]
    assert years.to_list() == list(range(2017, 2023))
    assert not analysis.chapter("employment").caveats
    pyramid = analysis.chapter("population").table("population.pyramid").frame
    assert set(pyramid["sex"]) == {"female", "male"}
    # Of 2019 the labour figures cannot be brought to the division of those that took in Tysfjord.
    narvik = analyse(inputs, ["1806"]).chapter("employment")
    left = [f.values for f in narvik.caveats if f.key == "caveat.labour_years"]
    assert left == [{"years": ("2019",)}]
