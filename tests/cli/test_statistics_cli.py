import polars as pl
import pytest
from click.testing import CliRunner
from tests.statistics.fake_service import fake_table, service

from byregion.cli.statistics import statistics

__all__ = ["fake_table", "service"]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("BYREGION_DATA", str(tmp_path / "store"))

    def invoke(*arguments, **more):
        return CliRunner().invoke(statistics, [str(argument) for argument in arguments], **more)

    return invoke


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    row = {"year": [2017], "home": ["0301"], "work": ["0301"], "employed": [5]}
    pl.DataFrame(row).write_parquet(made / "commuting.parquet")
    return made


def listed(result, table):
    return next(line for line in result.output.splitlines() if line.startswith(table)).split()


def test_list_shows_the_catalogue_and_what_the_store_has(run, folder):
    assert listed(run("list"), "commuting")[:4] == ["commuting", "03321", "-", "-"]
    run("load", folder)
    assert listed(run("list"), "commuting")[:4] == ["commuting", "03321", "2017", "1"]


def test_load_says_what_it_did(run, folder, tmp_path):
    result = run("load", folder)
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "loaded     commuting  2017  1 rows",
        f"Store: {tmp_path / 'store'}",
    ]
    assert run("load", folder).output.startswith("unchanged  commuting")


def test_load_into_another_store(run, folder, tmp_path):
    result = run("load", folder, "--store", tmp_path / "other")
    assert result.exit_code == 0
    assert (tmp_path / "other" / "current").exists()
    assert not (tmp_path / "store").exists()


def test_load_of_a_wrong_file_fails_and_names_it(run, tmp_path):
    (tmp_path / "labour_market.csv").write_text("municipality\n0301\n")
    result = run("load", tmp_path)
    assert result.exit_code == 1
    assert "Error: labour_market.csv, column year: is not there" in result.output


def test_load_of_a_folder_that_is_not_there_fails(run, tmp_path):
    assert run("load", tmp_path / "nowhere").exit_code == 2


def test_store_that_cannot_be_written_is_told_without_a_traceback(run, folder, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    result = run("load", folder, "--store", tmp_path / "file" / "store")
    assert result.exit_code == 1
    assert "Error: [Errno" in result.output


def test_show_tells_meaning_source_and_rows(run, folder):
    run("load", folder, "--retrieved-at", "2026-01-02")
    result = run("show", "03321", "--rows", "1")
    assert result.exit_code == 0
    assert "Licence    CC BY 4.0" in result.output
    assert "Source     commuting.parquet, retrieved 2026-01-02 00:00 UTC" in result.output
    assert "0301" in result.output


def test_show_without_the_table_in_the_store_explains_it(run):
    result = run("show", "toi_regions")
    assert result.exit_code == 0
    assert "Licence    unknown" in result.output
    assert "Not in the store" in result.output


def test_show_of_an_unknown_date_says_so(run, folder):
    run("load", folder)
    assert "retrieved unknown" in run("show", "commuting").output


@pytest.mark.parametrize("arguments", [["cats"], ["commuting", "--edition", "x"]])
def test_show_of_something_unknown_fails(run, arguments):
    result = run("show", *arguments)
    assert result.exit_code == 1
    assert result.output.count("Error: ") == 1


def test_verify_of_a_whole_store(run, folder):
    run("load", folder)
    result = run("verify")
    assert (result.exit_code, result.output) == (0, "1 editions are as they arrived\n")


def test_verify_of_an_empty_store_fails(run):
    result = run("verify")
    assert result.exit_code == 1
    assert "is empty" in result.output


def test_verify_of_a_damaged_store_fails(run, folder, tmp_path):
    run("load", folder)
    (file,) = (tmp_path / "store").rglob("*.parquet")
    file.write_bytes(b"other")
    result = run("verify")
    assert result.exit_code == 1
    assert "the file has changed since it arrived" in result.output
    assert "1 of 1 editions are not as they arrived" in result.output


def test_main_finds_the_group():
    from byregion.cli.main import engine

    result = CliRunner().invoke(engine, ["statistics", "--help"])
    assert result.exit_code == 0
    assert "verify" in result.output


def pull(run, service, *arguments):
    return run("pull", *arguments, "--address", service.client.base)


@pytest.fixture
def commuting(service, fake_table):
    service.tables["03321"] = fake_table(
        {
            "Bokommuen": ["0301"],
            "ArbstedKomm": ["0301"],
            "ContentsCode": ["Sysselsatte"],
            "Tid": ["2017", "2018"],
        },
        {("0301", "0301", "Sysselsatte", year): 5 for year in ("2017", "2018")},
    )


def test_pull_fetches_by_number_and_says_what_came(run, service, commuting):
    result = pull(run, service, "03321")
    assert result.exit_code == 0
    assert "pulled  commuting  2017-2018  2 rows" in result.output
    assert listed(run("list"), "commuting")[:4] == ["commuting", "03321", "2017-2018", "2"]


def test_pull_of_some_years(run, service, commuting):
    assert "2018  1 rows" in pull(run, service, "commuting", "--years", "2018").output
    assert "2017-2018  2 rows" in pull(run, service, "commuting", "--years", "2010-2018").output


def test_pull_in_parts_shows_how_far_it_has_come(run, service, commuting, monkeypatch):
    from functools import partial

    from byregion.statistics.sources import ssb

    monkeypatch.setattr(ssb, "pull", partial(ssb.pull, limit=1))
    result = pull(run, service, "commuting")
    assert result.exit_code == 0
    assert result.output.startswith("commuting\n")
    assert "2 rows" in result.output


def test_pull_of_grouped_codes(run, service, fake_table):
    service.code_lists["agg_KommSummer"] = {
        "id": "agg_KommSummer",
        "label": "",
        "values": [{"code": "K-3103", "valueMap": ["0104"]}],
    }
    dimensions = {"Region": ["0104"], "Alder": ["000"], "ContentsCode": ["Personer1"]}
    table = fake_table(
        {**dimensions, "Tid": ["2017"]}, {("K-3103", "000", "Personer1", "2017"): 12}
    )
    table.code_lists["agg_KommSummer"] = ["K-3103"]
    service.tables["07459"] = table
    result = pull(run, service, "population", "--code-list", "Region=agg_KommSummer")
    assert "pulled  population  2017  1 rows" in result.output


def test_pull_of_a_table_that_the_service_lacks_fails_with_its_diagnosis(run, service):
    result = pull(run, service, "03321")
    assert result.exit_code == 1
    assert "answered 404: Non-existent table" in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--years", "x"], "neither a year nor two"),
        (["--years", "2018-2017"], "ends before it begins"),
        (["--code-list", "Region"], "is not DIMENSION=LIST"),
    ],
)
def test_pull_with_a_wrong_option_explains_it(run, arguments, message):
    result = run("pull", "commuting", *arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_pull_of_nothing_fails(run):
    assert run("pull").exit_code == 2
