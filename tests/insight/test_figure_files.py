"""A figure as a file: what is in it, what it is called, and that it is drawn once."""

import csv
import io
import json
from dataclasses import replace
from xml.etree import ElementTree

import polars as pl
import pytest
from tests.insight.samples import make_analysis

from byregion.insight import drawing, drawn, figure_files
from byregion.insight.drawing import NoFigure
from byregion.insight.figure_files import figure_file

KEY = "commuting.matrix"
SOURCE = "03321"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path / "figures"


def emptied(analysis):
    """Take the rows out of the only figure's table."""
    chapters = tuple(
        replace(
            chapter,
            tables=tuple(replace(one, frame=one.frame.clear()) for one in chapter.tables),
        )
        for chapter in analysis.chapters
    )
    return replace(analysis, chapters=chapters)


@pytest.mark.parametrize("language", ["nn", "nb", "en"])
@pytest.mark.parametrize("kind", figure_files.CONTENT_TYPES)
def test_every_file_says_where_its_figures_come_from(kind, language):
    made = figure_file(make_analysis(), KEY, kind, language)
    assert made.content_type == figure_files.CONTENT_TYPES[kind]
    assert made.name == f"region-0-commuting.matrix-{language}.{kind}"
    if kind == "png":
        assert made.content.startswith(b"\x89PNG\r\n")
        return
    text = made.content.decode()
    assert SOURCE in text
    assert "2026" in text
    assert "CC BY 4.0" in text


def test_the_drawing_stands_alone():
    made = figure_file(make_analysis(), KEY, "svg", "en")
    root = ElementTree.fromstring(made.content)  # noqa: S314 - our own drawing
    assert int(root.get("width")) > 100
    written = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Region 0" in written


def test_the_specification_is_vega_lite_with_its_data():
    spec = json.loads(figure_file(make_analysis(), KEY, "json", "nn").content)
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert spec["config"]["locale"]["number"]["decimal"] == ","
    assert "Bodø → Fauske: 80" in json.dumps(spec, ensure_ascii=False)


def test_the_table_has_source_and_date_on_every_row():
    content = figure_file(make_analysis(), KEY, "csv", "en").content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["employed"] for row in rows] == ["80", "120"]
    assert {row["retrieved"] for row in rows} == {"2026-11-01"}
    assert all(SOURCE in row["source"] for row in rows)


def test_an_unknown_value_is_an_empty_cell():
    analysis = make_analysis()
    table = analysis.chapter("commuting").tables[0]
    unknown = table.frame.with_columns(employed=pl.lit(None, dtype=pl.Int64))
    chapter = replace(analysis.chapter("commuting"), tables=(replace(table, frame=unknown),))
    analysis = replace(analysis, chapters=(chapter,))
    rows = figure_file(analysis, KEY, "csv", "en").content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("Bodø,Fauske,,")


def test_it_is_drawn_once(folder, monkeypatch):
    first = figure_file(make_analysis(), KEY, "png", "nn")
    assert len(list(folder.glob("*.taken.png"))) == 1

    def refuse(*_given):
        raise AssertionError("drawn again")

    monkeypatch.setattr(drawn, "specified", refuse)
    assert figure_file(make_analysis(), KEY, "png", "nn") == first


def test_other_figures_other_languages_and_other_looks_are_other_files(folder, monkeypatch):
    figure_file(make_analysis(), KEY, "svg", "nn")
    figure_file(make_analysis(), KEY, "svg", "en")
    figure_file(make_analysis(people=7), KEY, "svg", "nn")
    monkeypatch.setattr(drawing, "LOOK", 99)
    figure_file(make_analysis(), KEY, "svg", "nn")
    assert len(list(folder.glob("*.taken.svg"))) == 4


def test_there_is_no_file_of_no_figure():
    with pytest.raises(NoFigure):
        figure_file(make_analysis(), "commuting.nothing", "svg", "nn")


@pytest.mark.parametrize("kind", ["svg", "png", "json"])
def test_a_figure_without_rows_has_only_its_table(kind):
    empty = emptied(make_analysis())
    with pytest.raises(NoFigure):
        figure_file(empty, KEY, kind, "nn")
    assert figure_file(empty, KEY, "csv", "nn").content.decode("utf-8-sig").count("\r\n") == 1
