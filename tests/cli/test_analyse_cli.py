"""`byregion analyse`: from a store or an annex, to a screen, JSON and files."""

import json
import zipfile

import pytest
from click.testing import CliRunner
from tests.insight.samples import make_analysis

from byregion.analysis.region_analysis.result import RegionAnalysis
from byregion.cli.main import engine

NOTHING = "no municipality of"


def run(*arguments):
    return CliRunner().invoke(engine, ["analyse", *map(str, arguments)])


@pytest.fixture
def annex(tmp_path):
    path = tmp_path / "region.zip"
    analysis = make_analysis()
    # The made-up sentence has no words; the screen is tested with the real ones.
    plain = analysis.to_dict()
    for chapter in plain["chapters"]:
        chapter["findings"] = ()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("analysis.json", json.dumps(plain))
    return path


def test_an_annex_gives_the_same_result_again(annex):
    first = run("--from-annex", annex, "--json")
    assert first.exit_code == 0
    assert first.output == run("--from-annex", annex, "--json").output
    with zipfile.ZipFile(annex) as archive:
        assert json.loads(first.output) == json.loads(archive.read("analysis.json"))
    assert RegionAnalysis.from_dict(json.loads(first.output)).subject.slug == "region-0"


@pytest.mark.parametrize(
    ("lang", "word"), [("nn", "Folketal"), ("nb", "Folketall"), ("en", "Population")]
)
def test_an_annex_is_told_in_each_language(annex, lang, word):
    told = run("--from-annex", annex, "--lang", lang)
    assert told.exit_code == 0, told.output
    assert f"\n{word}\n" in told.output
    assert "03321" in told.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name a city region"),
        (["aust-lofoten", "--report", "odt"], "choose among pdf, docx, html, data"),
        (["aust-lofoten", "--store", "nothing"], "statistics load"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(arguments, message):
    result = run(*arguments)
    assert result.exit_code != 0
    assert message in result.output
    assert "Traceback" not in result.output


def test_an_annex_is_not_mixed_with_a_choice(annex):
    result = run("aust-lofoten", "--from-annex", annex)
    assert result.exit_code == 2
    assert "whole analysis" in result.output


@pytest.mark.parametrize("content", [b"", b"nothing"])
def test_what_is_no_annex_is_refused(tmp_path, content):
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    result = run("--from-annex", path)
    assert result.exit_code == 1
    assert "no annex" in result.output
