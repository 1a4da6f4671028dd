import contextlib

import polars as pl
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from byregion.statistics.sources.errors import InvalidResponse
from byregion.statistics.sources.jsonstat import dimension_codes, read_dataset


def dataset(**more):
    return {
        "class": "dataset",
        "id": ["Region", "Tid"],
        "size": [2, 2],
        "dimension": {
            "Region": {"category": {"index": {"0301": 1, "0219": 0}}},
            "Tid": {"category": {"index": ["2017", "2018"]}},
        },
        "value": [1, 2, 3, 4.5],
        **more,
    }


def test_cells_come_in_the_datasets_order_last_dimension_fastest():
    assert read_dataset(dataset()).rows() == [
        ("0219", "2017", 1.0, "given"),
        ("0219", "2018", 2.0, "given"),
        ("0301", "2017", 3.0, "given"),
        ("0301", "2018", 4.5, "given"),
    ]


def test_missing_figures_are_states_of_their_own_and_never_zero():
    given = dataset(
        value=[None, None, None, None], status={"0": ".", "1": "..", "2": ":", "3": "x"}
    )
    frame = read_dataset(given)
    assert frame["value"].to_list() == [None] * 4
    assert frame["status"].to_list() == ["not applicable", "missing", "suppressed", "x"]


def test_number_beside_a_symbol_for_missing_is_not_believed():
    frame = read_dataset(dataset(value=[0, 0, 0, 7], status={"0": ":", "1": "..", "2": "."}))
    assert frame["value"].to_list() == [None, None, None, 7.0]


def test_missing_figure_without_a_symbol_is_unexplained():
    frame = read_dataset(dataset(value=[None, 0, 1, 2]))
    assert frame["status"].to_list() == ["unexplained", "given", "given", "given"]


def test_figure_with_another_mark_keeps_both():
    frame = read_dataset(dataset(status=["e", None, "", None]))
    assert frame["value"].to_list() == [1.0, 2.0, 3.0, 4.5]
    assert frame["status"].to_list() == ["e", "given", "given", "given"]


def test_one_status_for_all():
    assert read_dataset(dataset(status=":"))["value"].null_count() == 4


def test_sparse_values_leave_the_others_missing():
    frame = read_dataset(dataset(value={"3": 9}))
    assert frame["value"].to_list() == [None, None, None, 9.0]
    assert frame["status"].to_list() == ["unexplained"] * 3 + ["given"]


def test_dimension_with_one_code_may_leave_out_its_index():
    given = dataset(size=[1, 2], value=[1, 2])
    given["dimension"]["Region"] = {"category": {"label": {"0301": "Oslo"}}}
    assert read_dataset(given)["Region"].to_list() == ["0301", "0301"]


def test_large_dataset_is_read_in_order():
    size = [40, 50, 60]
    names = ["a", "b", "c"]
    given = {
        "class": "dataset",
        "id": names,
        "size": size,
        "dimension": {
            name: {"category": {"index": [str(n) for n in range(length)]}}
            for name, length in zip(names, size, strict=True)
        },
        "value": list(range(40 * 50 * 60)),
    }
    place = (pl.col("a").cast(int) * 50 + pl.col("b").cast(int)) * 60 + pl.col("c").cast(int)
    frame = read_dataset(given)
    assert frame.select((place == pl.col("value")).all()).item()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"class": "collection"}, "not a JSON-stat dataset"),
        ({"size": [2, 3]}, r"have \[2, 2\] codes, but size says \[2, 3\]"),
        ({"value": [1, 2, 3]}, "should be 4 values, but found 3"),
        ({"value": "1"}, "should be 4 values, but found str"),
        ({"value": {"4": 1}}, "one has the place '4'"),
        ({"value": {"x": 1}}, "one has the place 'x'"),
        ({"value": [1, 2, 3, "4"]}, "'4' is not a number"),
        ({"value": [1, 2, 3, True]}, "True is not a number"),
        ({"value": [1, 2, 3, float("nan")]}, "nan is not finite"),
        ({"value": [1, 2, 3, 2**60]}, "too large to be exact"),
        ({"id": 3}, "not a list of different dimensions"),
        ({"id": ["Tid", "Tid"]}, "not a list of different dimensions"),
        ({"status": [":"]}, "should be 4 statuses, but found 1"),
        ({"dimension": {}}, "'Region' is not described"),
        ({"dimension": None}, "'Region' is not described"),
    ],
)
def test_wrong_shape_is_refused(more, message):
    with pytest.raises(InvalidResponse, match=message):
        read_dataset(dataset(**more))


@pytest.mark.parametrize("content", [None, [], "text"])
def test_something_else_is_refused(content):
    with pytest.raises(InvalidResponse, match="not a JSON-stat dataset"):
        read_dataset(content)


def test_dataset_without_values_is_refused():
    given = dataset()
    del given["value"]
    with pytest.raises(InvalidResponse, match="lacks value"):
        read_dataset(given)


@pytest.mark.parametrize("index", [{"a": 0, "b": 2}, {"a": 0, "b": 0}, {"a": "x"}, 3])
def test_index_that_is_no_numbering_is_refused(index):
    given = {"dimension": {"Region": {"category": {"index": index}}}}
    with pytest.raises(InvalidResponse, match="does not number its codes"):
        dimension_codes(given, "Region")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@drawn(key=st.sampled_from(["id", "size", "dimension", "value", "status"]), wrong=JSON)
def test_whatever_stands_in_a_dataset_it_is_read_or_refused(key, wrong):
    try:
        frame = read_dataset(dataset(**{key: wrong}))
    except InvalidResponse:
        return
    assert frame["value"].is_finite().all()
    assert (frame["value"].is_null() == ~frame["status"].is_in(["given"])).all() or key == "status"


@settings(max_examples=200, deadline=None, derandomize=True)
@drawn(wrong=JSON, place=st.sampled_from(["category", "index", "label"]))
def test_whatever_describes_a_dimension_it_is_read_or_refused(wrong, place):
    given = dataset()
    if place == "category":
        given["dimension"]["Tid"] = {"category": wrong}
    else:
        given["dimension"]["Tid"] = {"category": {place: wrong}}
    with contextlib.suppress(InvalidResponse):
        assert read_dataset(given).height == 4
