"""Names in a drawing: none covers another, none leaves it, and the first have the best places."""

from hypothesis import given
from hypothesis import strategies as st

from byregion.charts.places import LETTER, TALL, placed

WIDTH, HEIGHT = 560, 420
POINTS = st.lists(
    st.tuples(
        st.text("abcdefghij", min_size=1, max_size=20),
        st.floats(0, WIDTH),
        st.floats(0, HEIGHT),
    ),
    max_size=25,
)


def boxes(names):
    return [
        (n.left, n.middle - TALL / 2, n.left + len(n.text) * LETTER, n.middle + TALL / 2)
        for n in names
    ]


def overlap(one, two):
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


@given(POINTS)
def test_no_name_covers_another_or_leaves_the_drawing(points):
    found = boxes(placed(points, width=WIDTH, height=HEIGHT))
    for at, box in enumerate(found):
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= WIDTH
        assert box[3] <= HEIGHT
        assert not any(overlap(box, other) for other in found[:at])


def test_a_lone_name_stands_to_the_right_of_its_point():
    (name,) = placed([("Bodø", 100, 100)], width=WIDTH, height=HEIGHT)
    assert (name.left, name.middle) == (109, 100)


def test_at_the_right_edge_it_stands_to_the_left():
    (name,) = placed([("Bodø", WIDTH - 5, 100)], width=WIDTH, height=HEIGHT)
    assert name.left < WIDTH - 5 - 4 * LETTER


def test_on_an_area_it_stands_in_the_middle():
    (name,) = placed([("Bodø", 100, 100)], width=WIDTH, height=HEIGHT, over=True)
    assert (name.left, name.middle) == (100 - 2 * LETTER, 100)


def test_where_there_is_no_room_the_later_name_is_left_out():
    crowd = [(f"Kommune {number}", 50.0, 15.0) for number in range(40)]
    found = placed(crowd, width=220, height=30)
    assert 0 < len(found) < 40
    assert found[0].text == "Kommune 0"
