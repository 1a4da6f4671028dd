"""The tables that an analysis was computed from: kept with a draft, given to whoever downloads."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from tests.cli.test_analyse_cli import MEMBERS, STEM, changed_result, refilled, run, store
from tests.web.test_public_pages import make_programme

from byregion.analysis.region_analysis.result import result_bytes
from byregion.insight import source_tables
from byregion.insight.annexes import opened, pack
from byregion.insight.domain.editions import make_draft, publish
from byregion.insight.domain.shipped import DATA, index
from byregion.report.again import compared, computed_again
from byregion.report.inputs import inputs_named
from byregion.statistics.region_analysis import analyse, read_analysis_inputs
from byregion.statistics.store import ENVIRONMENT, Arrival, Store

__all__ = ["store"]
pytestmark = pytest.mark.django_db
WHO = {"by": "Kari", "at": datetime(2026, 11, 25, 9, tzinfo=UTC)}


@pytest.fixture
def platform(settings, tmp_path, monkeypatch):
    """An installation whose store is empty."""
    settings.STATIC_ROOT = tmp_path / "platform" / "static"
    settings.STATIC_ROOT.mkdir(parents=True)
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "platform"))
    make_programme(regions=1)
    return Store(tmp_path / "platform")


@pytest.fixture(scope="module")
def annex(store, tmp_path_factory):
    """The annex of a region, with the tables that it was computed from."""
    folder = tmp_path_factory.mktemp("annex")
    made = run(*MEMBERS, "--store", store, "--report", "data", "--out", folder)
    assert made.exit_code == 0, made.output
    found = opened((folder / f"{STEM}.zip").read_bytes())
    nation = read_analysis_inputs(Store(store))
    analysis = analyse(nation, found.analysis.subject.members, name="Region", slug="region-0")
    from byregion import report

    path = folder / "region-0.zip"
    path.write_bytes(report.annex(analysis, inputs_named(Store(store), analysis)))
    return path


def insight(*arguments):
    out = io.StringIO()
    call_command("insight", "--programme", "prove", *map(str, arguments), stdout=out)
    return out.getvalue()


def downloaded(client, tmp_path, path="/prove/region/region-0/analyse/rapport.zip"):
    given = client.get(path)
    assert given.status_code == 200
    file = tmp_path / "downloaded.zip"
    file.write_bytes(b"".join(given))
    return file


def test_what_the_site_hands_out_can_be_computed_again_and_is_the_same(
    client, platform, annex, tmp_path
):
    assert "draft, with source tables" in insight("draft", annex)
    insight("publish", "region-0")
    file = downloaded(client, tmp_path)
    assert file.read_bytes() == annex.read_bytes()
    again = run("--from-annex", file, "--json")
    assert again.exit_code == 0, again.output
    assert again.stderr.rstrip().endswith("the same")
    with zipfile.ZipFile(file) as archive:
        assert again.stdout.rstrip("\n").encode() == archive.read("analysis.json")
    # What was kept is beside what the store had, and shows itself nowhere else.
    assert platform.manifest().current == {}
    assert not platform.verify()
    former = downloaded(client, tmp_path, "/prove/region/region-0/analyse/historikk/1.zip")
    assert former.read_bytes() == annex.read_bytes()


def test_without_the_tables_the_data_is_handed_out_and_says_so(client, platform, annex, tmp_path):
    bare = tmp_path / "bare.zip"
    bare.write_bytes(pack(opened(annex.read_bytes()).analysis))
    assert "draft, without source tables" in insight("draft", bare)
    insight("publish", "region-0")
    file = downloaded(client, tmp_path)
    assert not opened(file.read_bytes()).inputs
    with zipfile.ZipFile(file) as archive:
        assert "--store STORE" in archive.read("README.md").decode()


def test_tables_that_come_later_go_along_from_then_on(client, platform, annex, tmp_path):
    found = opened(annex.read_bytes())
    publish(make_draft(found.analysis, programme="prove", **WHO), **WHO)
    assert not opened(downloaded(client, tmp_path).read_bytes()).inputs
    assert source_tables.keep(found) == 2
    assert source_tables.keep(found) == 0
    assert downloaded(client, tmp_path).read_bytes() == annex.read_bytes()


def test_a_draft_whose_figures_do_not_come_out_of_its_tables_is_refused(platform, annex, tmp_path):
    wrong = refilled(annex, tmp_path / "wrong.zip", **{"analysis.json": changed_result})
    with pytest.raises(CommandError, match=r"computed again .* differs: glance"):
        insight("draft", wrong)
    assert platform.manifest().editions == ()


def test_a_store_that_is_damaged_gives_the_data_alone(platform, annex):
    analysis = opened(annex.read_bytes()).analysis
    platform.root.mkdir(parents=True, exist_ok=True)
    (platform.root / "current").write_text("nothing.json")
    assert not source_tables.are_there(analysis)
    assert source_tables.of(analysis) is None


def test_a_kept_edition_becomes_current_when_it_is_loaded(platform, annex, store):
    from byregion.statistics.catalogue import find_table
    from byregion.statistics.queries import whole_table

    source_tables.keep(opened(annex.read_bytes()))
    frame = whole_table(Store(store), "commuting").frame
    made = Arrival(find_table("commuting"), frame, "again", "none", "2019-2022")
    platform.add([made])
    assert platform.edition("commuting").rows == frame.height


@pytest.mark.realdata
def test_every_shipped_analysis_comes_out_the_same_from_the_tables_that_it_names(national_store):
    nation = read_analysis_inputs(national_store, year=2017)
    for slug in index():
        annex = opened((DATA / f"{slug}.zip").read_bytes())
        subject = annex.analysis.subject
        again = compared(
            annex, analyse(nation, subject.members, name=subject.name, slug=subject.slug)
        )
        assert again.same, (slug, again.differing)


@pytest.mark.realdata
def test_a_shipped_annex_with_the_tables_of_a_loaded_store_is_computed_again(national_store):
    from byregion import report
    from byregion.report import open_annex

    analysis = opened((DATA / "aust-lofoten.zip").read_bytes()).analysis
    whole = open_annex(report.annex(analysis, inputs_named(national_store, analysis)))
    assert computed_again(whole).same
    assert whole.stored == result_bytes(analysis)
