"""Every figure of three shipped analyses is drawn, as SVG and as PNG, and is a picture."""

import struct

import pytest

from byregion import charts
from byregion.insight.annexes import unpack
from byregion.insight.domain.shipped import DATA

# A small one, one with municipalities merged since, one across a county border.
REGIONS = ["aust-lofoten", "kristiansandsregionen", "fjellregionen"]


def size(png):
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize("slug", REGIONS)
def test_every_figure_is_drawn(slug):
    analysis = unpack((DATA / f"{slug}.zip").read_bytes())
    drawn = 0
    for chapter in analysis.chapters:
        for figure in chapter.figures:
            table = chapter.table(figure.table)
            spec = charts.specification(
                figure, table, "nn", vintage=analysis.vintage, members=analysis.subject.members
            )
            width, height = size(charts.png(spec, "nn", scale=1.0))
            assert 150 < width < 1400, figure.key
            assert 60 < height < 1000, figure.key
            svg = charts.svg(spec, "nn", identifier="f", title="T", description="D")
            assert "NaN" not in svg, figure.key
            assert svg.count("<title>") >= min(2, table.frame.height), figure.key
            drawn += 1
    assert drawn >= 7
