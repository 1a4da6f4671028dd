"""Figures: safe to stand in a page, named for screen readers, and worded in three languages."""

import re

import polars as pl
import pytest

from byregion import charts
from byregion.analysis.region_analysis.result import Column, Figure, Table

ODD = '#*_[]$<&"'
KINDS = {
    "commuting_matrix": {"home_name": [ODD], "work_name": [ODD], "employed": [3]},
    "indexed_lines": {
        "year": [2008, 2017],
        "series": ["region", "region"],
        "index": [100.0, None],
    },
    "age_pyramid": {
        "moment": ["now"],
        "year": [2017],
        "sex": ["both"],
        "age_from": [0],
        "persons": [5],
    },
    "hinterland_map": {
        "unit": ["1804", "1841"],
        "name": [ODD, "Fauske"],
        "class": ["core", "none"],
        "member": [True, True],
    },
    "flow_map": {
        "home": ["1841"],
        "home_name": ["Fauske"],
        "work": ["1804"],
        "work_name": [ODD],
        "employed": [80],
    },
    "local_moran_map": {
        "unit": ["1804", "1841"],
        "name": [ODD, "Fauske"],
        "pattern": ["not_significant", "not_significant"],
        "p_value": [0.4, 0.2],
    },
    "scatter": {"name": [ODD], "x": [0.1], "y": [0.2], "role": ["self"]},
}


def table(values):
    frame = pl.DataFrame(values)
    columns = tuple(Column(name, "text") for name in frame.columns)
    return Table("made.up", columns, frame, (), "2017")


@pytest.mark.parametrize("language", ["nn", "nb", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_drawing_is_safe_and_named(kind, language):
    made, figure = table(KINDS[kind]), Figure("structure.map", kind, "made.up")
    said = charts.alternative(figure, made, language)
    assert said
    assert "nan" not in said.casefold().split()
    spec = charts.specification(figure, made, language, vintage="2017")
    drawn = charts.svg(spec, language, identifier="f1", title="T", description=said)
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", drawn)
    assert "NaN" not in drawn
    assert "Infinity" not in drawn
    assert 'role="img"' in drawn
    assert 'aria-labelledby="f1-title f1-desc"' in drawn
    ids = re.findall(r'\sid="([^"]+)"', drawn)
    assert len(ids) == len(set(ids))
    assert {"f1-title", "f1-desc"} <= set(ids)


def test_png_is_a_picture():
    made = table(KINDS["scatter"])
    spec = charts.specification(Figure("a", "scatter", "made.up"), made, "nn", vintage="2017")
    assert charts.png(spec, "nn").startswith(b"\x89PNG")
