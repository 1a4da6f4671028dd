"""The verbs: an import is whole or not at all, and says the same twice."""

import shutil

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override

from byregion.programme.bundle import EMBEDDED
from byregion.programme.bundle.fault import BundleFaults
from byregion.programme.domain.bundle import export_bundle, import_bundle
from byregion.programme.models import (
    Award,
    CityRegion,
    Gathering,
    Membership,
    Participation,
    Phase,
    Programme,
    Publication,
    PublishedFigure,
    Source,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(EMBEDDED, tmp_path / "bundle")


def keep(folder, file, wanted):
    """Keep the header and the rows that are wanted, of a CSV whose rows each fill one line."""
    path = folder / file
    head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(head + "".join(row for row in rows if wanted(row)), encoding="utf-8")


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_import_puts_the_whole_programme_in():
    done = import_bundle(EMBEDDED)
    region = CityRegion.objects.get(slug="haugesundregionen")
    participation = region.participations.get(phase__number=2)
    assert done.changed
    assert done.programme.name_nn == "Byregionprogrammet"
    assert Membership.objects.count() == 178
    assert participation.memberships.count() == 9
    assert participation.memberships.get(role="host").municipality_name == "Haugesund"
    assert {theme.slug for theme in participation.themes.all()} == {
        "attraktivitet",
        "naeringsplan",
        "samarbeid",
    }
    assert region.sources.count() == 4
    assert Award.objects.get(participation__region__slug="tromsoregionen").source.url.startswith(
        "https://www.balsfjord.kommune.no/"
    )
    assert Gathering.objects.get(slug="oslo-2015").items_nb.count("\n") == 7
    assert Publication.objects.get(slug="fritidsboliger-2017").regions.get().slug == (
        "lillehammerregionen"
    )


def test_unknown_stays_unknown():
    import_bundle(EMBEDDED)
    region = CityRegion.objects.get(slug="tonsbergregionen")
    assert region.population_stated is None
    assert not Membership.objects.filter(participation__region=region).exists()
    assert not Award.objects.filter(participation__region=region).exists()
    assert Publication.objects.get(slug="sluttrapport-vekstkraft-ofoten").year is None


def test_second_import_writes_nothing():
    first = import_bundle(EMBEDDED)
    statements = []

    def see(execute, sql, params, many, context):
        statements.append(sql.split(None, 1)[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(see):
        second = import_bundle(EMBEDDED)

    assert not second.changed
    assert second.programme.pk == first.programme.pk
    assert set(statements) == {"SAVEPOINT", "SELECT", "RELEASE"}


def test_export_of_an_import_is_byte_for_byte_the_same(tmp_path):
    export_bundle(import_bundle(EMBEDDED).programme, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(EMBEDDED)


def test_changed_bundle_replaces_the_programme_and_removes_what_is_gone(folder):
    import_bundle(EMBEDDED)
    for file in ("regions", "participations", "memberships", "awards", "publications"):
        keep(folder, f"{file}.csv", lambda row: "tromsoregionen" not in row)
    keep(folder, "gatherings.csv", lambda row: False)
    keep(folder, "figures.csv", lambda row: False)

    assert import_bundle(folder).changed

    assert Programme.objects.count() == 1
    assert CityRegion.objects.count() == 33
    assert Award.objects.count() == 3
    assert Gathering.objects.count() == PublishedFigure.objects.count() == 0
    assert not Source.objects.filter(url__contains="balsfjord").exists()
    assert import_bundle(EMBEDDED).changed
    assert CityRegion.objects.count() == 34


def test_small_change_of_a_text_is_seen(folder):
    import_bundle(EMBEDDED)
    path = folder / "themes.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Kompetanse", "Kunnskap", 1), encoding="utf-8"
    )
    assert import_bundle(folder).changed
    assert not import_bundle(folder).changed


def test_another_programme_is_left_alone(folder):
    first = import_bundle(EMBEDDED).programme
    path = folder / "programme.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"byregionprogrammet"', '"eit-anna"', 1),
        encoding="utf-8",
    )
    second = import_bundle(folder).programme
    assert first.pk != second.pk
    assert Programme.objects.count() == 2
    assert Phase.objects.count() == 4
    assert not import_bundle(EMBEDDED).changed


def test_faulty_bundle_imports_nothing(folder):
    keep(folder, "themes.csv", lambda row: False)
    path = folder / "regions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",multi,", ",ring,", 1), "utf-8")
    with pytest.raises(BundleFaults):
        import_bundle(folder)
    assert not Programme.objects.exists()


def test_failure_on_the_way_leaves_the_stored_programme_as_it_was(folder, monkeypatch):
    import_bundle(EMBEDDED)
    keep(folder, "gaps.csv", lambda row: False)

    def fail(rows):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Award.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        import_bundle(folder)
    assert Programme.objects.get().gaps.count() == 17
    assert Participation.objects.count() == 59


def test_municipalities_can_be_verified_by_the_caller():
    with pytest.raises(BundleFaults) as caught:
        import_bundle(EMBEDDED, municipality_exists=lambda code, at: code != "1820")
    assert len(caught.value.faults) == 1
    assert import_bundle(EMBEDDED, municipality_exists=lambda code, at: True).changed


def test_command_imports_says_when_nothing_changed_and_exports(tmp_path, capsys):
    call_command("programme", "import", EMBEDDED)
    call_command("programme", "import", EMBEDDED)
    call_command("programme", "export", tmp_path / "out")
    call_command("programme", "export", tmp_path / "out", "--slug", "byregionprogrammet")
    call_command("programme", "check", tmp_path / "out")
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "byregionprogrammet: imported"
    assert said[1] == "byregionprogrammet: nothing has changed"
    assert said[-1] == "byregionprogrammet: no faults"
    assert contents(tmp_path / "out") == contents(EMBEDDED)


def test_command_lists_the_faults(tmp_path):
    with pytest.raises(CommandError, match="10 faults") as caught:
        call_command("programme", "check", tmp_path)
    assert "regions.csv" in str(caught.value)


def test_command_asks_which_programme_to_export(tmp_path):
    with pytest.raises(CommandError, match="none is imported"):
        call_command("programme", "export", tmp_path)
    import_bundle(EMBEDDED)
    with pytest.raises(CommandError, match="byregionprogrammet"):
        call_command("programme", "export", tmp_path, "--slug", "other")


def test_a_second_programme_stands_beside_the_first(folder):
    import_bundle(EMBEDDED)
    first = {region.slug for region in CityRegion.objects.all()}
    path = folder / "programme.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('slug = "byregionprogrammet"', 'slug = "andre"', 1), "utf-8")
    done = import_bundle(folder)
    assert done.programme.slug == "andre"
    assert Programme.objects.count() == 2
    for programme in Programme.objects.all():
        regions = CityRegion.objects.filter(programme=programme)
        assert {region.slug for region in regions} == first
    assert Membership.objects.count() == 2 * 178
    assert not import_bundle(EMBEDDED).changed
