"""The source tables of an annex: out of a store and back, checked where they come from anyone."""

import hashlib
import io
import json
from datetime import UTC, datetime

import polars as pl
import pytest
from tests.cli.conftest import flows

from byregion.report import AnnexError
from byregion.report.inputs import MANIFEST, checked, inputs_of, store_in
from byregion.statistics.catalogue import find_table
from byregion.statistics.store import Arrival, Store


def arrival(frame, table="commuting"):
    return Arrival(
        table=find_table(table),
        frame=frame,
        source="made up",
        source_checksum="none",
        period="2019-2022",
        retrieved=datetime(2026, 1, 2, tzinfo=UTC),
    )


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "store")
    other = pl.DataFrame(
        {"municipality": ["0301"], "region": ["1"], "region_name": ["A"]},
    )
    made.add([arrival(flows().head(3)), arrival(other, "toi_regions")])
    made.add([arrival(flows())])
    return made


def test_only_current_editions_of_tables_that_an_analysis_reads_go_along(store, tmp_path):
    inputs = inputs_of(store)
    assert [edition.table for edition in inputs.editions] == ["commuting"]
    again = store_in(checked(inputs.files), tmp_path / "again")
    assert again.edition("commuting") == store.edition("commuting")
    assert not again.verify()
    assert inputs_of(again).files == inputs.files


def changed(inputs, **values):
    """Give the files with other values in the record of the one table."""
    plain = json.loads(inputs.files[MANIFEST])
    plain["editions"][0] |= values
    return {**inputs.files, MANIFEST: json.dumps(plain).encode()}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"table": "nothing"}, "name 'nothing'"),
        ({"table": "toi_regions"}, "name 'toi_regions'"),
        ({"file": "../../etc/passwd"}, "etc/passwd"),
        ({"file": "tables/commuting/0000000000000000.parquet"}, "is not in the annex"),
        ({"file": None}, "None"),
        ({"checksum": "0" * 64}, "is not the file"),
    ],
)
def test_a_record_that_leads_elsewhere_is_refused(store, values, message):
    with pytest.raises(AnnexError, match=message):
        checked(changed(inputs_of(store), **values))


def replaced(inputs, content):
    """Give the files with another file of the one table, its checksum made to fit."""
    file = inputs.editions[0].file
    files = changed(inputs, checksum=hashlib.sha256(content).hexdigest())
    return {**files, file: content}


def parquet(frame):
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def test_a_table_that_is_none_is_refused(store):
    inputs = inputs_of(store)
    with pytest.raises(AnnexError, match="cannot be read"):
        checked(replaced(inputs, b"no parquet"))
    with pytest.raises(AnnexError, match="other columns"):
        checked(replaced(inputs, parquet(flows().drop("employed"))))


def test_more_rows_than_a_table_can_have_are_refused(store, monkeypatch):
    monkeypatch.setattr("byregion.report.inputs.MOST_ROWS", 10)
    with pytest.raises(AnnexError, match="more rows"):
        checked(inputs_of(store).files)


@pytest.mark.realdata
def test_an_analysis_reads_no_table_that_is_left_out(national_store, tmp_path):
    """Compute from all that is loaded and from what goes along: the same result."""
    from byregion.analysis.region_analysis.result import result_bytes
    from byregion.statistics.region_analysis import analyse, read_analysis_inputs

    few = store_in(inputs_of(national_store), tmp_path / "few")
    assert len(few.manifest().editions) < len(national_store.manifest().current)
    made = [
        result_bytes(analyse(read_analysis_inputs(each, year=2017), ("1804", "1841")))
        for each in (national_store, few)
    ]
    assert made[0] == made[1]


def test_a_table_that_was_pulled_tells_the_state_of_its_figures_and_goes_along(tmp_path):
    made = Store(tmp_path / "pulled")
    made.add([arrival(flows().with_columns(status=pl.lit("given")))])
    inputs = inputs_of(made)
    assert checked(inputs.files).editions == inputs.editions


def test_a_table_stored_before_it_had_an_optional_column_goes_along(tmp_path):
    frame = pl.DataFrame(
        {
            "year": [2017], "municipality": ["0301"], "persons": [5], "natural_increase": [1],
            "net_migration": [2], "change": [3],
        }
    )  # fmt: skip
    made = Store(tmp_path / "old")
    made.add([arrival(frame, "population_change")])
    assert checked(inputs_of(made).files).editions[0].table == "population_change"
    made.add([arrival(frame.with_columns(guess=pl.lit(1)), "population_change")])
    with pytest.raises(AnnexError, match="other columns"):
        checked(inputs_of(made).files)
