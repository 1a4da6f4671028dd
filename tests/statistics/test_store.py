import json
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from byregion.statistics import disk
from byregion.statistics.catalogue import catalogue
from byregion.statistics.errors import StoreBusy, StoreDamaged, UnknownTable
from byregion.statistics.manifest import Manifest
from byregion.statistics.store import Arrival, Store, _platform_folder, default_folder


def arrival(jobs=110, *, table="labour_market", **more):
    frame = pl.DataFrame({"municipality": ["0301"], "year": [2017], "jobs": [jobs]})
    return Arrival(catalogue()[table], frame, "some.csv", "abc", "2017", **more)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def jobs_in(store):
    return pl.read_parquet(store.path(store.edition("labour_market")))["jobs"].item()


def test_empty_store_has_an_empty_manifest(store):
    assert store.manifest() == Manifest()


def test_edition_carries_its_origin(store):
    (edition,) = store.add(
        [arrival(retrieved=datetime(2026, 1, 2, 3, tzinfo=UTC), query={"Tid": ["2017"]})]
    )
    assert store.edition("labour_market") == edition
    assert edition.retrieved == datetime(2026, 1, 2, 3, tzinfo=UTC)
    assert edition.query == {"Tid": ["2017"]}
    assert edition.checksum == disk.checksum(store.path(edition))
    source = edition.provenance
    assert (source.table, source.licence) == ("11618/11616", "CC BY 4.0")
    assert source.retrieved.isoformat() == "2026-01-02"


def test_unknown_licence_is_called_unknown(store):
    (edition,) = store.add([arrival(table="toi_regions")])
    assert edition.licence is None
    assert edition.provenance.licence == "unknown"
    assert edition.provenance.retrieved is None


def test_old_editions_are_kept(store):
    (old,) = store.add([arrival(110)])
    (new,) = store.add([arrival(120)])
    assert jobs_in(store) == 120
    assert pl.read_parquet(store.path(store.edition("labour_market", old.id)))["jobs"].item() == 110
    assert store.manifest().editions == (old, new)
    assert store.verify() == ()


def test_same_table_again_changes_nothing(store):
    first = store.add([arrival(), arrival(table="commuting")])
    assert store.add([arrival()]) == first[:1]
    assert store.manifest().generation == 1
    assert not list(store.root.rglob("*.part"))


def test_date_of_retrieval_can_be_told_afterwards(store):
    (undated,) = store.add([arrival()])
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    (dated,) = store.add([arrival(retrieved=moment)])
    assert (dated.id, dated.retrieved) == (undated.id, moment)
    assert store.add([arrival()]) == (dated,)
    assert store.manifest().editions == (dated,)
    earlier = (store.root / "manifests" / "00000001.json").read_text()
    assert json.loads(earlier)["editions"][0]["retrieved"] is None


def test_older_edition_can_come_back(store):
    (old,) = store.add([arrival(110)])
    store.add([arrival(120)])
    assert store.add([arrival(110)]) == (old,)
    assert jobs_in(store) == 110
    assert len(store.manifest().editions) == 2


def test_lost_file_is_written_again(store):
    (edition,) = store.add([arrival()])
    store.path(edition).unlink()
    store.add([arrival()])
    assert store.verify() == ()


def test_unknown_table_says_how_to_bring_it_in(store):
    with pytest.raises(UnknownTable, match="has no table 'cats'; bring it in"):
        store.edition("cats")


def test_unknown_edition_is_named(store):
    store.add([arrival()])
    with pytest.raises(UnknownTable, match="no edition 'x' of table 'labour_market'"):
        store.edition("labour_market", "x")


def test_verify_finds_changed_and_lost_files(store):
    changed, lost = store.add([arrival(), arrival(table="commuting")])
    store.path(changed).write_bytes(b"other")
    store.path(lost).unlink()
    assert [problem.what for problem in store.verify()] == [
        "the file has changed since it arrived",
        "the file is not there",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "is not a manifest"),
        (b'{"format": 1}', "is not a manifest: KeyError"),
        (b'{"format": 99}', "has format 99, and this version reads 1"),
        (b'{"format": 1, "generation": 1, "current": {}, "editions": [{"x": 1}]}', "KeyError"),
    ],
)
def test_damaged_manifest_is_told(store, content, message):
    store.add([arrival()])
    (store.root / "manifests" / "00000001.json").write_bytes(content)
    with pytest.raises(StoreDamaged, match=message):
        store.manifest()


def test_pointer_to_nothing_is_told(store):
    store.add([arrival()])
    (store.root / "current").write_text("00000009.json\n")
    with pytest.raises(StoreDamaged, match="points at '00000009"):
        store.manifest()


def test_failed_write_leaves_the_store_as_it_was(store, monkeypatch):
    store.add([arrival(110)])

    def fail(path, content):
        if path.name == "current":
            raise OSError("disk full")
        disk.write_bytes(path, content)

    monkeypatch.setattr("byregion.statistics.store.write_bytes", fail)
    with pytest.raises(OSError, match="disk full"):
        store.add([arrival(120)])
    assert jobs_in(store) == 110
    monkeypatch.undo()
    store.add([arrival(120)])
    assert jobs_in(store) == 120
    assert store.verify() == ()


def test_write_that_fails_leaves_no_part(tmp_path):
    def fail(stream):
        stream.write(b"half")
        raise OSError("disk full")

    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(OSError, match="disk full"):
        disk.write_whole(tmp_path / "file", fail)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_bytes() == b"old"


def test_part_of_a_killed_writer_is_removed(store):
    store.add([arrival()])
    left = store.root / "tables" / "labour_market" / ".x.parquet.1.part"
    other = store.root / ".current.1.part"
    pulled = store.root / "incoming" / "commuting" / ".x.json.1.part"
    pulled.parent.mkdir(parents=True)
    for part in (left, other, pulled):
        part.write_bytes(b"half")
    store.add([arrival(120)])
    assert not left.exists()
    assert not other.exists()
    assert pulled.exists(), "a pull of another process may be writing it"


def test_views_stay_at_the_state_they_were_opened_in(store):
    store.add([arrival(110)])
    with store.connect(store.manifest()) as connection:
        store.add([arrival(120)])
        assert connection.execute("SELECT jobs FROM labour_market").fetchall() == [(110,)]
    with store.connect(store.manifest()) as connection:
        assert connection.execute("SELECT jobs FROM labour_market").fetchall() == [(120,)]


def test_connection_reaches_the_store_only(store, tmp_path):
    import duckdb

    store.add([arrival()])
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with store.connect(store.manifest()) as connection, pytest.raises(duckdb.PermissionException):
        connection.execute("SELECT * FROM read_csv(?)", [str(tmp_path / "secret.csv")])


def test_folder_comes_from_the_environment():
    assert default_folder({"BYREGION_DATA": "/data/x"}) == Path("/data/x")


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"XDG_DATA_HOME": "/x"}, "linux", Path("/x")),
        ({}, "linux", Path.home() / ".local" / "share"),
        ({}, "darwin", Path.home() / "Library" / "Application Support"),
        ({"LOCALAPPDATA": "/l"}, "win32", Path("/l")),
        ({}, "win32", Path.home() / "AppData" / "Local"),
    ],
)
def test_folder_without_environment_is_the_platforms(environment, platform, expected):
    assert _platform_folder(environment, platform) == expected


def test_folder_is_named_after_us():
    assert default_folder({"XDG_DATA_HOME": "/x"}).parts[-2:] == ("byregion", "statistics")


def test_default_folder_reads_the_process_environment(monkeypatch):
    monkeypatch.setenv("BYREGION_DATA", "/data/y")
    assert default_folder() == Path("/data/y")


WRITER = """
import sys
from pathlib import Path
import polars as pl
from byregion.statistics.catalogue import catalogue
from byregion.statistics.store import Arrival, Store

store = Store(Path(sys.argv[1]))
for n in range(1, 31):
    store.add([
        Arrival(catalogue()[name], pl.DataFrame({"n": [n] * 1000}), "x", "y", "2017")
        for name in ("commuting", "labour_market")
    ])
"""


def python(code, *arguments):
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)])


def test_reader_during_loads_of_another_process_sees_one_state(store):
    """Two tables are loaded together thirty times; a reader never sees one without the other."""
    sql = "SELECT c.n, l.n, count(*) FROM commuting c POSITIONAL JOIN labour_market l GROUP BY ALL"
    seen = set()
    writer = python(WRITER, store.root)
    while writer.poll() is None:
        manifest = store.manifest()
        if manifest.current:
            with store.connect(manifest) as connection:
                ((left, right, rows),) = connection.execute(sql).fetchall()
            assert left == right
            assert rows == 1000
            seen.add(left)
    assert writer.returncode == 0
    assert len(seen) > 1
    assert store.manifest().generation == 30
    assert store.verify() == ()


def test_writer_killed_in_the_middle_leaves_a_whole_store(store):
    for wanted in (3, 7, 12):
        writer = python(WRITER, store.root)
        while store.manifest().generation < wanted and writer.poll() is None:
            pass
        writer.kill()
        writer.wait()
        manifest = store.manifest()
        assert set(manifest.current) == {"commuting", "labour_market"}
        assert store.verify() == ()
    store.add([arrival()])
    assert not list(store.root.rglob("*.part"))


HOLDER = """
import sys
from pathlib import Path
from byregion.statistics.disk import write_lock

with write_lock(Path(sys.argv[1]) / "lock"):
    Path(sys.argv[1], "held").touch()
    sys.stdin.read()
"""


def test_second_writer_is_told_to_wait_and_a_killed_one_lets_go(store):
    store.root.mkdir(parents=True)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(store.root)], stdin=subprocess.PIPE
    )
    try:
        while not (store.root / "held").exists():
            assert holder.poll() is None
        with pytest.raises(StoreBusy, match="another process is writing"):
            store.add([arrival()])
    finally:
        holder.kill()
        holder.communicate()
    store.add([arrival()])
    assert jobs_in(store) == 110


def test_manifest_is_readable_json(store):
    store.add([arrival(retrieved=datetime(2026, 1, 2, tzinfo=UTC))])
    content = json.loads((store.root / "manifests" / "00000001.json").read_text())
    assert content["editions"][0]["retrieved"] == "2026-01-02T00:00:00+00:00"


def test_query_of_a_lost_file_says_what_to_do(store):
    (edition,) = store.add([arrival()])
    store.path(edition).unlink()
    with pytest.raises(StoreDamaged, match="is not there; bring labour_market in again"):
        store.file(edition)
    with pytest.raises(StoreDamaged), store.connect(store.manifest()):
        pytest.fail("the connection should not open")
