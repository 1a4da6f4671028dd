"""`byregion analyse`: from a store or an annex, to a screen, JSON and files."""

import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pypdf
import pytest
from click.testing import CliRunner
from tests.cli.conftest import flows, people
from tests.insight.samples import make_analysis

from byregion.analysis.region_analysis.result import RegionAnalysis
from byregion.cli.main import engine
from byregion.report import annex as packed
from byregion.report import open_annex
from byregion.report.archive import zipped
from byregion.statistics.catalogue import find_table
from byregion.statistics.store import Arrival, Store

MEMBERS = ("Hamar", "Stange", "Løten")
STEM = "3403-3412-3413"


def run(*arguments):
    return CliRunner().invoke(engine, ["analyse", *map(str, arguments)])


def of_all_ages(frame):
    """Spread people evenly over the ages, since a projection needs somebody at each."""
    spread = frame.drop("age", "persons").join(
        pl.DataFrame({"age": list(range(100))}, schema={"age": pl.Int64}), how="cross"
    )
    total = frame.drop("age")
    return spread.join(total, on=["year", "municipality"]).with_columns(
        (pl.col("persons") // 100).cast(pl.Int64)
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    made = Store(tmp_path_factory.mktemp("ages") / "store")
    tables = {
        "commuting": (flows(), "2019-2022"),
        "population": (of_all_ages(people()), "2005-2023"),
    }
    made.add(
        [
            Arrival(
                table=find_table(name),
                frame=frame.select([column.name for column in find_table(name).columns]),
                source="made up",
                source_checksum="none",
                period=period,
                retrieved=datetime(2026, 1, 2, tzinfo=UTC),
            )
            for name, (frame, period) in tables.items()
        ]
    )
    return made.root


@pytest.fixture(scope="module")
def own_annex(store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("annex")
    result = run(*MEMBERS, "--store", store, "--report", "data", "--out", folder)
    assert result.exit_code == 0, result.output
    return folder / f"{STEM}.zip"


@pytest.fixture
def result_only(tmp_path):
    """Give an annex of a made-up analysis that rests on no table."""
    path = tmp_path / "region.zip"
    made = make_analysis()
    # The made-up sentence has no words; the screen is tested with the real ones.
    silent = replace(made, chapters=tuple(replace(one, findings=()) for one in made.chapters))
    path.write_bytes(packed(silent))
    return path


def refilled(path, at, **changed):
    """Write an annex again with other content in some of its files."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files |= {name: change(files[name]) for name, change in changed.items()}
    at.write_bytes(zipped(files))
    return at


def test_a_region_of_codes_is_told_and_its_result_printed(store):
    told = run(*MEMBERS, "--store", store)
    assert told.exit_code == 0, told.output
    assert "Hamar" in told.stdout
    assert "retrieved 2026-01-02" in told.stdout
    printed = run("3413", "3403", "3412", "--store", store, "--json")
    plain = json.loads(printed.stdout)
    assert plain["subject"]["members"] == ["3403", "3412", "3413"]
    assert plain["year"] == 2022


def test_cores_may_be_decided(store):
    plain = json.loads(run(*MEMBERS, "--cores", "Stange", "--store", store, "--json").stdout)
    assert plain["subject"]["cores"] == ["3413"]
    assert plain["subject"]["cores_given"] is True


@pytest.mark.parametrize("lang", ["nn", "en"])
def test_every_kind_of_report_is_written(store, tmp_path, lang):
    made = run(
        *MEMBERS, "--store", store, "--report", "pdf,docx,html,data,pdf",
        "--lang", lang, "--date", "2026-11-25", "--out", tmp_path / "new" / "folder",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    names = {path.name for path in (tmp_path / "new" / "folder").iterdir()}
    kinds = ("pdf", "docx", "html")
    assert names == {f"{STEM}.zip", *(f"{STEM}.{lang}.{kind}" for kind in kinds)}
    assert made.stdout.count("Written") == 4
    reader = pypdf.PdfReader(tmp_path / "new" / "folder" / f"{STEM}.{lang}.pdf")
    assert reader.metadata.creation_date.date().isoformat() == "2026-11-25"
    assert reader.trailer["/Root"]["/Lang"].startswith(lang)


def test_the_annex_of_a_region_is_computed_again_and_is_the_same(own_annex):
    again = run("--from-annex", own_annex, "--json")
    assert again.exit_code == 0, again.output
    assert "Computed again" in again.stderr
    assert again.stderr.rstrip().endswith("the same")
    with zipfile.ZipFile(own_annex) as archive:
        assert again.stdout.rstrip("\n").encode() == archive.read("analysis.json")


def test_an_annex_made_from_an_annex_is_the_same_file(own_annex, tmp_path):
    made = run("--from-annex", own_annex, "--report", "data", "--out", tmp_path)
    assert made.exit_code == 0, made.output
    assert (tmp_path / own_annex.name).read_bytes() == own_annex.read_bytes()
    smaller = run(
        "--from-annex", own_annex, "--report", "data", "--without-inputs", "--out", tmp_path
    )
    assert smaller.exit_code == 0, smaller.output
    assert not open_annex((tmp_path / own_annex.name).read_bytes()).inputs


def test_an_unpacked_annex_is_a_store(own_annex, tmp_path):
    with zipfile.ZipFile(own_annex) as archive:
        archive.extractall(tmp_path)
    again = run(*MEMBERS, "--store", tmp_path / "inputs", "--json")
    assert again.stdout.rstrip("\n").encode() == (tmp_path / "analysis.json").read_bytes()


def changed_result(content):
    plain = json.loads(content)
    finding = next(c for c in plain["chapters"] if c["key"] == "glance")["findings"][0]
    finding["values"]["persons"] += 1
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_a_changed_result_is_found_out(own_annex, tmp_path):
    path = refilled(own_annex, tmp_path / "a.zip", **{"analysis.json": changed_result})
    result = run("--from-annex", path, "--report", "pdf", "--out", tmp_path / "none")
    assert result.exit_code == 3
    assert "chapters that differ: glance" in result.stderr
    assert "was changed after it was made" in result.stderr
    assert not (tmp_path / "none").exists()


def test_another_version_whose_result_is_the_same_is_told(own_annex, tmp_path):
    def older(content):
        return content.replace(b'"version":"0.', b'"version":"0.0.')

    path = refilled(own_annex, tmp_path / "a.zip", **{"analysis.json": older})
    result = run("--from-annex", path, "--json")
    assert result.exit_code == 0, result.output
    assert "made by version 0.0." in result.stderr


def test_another_version_whose_result_differs_says_which_to_use(own_annex, tmp_path):
    def older(content):
        return changed_result(content).replace(b'"version":"0.', b'"version":"0.0.')

    path = refilled(own_annex, tmp_path / "a.zip", **{"analysis.json": older})
    result = run("--from-annex", path)
    assert result.exit_code == 3
    assert "use byregion 0.0." in result.stderr


def test_source_tables_that_were_changed_are_refused(own_annex, tmp_path):
    with zipfile.ZipFile(own_annex) as archive:
        name = next(n for n in archive.namelist() if n.startswith("inputs/tables/population/"))
    path = refilled(own_annex, tmp_path / "a.zip", **{name: lambda content: content + b" "})
    result = run("--from-annex", path)
    assert result.exit_code == 1
    assert "is not the file that the analysis was made from" in result.stderr


def test_an_annex_without_source_tables_is_told_as_it_is_stored(result_only):
    first = run("--from-annex", result_only, "--json")
    assert first.exit_code == 0
    assert "not computed again" in first.stderr
    with zipfile.ZipFile(result_only) as archive:
        assert first.stdout.rstrip("\n").encode() == archive.read("analysis.json")
    assert RegionAnalysis.from_dict(json.loads(first.stdout)).subject.slug == "region-0"


@pytest.fixture
def without_inputs(own_annex, tmp_path):
    made = run("--from-annex", own_annex, "--report", "data", "--without-inputs", "--out", tmp_path)
    assert made.exit_code == 0, made.output
    return tmp_path / own_annex.name


def test_an_annex_without_source_tables_is_computed_again_from_a_store_that_has_them(
    store, own_annex, without_inputs, tmp_path
):
    again = run(
        "--from-annex", without_inputs, "--store", store, "--report", "data",
        "--out", tmp_path / "whole",
    )  # fmt: skip
    assert again.exit_code == 0, again.output
    assert again.stderr.splitlines()[0].endswith("the same")
    # What went along from the store makes it the whole annex again.
    assert (tmp_path / "whole" / own_annex.name).read_bytes() == own_annex.read_bytes()


def other_store(store, folder, change):
    """The same tables in a store of their own, one of them changed."""
    from byregion.statistics.queries import whole_table

    made = Store(folder)
    kept = {name: whole_table(Store(store), name).frame for name in ("commuting", "population")}
    arrivals = [
        Arrival(
            table=find_table(name),
            frame=change(frame) if name == "commuting" else frame,
            source="made up",
            source_checksum="none",
            period="2005-2023",
            retrieved=datetime(2026, 5, 5, tzinfo=UTC),
        )
        for name, frame in kept.items()
    ]
    made.add(arrivals)
    return folder


def test_other_editions_with_the_same_figures_are_told(store, without_inputs, tmp_path):
    told = other_store(store, tmp_path / "s", lambda f: f.with_columns(status=pl.lit("given")))
    again = run(
        "--from-annex", without_inputs, "--store", told, "--report", "data", "--out", tmp_path / "o"
    )
    assert again.exit_code == 0, again.output
    assert "the same figures, though the tables are other editions" in again.stderr
    # What the result does not name does not go along.
    (made,) = (tmp_path / "o").iterdir()
    assert not open_annex(made.read_bytes()).inputs


def test_other_editions_with_other_figures_are_refused(store, without_inputs, tmp_path):
    def more(frame):
        return frame.with_columns(pl.col("employed") + (pl.col("home") == "3403").cast(pl.Int64))

    changed = other_store(store, tmp_path / "s", more)
    again = run("--from-annex", without_inputs, "--store", changed)
    assert again.exit_code == 3
    assert "the store has other editions of the tables: " in again.stderr


def test_a_store_is_not_given_beside_source_tables(own_annex, store):
    result = run("--from-annex", own_annex, "--store", store)
    assert result.exit_code == 2
    assert "has its own source tables" in result.output


@pytest.mark.parametrize(
    ("lang", "word"), [("nn", "Folketal"), ("nb", "Folketall"), ("en", "Population")]
)
def test_an_annex_is_told_in_each_language(result_only, lang, word):
    told = run("--from-annex", result_only, "--lang", lang)
    assert told.exit_code == 0, told.output
    assert f"\n{word}\n" in told.output
    assert "03321" in told.output


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "name a city region"),
        (["aust-lofoten", "--report", "odt"], 2, "choose among pdf, docx, html, data"),
        (["aust-lofoten", "--lang", "se"], 2, "'se' is not one of"),
        (["aust-lofoten", "--date", "yesterday"], 2, "does not match"),
        (["aust-lofoten", "--store", "nothing"], 1, "statistics load"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(arguments, code, message):
    result = run(*arguments)
    assert result.exit_code == code
    assert message in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["hamarregjonen"], "did you mean hamarregionen"),
        (["Hamar", "Stnge"], "did you mean Stange"),
        (["Salten"], "did you mean salten"),
        (["9999"], "city regions are alesundregionen"),
        (["0403"], "at other times there is 0403 Hamar"),
        (["4204"], "4204"),
        (["Hamar", "--cores", "Elverum"], "cores outside the region: 3420"),
        (["Hamar", "--year", "2012"], "it has 2019, 2021, 2022"),
    ],
)
def test_what_the_store_or_country_does_not_have_is_told(store, arguments, message):
    result = run(*arguments, "--store", store)
    assert result.exit_code == 1
    assert message in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_an_annex_is_not_mixed_with_a_choice(result_only):
    result = run("aust-lofoten", "--from-annex", result_only)
    assert result.exit_code == 2
    assert "whole analysis" in result.output


@pytest.mark.parametrize("content", [b"", b"nothing"])
def test_what_is_no_annex_is_refused(tmp_path, content):
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    result = run("--from-annex", path)
    assert result.exit_code == 1
    assert "no annex" in result.output


@pytest.mark.realdata
def test_a_region_by_its_short_name_comes_out_the_same_from_its_annex(real_store, tmp_path):
    made = run(
        "aust-lofoten", "--year", 2017, "--store", real_store.root,
        "--report", "data", "--out", tmp_path,
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    path = tmp_path / "aust-lofoten.zip"
    assert path.stat().st_size < 6_000_000
    found = open_annex(path.read_bytes())
    assert found.analysis.subject.slug == "aust-lofoten"
    assert found.analysis.year == 2017
    again = run("--from-annex", path, "--json")
    assert again.exit_code == 0, again.output
    assert again.stdout.rstrip("\n").encode() == found.stored
