import json
from datetime import UTC, datetime
from itertools import product

import polars as pl
import pytest
from tests.statistics.fake_service import without_mapping

from byregion.statistics import queries
from byregion.statistics.catalogue import catalogue
from byregion.statistics.disk import write_lock
from byregion.statistics.errors import StoreBusy, UnknownTable
from byregion.statistics.sources.errors import (
    InvalidResponse,
    RefusedQuery,
    ServiceUnavailable,
)
from byregion.statistics.sources.selection import split
from byregion.statistics.sources.ssb import Progress, pull, read_part
from byregion.statistics.store import Store

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
COMMUTING = catalogue()["commuting"]
YEARS = ["2017", "2018", "2019"]


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def commuting(service, fake_table):
    places = ["0", "0301", "0219", "3101"]
    figures = {
        ("0301", "0301", "Sysselsatte", year): 90 + count for count, year in enumerate(YEARS)
    }
    figures["0301", "0219", "Sysselsatte", "2017"] = ":"
    made = fake_table(
        {
            "Bokommuen": places,
            "ArbstedKomm": places,
            "ContentsCode": ["Sysselsatte"],
            "Tid": YEARS,
        },
        figures,
    )
    service.tables["03321"] = made
    return made


def test_table_is_pulled_into_the_store_with_its_origin(service, commuting, store):
    edition = pull(COMMUTING, service.client, store, retrieved_at=NOW)
    assert (edition.period, edition.rows, edition.retrieved) == ("2017-2019", 4, NOW)
    assert edition.source.endswith("/tables/03321/data")
    assert edition.vintage == "numbers valid that year"
    assert edition.query["selection"][0]["valueCodes"] == ["0301", "0219", "3101"]
    assert service.asked == ["GET /tables/03321/metadata", "POST /tables/03321/data"]
    whole = queries.whole_table(store, "commuting").frame
    assert whole.rows() == [
        (2017, "0301", "0219", None, "suppressed"),
        (2017, "0301", "0301", 90, "given"),
        (2018, "0301", "0301", 91, "given"),
        (2019, "0301", "0301", 92, "given"),
    ]


def test_large_table_is_pulled_in_parts_with_progress(service, commuting, store):
    service.limit = 9
    seen = []
    edition = pull(COMMUTING, service.client, store, retrieved_at=NOW, report=seen.append, limit=9)
    assert seen == [Progress(1, 3, 9), Progress(2, 3, 9), Progress(3, 3, 9)]
    assert len(service.asked) == 4
    service.limit = 100
    whole = pull(COMMUTING, service.client, Store(store.root / "other"), retrieved_at=NOW)
    assert whole.checksum == edition.checksum


def test_pull_that_was_broken_off_goes_on_where_it_was(service, commuting, store):
    service.mishaps = [None, None, None, *[(503, None, {})] * 6]
    with pytest.raises(ServiceUnavailable):
        pull(COMMUTING, service.client, store, retrieved_at=NOW, limit=9)
    assert store.manifest().editions == ()
    service.asked.clear()
    edition = pull(COMMUTING, service.client, store, retrieved_at=NOW, limit=9)
    assert service.asked == ["GET /tables/03321/metadata", "POST /tables/03321/data"]
    assert edition.rows == 4
    assert [p.name for p in (store.root / "incoming" / "commuting").iterdir()] == ["lock"]


def test_kept_part_that_was_spoilt_is_fetched_again(service, commuting, store):
    service.mishaps = [None, None, None, *[(503, None, {})] * 6]
    with pytest.raises(ServiceUnavailable):
        pull(COMMUTING, service.client, store, retrieved_at=NOW, limit=9)
    first, _ = sorted(store.root.rglob("*.json"))
    first.write_bytes(b"{}")
    service.asked.clear()
    assert pull(COMMUTING, service.client, store, retrieved_at=NOW, limit=9).rows == 4
    assert service.asked.count("POST /tables/03321/data") == 2


def test_pull_starts_anew_when_the_table_was_updated_in_between(service, commuting, store):
    service.mishaps = [None, None, *[(503, None, {})] * 6]
    with pytest.raises(ServiceUnavailable):
        pull(COMMUTING, service.client, store, retrieved_at=NOW, limit=9)
    service.asked.clear()
    commuting.updated = "2026-11-24T08:00:00Z"
    pull(COMMUTING, service.client, store, retrieved_at=NOW, limit=9)
    assert service.asked.count("POST /tables/03321/data") == 3


def test_same_table_again_is_the_same_edition(service, commuting, store):
    first = pull(COMMUTING, service.client, store, retrieved_at=NOW)
    later = NOW.replace(hour=11)
    again = pull(COMMUTING, service.client, store, retrieved_at=later)
    assert (again.id, again.retrieved) == (first.id, later)
    assert store.manifest().editions == (again,)


def test_changed_table_is_a_new_edition_beside_the_old(service, commuting, store):
    old = pull(COMMUTING, service.client, store, retrieved_at=NOW)
    commuting.figures["0301", "0301", "Sysselsatte", "2017"] = 80
    new = pull(COMMUTING, service.client, store, retrieved_at=NOW)
    assert new.id != old.id
    assert store.manifest().editions == (old, new)


def test_years_are_asked_for_and_become_the_period(service, commuting, store):
    edition = pull(COMMUTING, service.client, store, retrieved_at=NOW, years=(2018, 2018))
    assert edition.period == "2018"
    assert service.bodies[-1]["selection"][-1] == {"variableCode": "Tid", "valueCodes": ["2018"]}


def test_code_list_is_asked_for_and_changes_the_vintage(service, fake_table, store):
    table = fake_table(
        {"Region": ["0104"], "Alder": ["000"], "ContentsCode": ["Personer1"], "Tid": ["2017"]},
        {("K-3103", "000", "Personer1", "2017"): 12},
    )
    table.code_lists["agg_KommSummer"] = ["K-3103"]
    service.tables["07459"] = table
    service.code_lists["agg_KommSummer"] = {
        "id": "agg_KommSummer",
        "label": "",
        "values": [{"code": "K-3103", "valueMap": ["0104"]}],
    }
    edition = pull(
        catalogue()["population"],
        service.client,
        store,
        retrieved_at=NOW,
        code_lists={"Region": "agg_KommSummer"},
    )
    assert edition.vintage == "grouped by the publisher: Region by agg_KommSummer"
    frame = queries.whole_table(store, "population").frame
    assert frame.select("municipality", "persons").rows() == [("3103", 12)]
    assert service.bodies[-1]["selection"][0]["codelist"] == "agg_KommSummer"


def test_table_without_mapping_is_kept_as_it_comes(service, fake_table, store):
    service.tables["06913"] = fake_table(
        {"Region": ["0301"], "ContentsCode": ["Fodte2"], "Tid": ["2017K1", "2017K2"]}
    )
    change = without_mapping("population_change")
    edition = pull(change, service.client, store, retrieved_at=NOW)
    assert edition.period == "2017K1-2017K2"
    frame = queries.whole_table(store, "population_change").frame
    assert frame.columns == ["region", "contentscode", "tid", "value", "status"]
    one = pull(
        change,
        service.client,
        Store(store.root / "one"),
        retrieved_at=NOW,
        limit=1,
    )
    assert one.checksum == edition.checksum


def test_unemployment_is_pulled_by_month(service, fake_table, store):
    service.tables["10540"] = fake_table(
        {
            "Region": ["0", "0301"],
            "Alder": ["15-29", "15-74"],
            "ContentsCode": ["RegHeltLedige"],
            "Tid": ["2017M10", "2017M11"],
        },
        {("0301", "15-74", "RegHeltLedige", "2017M11"): 2.5},
    )
    pull(catalogue()["unemployment"], service.client, store, retrieved_at=NOW)
    frame = queries.whole_table(store, "unemployment").frame
    assert frame.select("month", "municipality", "unemployment_rate").rows() == [
        ("2017M11", "0301", 2.5)
    ]


def test_components_of_change_may_be_negative(service, fake_table, store):
    figures = {
        "Folkemengde": 100,
        "Levende": 4,
        "Dode": 7,
        "Fodselsoverskudd": -3,
        "Innflyttinger": 9,
        "Utflyttinger": 4,
        "Nettoinnflytting": 5,
        "Folketilvekst": 2,
    }
    service.tables["06913"] = fake_table(
        {"Region": ["0301"], "ContentsCode": [*figures, "Other"], "Tid": ["2017"]},
        {("0301", code, "2017"): value for code, value in figures.items()},
    )
    pull(catalogue()["population_change"], service.client, store, retrieved_at=NOW)
    frame = queries.whole_table(store, "population_change").frame
    names = ["year", "municipality", "persons", "natural_increase", "net_migration", "change"]
    assert frame.select(names).rows() == [(2017, "0301", 100, -3, 5, 2)]
    apart = ["births", "deaths", "moves_in", "moves_out"]
    assert frame.select(apart).rows() == [(4, 7, 9, 4)]


def test_single_period_that_is_no_year_is_the_period(service, fake_table, store):
    service.tables["06913"] = fake_table({"Region": ["0301"], "Tid": ["2017K1"]})
    change = without_mapping("population_change")
    assert pull(change, service.client, store, retrieved_at=NOW).period == "2017K1"


def test_table_without_a_number_cannot_be_pulled(service, store):
    with pytest.raises(UnknownTable, match="'centrality' has no number"):
        pull(catalogue()["centrality"], service.client, store, retrieved_at=NOW)
    assert not store.root.exists()


def test_refusal_leaves_the_store_as_it_was(service, commuting, store):
    service.limit = 3
    with pytest.raises(RefusedQuery, match="Too many cells"):
        pull(COMMUTING, service.client, store, retrieved_at=NOW)
    assert store.manifest().editions == ()


def test_answer_to_another_question_is_refused_and_not_kept(service, commuting, store):
    wrong = commuting.answer([{"variableCode": "Tid", "valueCodes": ["2017"]}])
    service.mishaps = [None, (200, wrong, {})]
    with pytest.raises(InvalidResponse, match="lacks the dimension Bokommuen"):
        pull(COMMUTING, service.client, store, retrieved_at=NOW)
    assert list(store.root.rglob("*.json")) == []
    assert pull(COMMUTING, service.client, store, retrieved_at=NOW).rows == 4


def test_second_pull_of_the_same_table_is_told_to_wait(service, commuting, store):
    lock = store.root / "incoming" / "commuting" / "lock"
    with write_lock(lock), pytest.raises(StoreBusy):
        pull(COMMUTING, service.client, store, retrieved_at=NOW)


def body(fake_table, **dimensions):
    answer = fake_table(dimensions).answer(
        [{"variableCode": name, "valueCodes": codes} for name, codes in dimensions.items()]
    )
    return json.dumps(answer).encode()


def test_part_with_other_codes_is_refused(fake_table):
    given = body(fake_table, Region=["0301"], Tid=["2017"])
    with pytest.raises(InvalidResponse, match="other codes of Region"):
        read_part(given, {"Region": ("0301", "0219"), "Tid": ("2017",)})


def test_part_with_a_dimension_too_many_is_refused(fake_table):
    given = body(fake_table, Region=["0301"], Tid=["2017"])
    with pytest.raises(InvalidResponse, match=r"not asked for: \['Tid'\]"):
        read_part(given, {"Region": ("0301",)})


def test_part_in_another_order_is_put_in_ours(fake_table):
    given = body(fake_table, Tid=["2017"], Region=["0301"])
    frame = read_part(given, {"Region": ("0301",), "Tid": ("2017",)})
    assert frame.columns == ["Region", "Tid", "value", "status"]


def test_part_that_is_not_json_is_refused():
    with pytest.raises(InvalidResponse, match="not JSON"):
        read_part(b"{", {})


def test_parts_put_together_are_the_whole(fake_table):
    """Whatever the limit, the same cells come."""
    dimensions = {"Region": ["a", "b", "c"], "Sex": ["1", "2"], "Tid": ["2017", "2018"]}
    keys = product(*dimensions.values())
    table = fake_table(dimensions, {key: number for number, key in enumerate(keys)})
    selection = {name: tuple(codes) for name, codes in dimensions.items()}
    columns = list(selection)

    def read(limit):
        parts = split(selection, limit=limit, first="Tid")
        frames = []
        for part in parts:
            asked = [{"variableCode": n, "valueCodes": list(c)} for n, c in part.items()]
            frames.append(read_part(json.dumps(table.answer(asked)).encode(), part))
        return pl.concat(frames).sort(columns)

    assert all(read(limit).equals(read(100)) for limit in (1, 2, 3, 5, 7, 11))
