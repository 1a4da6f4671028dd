"""What stands on a badge has room, however long names are."""

import io
from datetime import date
from itertools import pairwise

import pytest
from pypdf import PdfReader
from tests.factories.network import make_gathering

from byregion.network.badges import Badge, name_badges

pytestmark = pytest.mark.django_db
DEPARTMENT = "Kommunal- og distriktsdepartementet, regionalpolitisk avdeling"
# Text of 11.5 points with its own line spacing; less between two lines, and they run together.
LEAST_BETWEEN = 10


def lines_of(content):
    """Give each line's place from below in points, from the top, and its text."""
    found = {}

    def note(text, page, line, _font, _size):
        if text.strip():
            place = round(line[4] * page[1] + line[5] * page[3] + page[5], 1)
            found[place] = found.get(place, "") + text.strip()

    PdfReader(io.BytesIO(content)).pages[0].extract_text(visitor_text=note)
    return sorted(found.items(), reverse=True)


@pytest.mark.parametrize(
    "name",
    ["Ánte Mikkel Gaup", "Gunn-Elisabeth Bjørnstad-Haraldsen",
     "Maximilian Alexander von Hohenlohe-Langenburg-Sundby"],
)  # fmt: skip
def test_no_line_of_a_crowded_badge_runs_into_another(name):
    badge = Badge(name, DEPARTMENT, "Fjellregionen")
    lines = lines_of(name_badges(make_gathering(), [badge], made_on=date(2026, 11, 25)))
    places = [place for place, _text in lines]
    assert len(places) >= 6, lines
    assert min(one - other for one, other in pairwise(places)) >= LEAST_BETWEEN
