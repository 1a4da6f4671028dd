"""What --out writes is there whole or not at all."""

import json

import polars as pl
import pytest

KINDS = ["csv", "parquet", "json"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_replaces_the_one_before_and_leaves_nothing_beside(byregion, tmp_path, kind):
    out = tmp_path / f"out.{kind}"
    out.write_text("older")
    assert byregion("flows", "--out", out).exit_code == 0
    assert out.read_bytes() != b"older"
    beside = {"out.csv-metadata.json"} if kind == "csv" else set()
    assert {path.name for path in tmp_path.iterdir()} == {out.name} | beside


def broken(*_args, **_kwargs):
    raise OSError("no space left on device")


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_an_interrupted_write_leaves_what_was_there(byregion, tmp_path, monkeypatch, kind, before):
    """The disk is full when the file is about to be put in place."""
    out = tmp_path / f"out.{kind}"
    if before:
        out.write_text("older")
    monkeypatch.setattr("byregion.statistics.disk.os.fsync", broken)
    result = byregion("flows", "--out", out)
    assert result.exit_code == 1
    assert "no space left on device" in result.output
    assert [path.read_text() for path in tmp_path.iterdir()] == (["older"] if before else [])


def test_a_table_that_cannot_be_written_takes_its_statement_with_it(
    byregion, tmp_path, monkeypatch
):
    monkeypatch.setattr(pl.DataFrame, "write_csv", broken)
    assert byregion("flows", "--out", tmp_path / "out.csv").exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_converted_sheet_is_whole_or_not_there(byregion, tmp_path, monkeypatch):
    sheet, out = tmp_path / "sheet.csv", tmp_path / "out.csv"
    sheet.write_text("code,year,value\n0403,2017,3\n")
    columns = ("--code", "code", "--year", "year", "--value", "value")
    arguments = ("geography", "convert", sheet, "--to", "2020", *columns, "--out", out)
    monkeypatch.setattr("byregion.statistics.disk.os.fsync", broken)
    assert byregion(*arguments).exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.csv"]
    monkeypatch.undo()
    assert byregion(*arguments).exit_code == 0
    assert pl.read_csv(out)["value"].to_list() == [3]


def test_the_statement_of_a_csv_is_that_of_the_json(byregion, tmp_path):
    for kind in ("csv", "json"):
        byregion("flows", "--out", tmp_path / f"out.{kind}")
    beside = json.loads((tmp_path / "out.csv-metadata.json").read_text())
    whole = json.loads((tmp_path / "out.json").read_text())
    assert beside["notes"] == [whole["provenance"]]
