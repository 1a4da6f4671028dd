"""The data annex: the same bytes, described, and read as something that a stranger has made."""

import csv
import io
import json
import struct
import zipfile
from dataclasses import replace

import polars as pl
import pytest
from tests.insight.samples import make_analysis
from tests.report.test_report import made

from byregion.analysis.region_analysis.result import result_bytes
from byregion.report import AnnexError, annex, open_annex, read_annex
from byregion.report import archive as zips
from byregion.report.again import compared, computed_again
from byregion.report.annex import RESULT
from byregion.report.inputs import TABLES, checked
from byregion.statistics.catalogue import catalogue


def files_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(*files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def test_an_annex_gives_the_analysis_back_and_is_the_same_to_the_byte():
    written = annex(made())
    assert written == annex(made())
    assert read_annex(written) == made()
    assert annex(read_annex(written)) == written


def test_names_stand_in_order_and_no_time_goes_in():
    with zipfile.ZipFile(io.BytesIO(annex(made()))) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {info.date_time for info in archive.infolist()} == {zips.EPOCH}


def test_every_table_stands_as_csv_and_parquet_with_the_same_rows():
    analysis = made()
    files = files_of(annex(analysis))
    tables = [table for chapter in analysis.chapters for table in chapter.tables]
    assert tables
    for table in tables:
        frame = pl.read_parquet(io.BytesIO(files[f"tables/{table.key}.parquet"]))
        assert frame.equals(table.frame)
        rows = list(csv.DictReader(files[f"tables/{table.key}.csv"].decode().splitlines()))
        assert len(rows) == table.frame.height
        assert list(rows[0]) == table.frame.columns


def test_the_package_describes_every_file_of_a_table():
    files = files_of(annex(make_analysis()))
    package = json.loads(files["datapackage.json"])
    described = {one["path"]: one for one in package["resources"]}
    assert set(described) == {name for name in files if name.startswith("tables/")}
    one = described["tables/commuting.matrix.csv"]
    assert one["bytes"] == len(files[one["path"]])
    fields = {field["name"]: field for field in one["schema"]["fields"]}
    assert fields["employed"]["type"] == "integer"
    assert fields["employed"]["unit"] == "persons"
    assert set(fields["employed"]["titles"]) == {"nn", "nb", "en"}
    assert one["sources"][0]["table"] == "03321"
    assert one["sources"][0]["retrieved"] == "2026-11-01"
    assert package["parameters"] == {"horizon": 10}
    assert package["languages"] == ["nn", "nb", "en"]
    parquet = pl.read_parquet_metadata(io.BytesIO(files["tables/commuting.matrix.parquet"]))
    assert json.loads(parquet["byregion"])["period"] == "2017K4"


def test_the_readme_tells_in_three_languages_what_there_is():
    text = files_of(annex(make_analysis()))["README.md"].decode()
    for words in ("Slik siterer du", "Regne ut på nytt", "How to cite", "Rekne ut på nytt"):
        assert words in text
    assert text.count("03321") == 3
    assert text.count("CC BY 4.0") >= 6
    assert text.count("--from-annex") == 3 == text.count("--store")
    assert "{" not in text


BOMB = packed(("analysis.json", b" " * (zips.MOST_BYTES + 1)))


def understated(content):
    """Let a ZIP say that its files are ten bytes long."""
    raw = bytearray(content)
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = raw.find(signature) + at
        raw[place : place + 4] = struct.pack("<I", 10)
    return bytes(raw)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (b"", "no annex"),
        (b"nothing", "no annex"),
        (annex(made())[:-40], "no annex"),
        (packed(("other.json", b"{}")), "it has no analysis.json"),
        (packed(("analysis.json", b"[]")), "no annex"),
        (packed(("analysis.json", b'{"format": 1}')), "no annex"),
        (packed(("analysis.json", b'{"format": 99}')), "format 99"),
        (packed(("analysis.json", b"\xff")), "no annex"),
        (packed(("analysis.json", b"[" * 200_000)), "no annex"),
        (packed(("analysis.json", b" " * 60_000_001)), "larger than any"),
        (BOMB, "holds more than"),
        (understated(BOMB), "no annex"),
        (packed(*((str(n), b"") for n in range(zips.MOST_FILES + 1))), "is the most"),
        (packed(("analysis.json", b"{}"), ("../out", b"")), "'../out'"),
        (packed(("analysis.json", b"{}"), ("/etc/x", b"")), "'/etc/x'"),
        (packed(("analysis.json", b"{}"), ("a\\..\\x", b"")), "with the name"),
        (packed(("analysis.json", b"{}"), ("c:x", b"")), "'c:x'"),
    ],
    ids=[
        "empty", "text", "cut", "foreign", "list", "bare", "newer", "bytes", "deep", "large",
        "bomb", "bomb that says it is small", "many", "upwards", "absolute", "backslash", "drive",
    ],
)  # fmt: skip
def test_what_is_no_annex_is_refused(broken, message):
    with pytest.raises(AnnexError, match=message):
        read_annex(broken)


def test_a_name_that_stands_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = packed(("analysis.json", b"{}"), ("analysis.json", b"[]"))
    with pytest.raises(AnnexError, match="'analysis.json'"):
        read_annex(twice)


def test_an_encrypted_annex_is_refused():
    raw = bytearray(packed(("analysis.json", b"{}")))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.find(signature) + at] |= 1
    with pytest.raises(AnnexError, match="encrypted"):
        read_annex(bytes(raw))


def test_an_annex_packed_again_by_another_program_is_read():
    files = files_of(annex(made()))
    again = packed(("tables/", b""), *files.items(), method=zipfile.ZIP_STORED)
    assert read_annex(again) == made()


def test_a_result_of_odd_types_is_refused():
    plain = json.loads(result_bytes(made()))
    table = next(t for c in plain["chapters"] for t in c["tables"])
    table["frame"]["employed"] = ["many", {"a": 1}]
    with pytest.raises(AnnexError):
        read_annex(packed((RESULT, json.dumps(plain).encode())))


def test_an_annex_without_inputs_cannot_be_computed_again():
    with pytest.raises(AnnexError, match="no inputs"):
        computed_again(open_annex(annex(made())))


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no list of tables"),
        ({"manifests/00000001.json": b"[]"}, "no list of tables"),
        ({"manifests/00000001.json": b'{"format": 7}'}, "no list of tables"),
    ],
)
def test_inputs_without_a_list_of_tables_are_refused(files, message):
    with pytest.raises(AnnexError, match=message):
        checked(files)


def test_a_difference_is_told_by_chapter():
    stored = open_annex(annex(make_analysis()))
    assert compared(stored, make_analysis()).same
    named = replace(make_analysis(), parameters={"horizon": 10, "tables": ("ab",)})
    assert compared(stored, named).same
    newer = compared(stored, replace(make_analysis(), version="9.9"))
    assert newer.same
    assert (newer.stored_version, newer.version) == ("0.1.0", "9.9")
    other = compared(stored, make_analysis(people=121))
    assert not other.same
    assert other.differing == ("commuting",)


def test_every_table_that_an_analysis_reads_is_in_the_catalogue():
    assert set(TABLES) <= set(catalogue())
