"""The format: the shipped bundle, every kind of fault, and reading what was written."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override

from byregion.programme.bundle import EMBEDDED
from byregion.programme.bundle.fault import BundleFaults, Fault
from byregion.programme.bundle.read import read_bundle
from byregion.programme.bundle.schema import (
    CSV_TABLES,
    PHASES,
    PROGRAMME,
    TABLES,
    THEMES,
)
from byregion.programme.bundle.write import files_of, write_bundle


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped bundle, to be spoilt."""
    return shutil.copytree(EMBEDDED, tmp_path / "bundle")


@pytest.fixture(scope="module")
def bundle():
    return read_bundle(EMBEDDED)


def faults_of(folder, **options):
    with pytest.raises(BundleFaults) as caught:
        read_bundle(folder, **options)
    return caught.value.faults


def places(faults):
    return [(fault.file, fault.row, fault.column) for fault in faults]


def replace(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def change(folder, file, row, **cells):
    """Change cells on a line of a CSV whose rows each fill one line."""
    path = folder / file
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[row - 2].update(cells)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_shipped_bundle_stands_in_canonical_form(bundle):
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in EMBEDDED.iterdir()}
    assert files_of(bundle) == on_disk


def test_what_is_written_reads_back_as_the_same(bundle, tmp_path):
    write_bundle(bundle, tmp_path / "new" / "folder")
    assert read_bundle(tmp_path / "new" / "folder").same_as(bundle)


def test_reading_forgives_a_byte_order_mark_windows_lines_and_another_order(bundle, folder):
    path = folder / THEMES.file
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_bytes(("\ufeff" + "\r\n".join([head, "", *reversed(rows)]) + "\r\n").encode())
    assert read_bundle(folder).same_as(bundle)


def test_text_with_quotes_control_characters_and_lines_survives(bundle, folder):
    replace(folder, "programme.toml", 'operator = "', 'operator = "\\u007f\\"\\\\ ')
    change(folder, "regions.csv", 2, note_nn='To\nlinjer, "sitat"', note_nb="b", note_en="c")
    spoilt = read_bundle(folder)
    write_bundle(spoilt, folder)
    assert read_bundle(folder).same_as(spoilt)
    assert spoilt.rows(PROGRAMME)[0]["operator"].startswith('\x7f"\\ ')


# One test for each kind of fault.


@pytest.mark.parametrize("file", ["programme.toml", *(table.file for table in CSV_TABLES)])
def test_missing_file(folder, file):
    (folder / file).unlink()
    first = faults_of(folder)[0]
    assert (first.file, first.message) == (file, "The file is missing.")
    assert first.mend


def test_missing_file_is_not_said_again_by_those_who_refer_to_it(folder):
    (folder / "regions.csv").unlink()
    assert places(faults_of(folder)) == [("regions.csv", None, "")]


def test_reference_to_a_file_without_rows_is_a_fault(folder):
    for file in ("regions.csv", "participations.csv"):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    found = faults_of(folder)
    assert {fault.file for fault in found} == {"memberships.csv", "awards.csv", "publications.csv"}


def test_row_with_a_fault_can_still_be_referred_to(folder):
    change(folder, "regions.csv", 2, structure="ring")
    assert places(faults_of(folder)) == [("regions.csv", 2, "structure")]


def test_missing_folder_misses_every_file(tmp_path):
    assert len(faults_of(tmp_path / "nowhere")) == 10


def test_stray_file(folder):
    (folder / "region.csv").write_text("slug\n")
    assert places(faults_of(folder)) == [("region.csv", None, "")]


def test_text_that_is_not_utf8_names_the_line(folder):
    path = folder / "themes.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    first = faults_of(folder)[0]
    assert (first.file, first.row, first.message) == ("themes.csv", 2, "The text is not UTF-8.")


def test_programme_that_is_not_toml(folder):
    (folder / "programme.toml").write_text("slug = \n", encoding="utf-8")
    first = faults_of(folder)[0]
    assert first.file == "programme.toml"
    assert "line 1" in first.message


def test_line_that_is_not_csv(folder):
    replace(folder, "themes.csv", "attraktivitet,", '"attraktivitet"x,')
    assert ("themes.csv", 2, "") in places(faults_of(folder))


def test_unknown_column(folder):
    replace(folder, "themes.csv", "name_en", "name_en,name_se")
    assert ("themes.csv", 1, "name_se") in places(faults_of(folder))


def test_missing_column(folder):
    replace(folder, "themes.csv", "name_en", "name_english")
    assert places(faults_of(folder)) == [
        ("themes.csv", 1, "name_english"),
        ("themes.csv", 1, "name_en"),
    ]


def test_column_that_is_there_twice(folder):
    replace(folder, "themes.csv", "name_nb", "name_nn,name_nb")
    assert places(faults_of(folder)) == [("themes.csv", 1, "name_nn")]


def test_empty_file_misses_every_column(folder):
    (folder / "gaps.csv").write_text("")
    assert [fault.column for fault in faults_of(folder)] == [
        "position",
        "subject",
        "text_nn",
        "text_nb",
        "text_en",
    ]


def test_row_with_too_many_cells(folder):
    replace(folder, "memberships.csv", ",partner", ",partner,x")
    assert [fault.column for fault in faults_of(folder)] == [""]


def test_row_number_counts_lines_of_the_file_below_a_cell_of_two_lines(folder):
    change(folder, "regions.csv", 2, note_nn="a\nb", note_nb="b", note_en="c")
    change(folder, "regions.csv", 3, structure="ring")
    assert places(faults_of(folder)) == [("regions.csv", 4, "structure")]


@pytest.mark.parametrize(
    ("file", "row", "column", "cell"),
    [
        ("regions.csv", 2, "name", " "),
        ("regions.csv", 2, "slug", "Alstahaug"),
        ("regions.csv", 2, "county_code", "9"),
        ("regions.csv", 2, "structure", "ring"),
        ("regions.csv", 2, "population_stated", "26 138"),
        ("regions.csv", 2, "population_stated", "9999999999"),
        ("regions.csv", 2, "population_stated", "-5"),
        ("regions.csv", 2, "population_date", "2015-02-30"),
        ("regions.csv", 2, "population_date", "20150101"),
        ("regions.csv", 2, "population_date", "2015-W01-4"),
        ("regions.csv", 2, "sources", "distriktssenteret.no"),
        ("regions.csv", 2, "sources", "https://[x"),
        ("regions.csv", 2, "sources", "https://example.org/" + "x" * 400),
        ("regions.csv", 2, "name", "x" * 121),
        ("memberships.csv", 2, "municipality_code", "181"),
        ("memberships.csv", 2, "municipality_code", "²815"),
        ("memberships.csv", 2, "role", "owner"),
        ("participations.csv", 2, "phase", "one"),
        ("participations.csv", 2, "phase", "3"),
        ("participations.csv", 3, "themes", "samarbeid ukjend"),
        ("participations.csv", 3, "themes", "samarbeid;reiseliv"),
        ("awards.csv", 2, "amount_nok", "2,68"),
        ("awards.csv", 2, "source", ""),
        ("awards.csv", 2, "source", "https://example.org/a b"),
        ("awards.csv", 2, "region", "atlantis"),
        ("figures.csv", 2, "phase", "7"),
        ("figures.csv", 2, "is_main", "true"),
        ("gatherings.csv", 2, "phase", "7"),
        ("gatherings.csv", 2, "end_date", "2011-01-01"),
        ("publications.csv", 2, "year", "15"),
        ("publications.csv", 2, "language", "de"),
        ("publications.csv", 2, "regions", "atlantis"),
        ("publications.csv", 2, "url", "ftp://example.org"),
    ],
)
def test_cell_that_cannot_be_used(folder, file, row, column, cell):
    change(folder, file, row, **{column: cell})
    found = faults_of(folder)
    assert (file, row, column) in places(found)
    assert all(fault.message and fault.mend for fault in found)


def test_unknown_region_in_each_file_that_names_one(folder):
    for file in ("participations.csv", "memberships.csv"):
        change(folder, file, 2, region="atlantis")
    found = places(faults_of(folder))
    assert ("participations.csv", 2, "region") in found
    assert ("memberships.csv", 2, "region") in found


def test_member_and_award_of_a_region_that_does_not_take_part(folder):
    change(folder, "memberships.csv", 2, region="tonsbergregionen", phase="1")
    change(folder, "awards.csv", 2, region="mosseregionen", phase="2")
    found = faults_of(folder)
    assert places(found) == [("memberships.csv", 2, "region"), ("awards.csv", 2, "region")]
    assert "does not take part in phase 1" in found[0].message


def test_duplicate_names_the_line_of_the_first(folder):
    change(folder, "themes.csv", 3, slug="attraktivitet")
    duplicate = next(fault for fault in faults_of(folder) if "already" in fault.message)
    assert (duplicate.file, duplicate.row, duplicate.column) == ("themes.csv", 3, "slug")
    assert "line 2" in duplicate.message


def test_population_without_its_date(folder):
    change(folder, "regions.csv", 3, population_date="")
    assert places(faults_of(folder)) == [("regions.csv", 3, "population_date")]


def test_two_main_figures_of_one_subject(folder):
    path = folder / "figures.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",no\n", ",yes\n"), encoding="utf-8")
    assert [fault.column for fault in faults_of(folder)] == ["is_main"]


def test_unknown_key_of_the_programme_and_of_a_phase(folder):
    replace(folder, "programme.toml", "slug =", 'colour = "red"\nslug =')
    replace(folder, "programme.toml", "number = 2", "number = 2\nsize = 3")
    assert places(faults_of(folder)) == [
        ("programme.toml", 1, "colour"),
        ("programme.toml", 28, "size"),
    ]


def test_missing_key_points_at_the_phase(folder):
    replace(folder, "programme.toml", "start_year = 2015\n", "")
    assert places(faults_of(folder))[0] == ("programme.toml", 25, "start_year")


def test_phase_that_ends_before_it_starts(folder):
    replace(folder, "programme.toml", "end_year = 2015", "end_year = 2013")
    assert [fault.column for fault in faults_of(folder)] == ["end_year"]


def test_phase_that_is_there_twice(folder):
    replace(folder, "programme.toml", "number = 2", "number = 1")
    first = faults_of(folder)[0]
    assert (first.file, first.column) == ("programme.toml", "number")


@pytest.mark.parametrize("text", ["phases = 3\n", "phases = [1]\n", ""])
def test_programme_without_phases(folder, text):
    path = folder / "programme.toml"
    head = path.read_text(encoding="utf-8").split("[[phases]]")[0]
    path.write_text(text + head, encoding="utf-8")
    assert ("programme.toml", None, "phases") in places(faults_of(folder))


def test_municipality_that_did_not_exist(folder):
    asked = set()

    def exists(code, at):
        asked.add(at)
        return code != "1820"

    found = faults_of(folder, municipality_exists=exists)
    assert [(fault.file, fault.column) for fault in found] == [
        ("memberships.csv", "municipality_code")
    ]
    assert "1820" in found[0].message
    assert asked == {date(2015, 1, 1)}


def test_every_fault_is_collected(folder):
    change(folder, "regions.csv", 2, structure="ring", county_code="x")
    change(folder, "themes.csv", 2, name_en="")
    (folder / "gaps.csv").unlink()
    found = places(faults_of(folder))
    assert {
        ("regions.csv", 2, "structure"),
        ("regions.csv", 2, "county_code"),
        ("themes.csv", 2, "name_en"),
        ("gaps.csv", None, ""),
    } <= set(found)


def test_fault_is_written_with_its_place_first():
    fault = Fault("a.csv", 3, "slug", "It is wrong.", "Mend it.")
    assert str(fault) == "a.csv:3:slug: It is wrong. Mend it."
    assert str(Fault("a.csv", None, "", "Gone.", "Add it.")) == "a.csv: Gone. Add it."
    assert str(BundleFaults([fault, fault])).count("\n") == 1


def test_phases_have_their_own_table_in_the_programme_file(bundle):
    assert [row["number"] for row in bundle.rows(PHASES)] == [1, 2]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_reference_page_describes_every_column(table):
    page = Path(__file__).parents[2] / "docs" / "reference" / "bundle.md"
    sections = page.read_text(encoding="utf-8").split("\n## ")
    file = "programme.toml" if table is PHASES else table.file
    section = next(text for text in sections if text.startswith(f"{file}\n"))
    assert [name for name in table.names if f"`{name}`" not in section] == []
