"""Pages are sent compressed, and are the same bytes where nothing in them is a person's secret."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from byregion.web.compression import Compression

PAGE = "Ein by og omlandet hans. " * 200


def answered(response, *, accepts="gzip, br", cookie=""):
    asked = {"Accept-Encoding": accepts, **({"Cookie": cookie} if cookie else {})}
    request = RequestFactory().get("/", headers=asked)
    return Compression(lambda _request: response)(request)


def test_a_page_comes_back_whole_and_a_good_deal_shorter():
    response = answered(HttpResponse(PAGE))
    assert response["Content-Encoding"] == "gzip"
    assert int(response["Content-Length"]) == len(response.content) < len(PAGE) / 5
    assert gzip.decompress(response.content).decode() == PAGE
    assert response["Vary"] == "Accept-Encoding"


def test_a_page_for_everyone_is_always_the_same_bytes():
    assert len({answered(HttpResponse(PAGE)).content for _ in range(20)}) == 1


def test_the_length_of_somebodys_page_tells_nothing():
    own = [answered(HttpResponse(PAGE), cookie="sessionid=1").content for _ in range(20)]
    assert len({len(content) for content in own}) > 1
    assert {gzip.decompress(content).decode() for content in own} == {PAGE}


@pytest.mark.parametrize("accepts", ["", "br", "identity"])
def test_who_does_not_take_it_gets_the_page_as_it_is(accepts):
    response = answered(HttpResponse(PAGE), accepts=accepts)
    assert response.content.decode() == PAGE
    assert "Content-Encoding" not in response
    assert response["Vary"] == "Accept-Encoding"


def test_what_would_not_be_shorter_is_left_alone():
    noise = bytes(range(256)) * 1
    assert answered(HttpResponse(noise)).content == noise
    assert answered(HttpResponse("kort")).content == b"kort"


def test_what_is_compressed_already_is_not_compressed_again():
    packed = gzip.compress(PAGE.encode())
    response = answered(HttpResponse(packed, headers={"Content-Encoding": "gzip"}))
    assert response.content == packed


def test_a_stream_is_compressed_as_it_goes():
    response = answered(StreamingHttpResponse([PAGE.encode()] * 3))
    assert gzip.decompress(b"".join(response.streaming_content)).decode() == PAGE * 3


def test_a_strong_mark_of_the_page_becomes_weak():
    assert answered(HttpResponse(PAGE, headers={"ETag": '"one"'}))["ETag"] == 'W/"one"'
    assert answered(HttpResponse(PAGE, headers={"ETag": 'W/"one"'}))["ETag"] == 'W/"one"'
