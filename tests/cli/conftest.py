"""A small made-up store for the analysis commands, with real municipality numbers."""

from datetime import UTC, datetime

import polars as pl
import pytest
from click.testing import CliRunner

from byregion.cli.main import engine
from byregion.statistics.catalogue import find_table
from byregion.statistics.store import Arrival, Store

# Made up: home, work, people. Hamar is a core, Stange and Løten near, Elverum at the edge; Oslo
# and its neighbour are far off; Trondheim keeps to itself with Malvik.
COMMUTERS = [
    ("3403", "3403", 9000),
    ("3403", "0301", 300),
    ("3413", "3413", 4000),
    ("3413", "3403", 2500),
    ("3412", "3412", 1500),
    ("3412", "3403", 900),
    ("3420", "3420", 6000),
    ("3420", "3403", 500),
    ("3024", "3024", 20000),
    ("3024", "0301", 30000),
    ("0301", "0301", 250000),
    ("0301", "3024", 25000),
    ("0301", "3403", 20),
    ("5001", "5001", 90000),
    ("5001", "0301", 500),
    ("5031", "5031", 2000),
    ("5031", "5001", 4000),
]
PEOPLE = {
    "3403": 31000,
    "3413": 20000,
    "3412": 7600,
    "3420": 21000,
    "3024": 128000,
    "0301": 690000,
    "5001": 205000,
    "5031": 14000,
}
OLD = {"3403": "0403", "3413": "0417", "3412": "0415", "3420": "0427", "3024": "0219"}
DIVISION = {
    "3403": "H",
    "3412": "H",
    "3413": "H",
    "3420": "E",
    "0301": "O",
    "3024": "O",
    "5001": "T",
    "5031": "T",
}


def flows():
    """Commuting of 2019, in the numbers of then, and of 2021 and 2022."""
    rows = []
    for year, more in ((2019, 40), (2021, 10), (2022, 0)):
        for home, work, employed in COMMUTERS:
            pair = (home, work)
            if year < 2020:
                pair = tuple(OLD.get(code, code) for code in pair)
            rows.append((year, *pair, employed + more))
    return pl.DataFrame(rows, schema=["year", "home", "work", "employed"], orient="row")


def people():
    """Residents 2005-2023: Stange does this year as Hamar did last year, the rest as they like."""
    rows = []
    wave = [0.4, -0.6, 1.1, -0.2, 0.9, -1.0, 0.1, 0.7, -0.8, 0.5, -0.3, 1.2, -0.9, 0.2, 0.8, -0.5]
    wave = [*wave, 0.6, -0.1, 0.3, -0.7]
    noise = [0.02, -0.05, 0.04, 0.01, -0.03, 0.05, -0.02]
    for place, (code, size) in enumerate(PEOPLE.items()):
        level = float(size)
        for t, year in enumerate(range(2005, 2024)):
            own = {"3403": wave[t + 1], "3413": wave[t], "3412": -wave[t]}.get(
                code, wave[(t * (place + 2) + 5) % len(wave)]
            )
            level *= 1 + (own + noise[(t * 3 + place) % len(noise)]) / 100
            number = OLD.get(code, code) if year < 2020 else code
            if code in ("5001", "5031") and year < 2018:
                number = {"5001": "1601", "5031": "1663"}[code]
            rows.append((year, number, 30, round(level)))
    return pl.DataFrame(rows, schema=["year", "municipality", "age", "persons"], orient="row")


def division():
    rows = [(code, region, "Made up") for code, region in DIVISION.items()]
    rows.append(("3444", "X", "no municipality"))
    return pl.DataFrame(rows, schema=["municipality", "region", "region_name"], orient="row")


@pytest.fixture(scope="session")
def small_store(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("small") / "store")
    tables = {
        "commuting": (flows(), "2019-2022"),
        "population": (people(), "2005-2023"),
        "toi_regions": (division(), "2020"),
    }
    store.add(
        [
            Arrival(
                table=find_table(name),
                frame=frame,
                source="made up",
                source_checksum="none",
                period=period,
                retrieved=datetime(2026, 1, 2, tzinfo=UTC),
            )
            for name, (frame, period) in tables.items()
        ]
    )
    return store


@pytest.fixture(scope="session")
def real_store(shared_statistics, tmp_path_factory):
    folder = tmp_path_factory.mktemp("real") / "store"
    arguments = ["statistics", "load", str(shared_statistics), "--store", str(folder)]
    result = CliRunner().invoke(engine, [*arguments, "--retrieved-at", "2026-01-15"])
    assert result.exit_code == 0, result.output
    return Store(folder)


@pytest.fixture
def byregion(small_store, monkeypatch):
    """Run a command line on the small store."""
    monkeypatch.setenv("BYREGION_DATA", str(small_store.root))

    def invoke(*arguments):
        return CliRunner().invoke(engine, [str(argument) for argument in arguments])

    return invoke


@pytest.fixture
def byregion_real(real_store, monkeypatch):
    """Run a command line on the national tables."""
    monkeypatch.setenv("BYREGION_DATA", str(real_store.root))

    def invoke(*arguments):
        return CliRunner().invoke(engine, [str(argument) for argument in arguments])

    return invoke
