"""Static files are collected once, and anew when one has changed."""

import os

import pytest

from byregion.web.design import static_files


@pytest.fixture
def sheet(settings, tmp_path):
    folder = tmp_path / "assets"
    folder.mkdir()
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    sheet = folder / "site.css"
    sheet.write_text("p { color: red }")
    return sheet


def test_files_are_collected_once(sheet, settings):
    assert static_files.collect()
    assert not static_files.collect()
    assert (settings.STATIC_ROOT / "site.css").read_text() == "p { color: red }"


def test_a_changed_file_and_a_new_one_are_collected(sheet, settings):
    static_files.collect()
    sheet.write_text("p { color: darkgreen }")
    later = sheet.stat().st_mtime + 5
    os.utime(sheet, (later, later))
    assert static_files.collect()
    assert (settings.STATIC_ROOT / "site.css").read_text() == "p { color: darkgreen }"
    (sheet.parent / "print.css").write_text("")
    assert static_files.collect()


def test_what_was_taken_away_is_collected_again(sheet, settings):
    static_files.collect()
    for file in settings.STATIC_ROOT.iterdir():
        file.unlink()
    assert static_files.collect()
    assert (settings.STATIC_ROOT / "site.css").exists()
