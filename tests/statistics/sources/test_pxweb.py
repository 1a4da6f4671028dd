import httpx
import pytest

from byregion.statistics.sources.errors import (
    InvalidResponse,
    RefusedQuery,
    ServiceUnavailable,
)
from byregion.statistics.sources.pxweb import BASE, PxWeb, query

SELECTION = {"Region": ("0301",), "Tid": ("2017",)}


@pytest.fixture
def table(service, fake_table):
    made = fake_table(
        {"Region": ["0301", "0219"], "Kjonn": ["1", "2"], "Tid": ["2017"]}, eliminable=["Kjonn"]
    )
    service.tables["07459"] = made
    return made


def test_metadata_tells_dimensions_codes_and_time(service, table):
    metadata = service.client.metadata("07459")
    assert (metadata.label, metadata.updated, metadata.time) == (
        "a table",
        "2026-02-25T07:00:00Z",
        "Tid",
    )
    region, sex, _ = metadata.dimensions
    assert (region.code, region.codes, region.eliminable) == ("Region", ("0301", "0219"), False)
    assert sex.eliminable
    assert service.asked == ["GET /tables/07459/metadata"]


def test_code_lists_of_a_dimension_are_told():
    dimension = {
        "category": {"index": ["0301"]},
        "extension": {"codeLists": [{"id": "agg_KommSummer"}]},
    }
    content = {"role": {"time": ["R"]}, "id": ["R"], "label": "", "dimension": {"R": dimension}}
    http = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=content)))
    (found,) = PxWeb(http, sleep=print).metadata("x").dimensions
    assert found.code_lists == ("agg_KommSummer",)
    assert found.label == "R"


def test_code_list_groups_old_codes_under_todays(service):
    service.code_lists["agg_KommSummer"] = {
        "id": "agg_KommSummer",
        "label": "Municipalities 2024",
        "values": [
            {"code": "K-3103", "label": "Moss", "valueMap": ["3103", "3002", "0104", "0136"]},
            {"code": "K-0301", "label": "Oslo"},
        ],
    }
    groups = service.client.code_list("agg_KommSummer").groups
    assert groups == {"K-3103": ("3103", "3002", "0104", "0136"), "K-0301": ()}


@pytest.mark.parametrize("content", [{"id": "x"}, {"id": "x", "label": "", "values": [{}]}, []])
def test_code_list_of_another_shape_is_refused(service, content):
    service.code_lists["x"] = content
    with pytest.raises(InvalidResponse):
        service.client.code_list("x")


@pytest.mark.parametrize("missing", ["role", "id", "label", "dimension"])
def test_metadata_of_another_shape_is_refused(service, table, missing):
    content = table.metadata()
    del content[missing]
    service.mishaps = [(200, content, {})]
    with pytest.raises(InvalidResponse):
        service.client.metadata("07459")


def test_question_goes_by_post_however_long(service, fake_table):
    codes = tuple(f"{code:04}" for code in range(900))
    service.tables["07459"] = fake_table({"Region": list(codes), "Tid": ["2017"]})
    service.client.data("07459", {"Region": codes, "Tid": ("2017",)})
    assert service.asked == ["POST /tables/07459/data"]
    assert len(service.bodies[0]["selection"][0]["valueCodes"]) == 900


def test_question_names_its_code_list():
    assert query(SELECTION, code_lists={"Region": "agg_KommSummer"}) == {
        "selection": [
            {"variableCode": "Region", "codelist": "agg_KommSummer", "valueCodes": ["0301"]},
            {"variableCode": "Tid", "valueCodes": ["2017"]},
        ]
    }


def test_unknown_table_tells_the_services_diagnosis(service):
    with pytest.raises(RefusedQuery, match="/tables/99999/metadata answered 404: Non-existent"):
        service.client.metadata("99999")


def test_too_many_cells_are_refused_with_the_diagnosis(service, table):
    service.limit = 0
    with pytest.raises(RefusedQuery, match="answered 403: Too many cells selected") as raised:
        service.client.data("07459", SELECTION)
    assert raised.value.status == 403
    assert raised.value.diagnosis == "Too many cells selected"


def test_empty_500_is_explained(service, table):
    with pytest.raises(RefusedQuery, match="answered 500: .*a code stands twice"):
        service.client.data("07459", {"Region": ("0301", "0301"), "Tid": ("2017",)})
    assert service.waited == []


def test_error_without_a_title_or_explanation_gives_the_reason(service, table):
    service.mishaps = [(400, {"detail": "x"}, {})]
    with pytest.raises(RefusedQuery, match="answered 400: Bad Request"):
        service.client.data("07459", SELECTION)


def test_busy_service_is_asked_again_and_waited_for_longer_each_time(service, table):
    service.mishaps = [(429, None, {}), (503, None, {}), (502, b"<html>", {})]
    assert service.client.data("07459", SELECTION)
    assert service.waited == [2.0, 4.0, 8.0]
    assert len(service.asked) == 4


def test_service_says_how_long_to_wait(service, table):
    service.mishaps = [(429, None, {"retry-after": "17"})]
    service.client.data("07459", SELECTION)
    assert service.waited == [17.0]


def test_service_says_when_to_come_back():
    answers = [
        httpx.Response(
            503,
            headers={
                "date": "Tue, 24 Nov 2026 10:00:00 GMT",
                "retry-after": "Tue, 24 Nov 2026 10:00:30 GMT",
            },
        ),
        httpx.Response(200, json={}),
    ]
    waited = []
    http = httpx.Client(transport=httpx.MockTransport(lambda _: answers.pop(0)))
    PxWeb(http, sleep=waited.append).data("1", SELECTION)
    assert waited == [30.0]


def test_time_that_cannot_be_read_falls_back_to_our_own(service, table):
    service.mishaps = [(429, None, {"retry-after": "soon"})]
    service.client.data("07459", SELECTION)
    assert service.waited == [2.0]


def test_wait_that_is_far_too_long_is_cut(service, table):
    service.mishaps = [(429, None, {"retry-after": "86400"})]
    service.client.data("07459", SELECTION)
    assert service.waited == [120.0]


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "12"}, [12.0]),
        ({"X-Rate-Limit-Remaining": "0"}, [60.0]),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-11-24T10:00:00Z"}, [60.0]),
        ({"x-ratelimit-remaining": "3"}, []),
        ({"x-ratelimit-limit": "40", "x-ratelimit-remaining": "many"}, []),
    ],
)
def test_quota_that_is_used_up_is_waited_for(service, table, headers, waited):
    service.headers = headers
    service.client.data("07459", SELECTION)
    assert service.waited == []
    service.client.data("07459", SELECTION)
    assert service.waited == waited


def test_body_that_was_cut_off_on_the_way_is_asked_for_again(service, table):
    whole = table.metadata()
    service.mishaps = [(200, whole, {"cut": 20})]
    assert service.client.metadata("07459").label == "a table"
    assert service.waited == [2.0]


def test_json_that_was_cut_off_by_the_service_is_asked_for_again(service, table):
    service.mishaps = [(200, b'{"class": "data', {}), (200, b"", {})]
    assert service.client.data("07459", SELECTION)
    assert len(service.asked) == 3


def test_service_that_stays_busy_is_given_up_after_six_attempts(service, table):
    service.mishaps = [(503, None, {})] * 6
    with pytest.raises(ServiceUnavailable, match=r"in 6 attempts.*closed for the moment"):
        service.client.data("07459", SELECTION)
    assert len(service.asked) == 6
    assert service.waited == [2.0, 4.0, 8.0, 16.0, 32.0]


def test_service_that_is_not_there_is_told():
    def refuse(request):
        raise httpx.ConnectError("connection refused")

    http = httpx.Client(transport=httpx.MockTransport(refuse))
    client = PxWeb(http, sleep=lambda seconds: None, attempts=2)
    with pytest.raises(ServiceUnavailable, match="the last time: connection refused"):
        client.metadata("07459")


def test_trouble_without_words_has_a_name():
    def refuse(request):
        raise httpx.ReadTimeout("")

    http = httpx.Client(transport=httpx.MockTransport(refuse))
    with pytest.raises(ServiceUnavailable, match="ReadTimeout"):
        PxWeb(http, sleep=lambda seconds: None, attempts=1).metadata("07459")


def test_statistics_norway_is_the_default_over_https():
    assert BASE == "https://data.ssb.no/api/pxwebapi/v2"
