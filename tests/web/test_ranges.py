"""A part of a file: what a player asks for when a film is wound."""

import pytest
from django.core.files.base import ContentFile

from byregion.knowledge.models import File

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 4


@pytest.fixture
def film(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = File(title="Film")
    file.file.save("film.mp4", ContentFile(CONTENT))
    return file


def ask(client, film, wanted="", method="get", **headers):
    if wanted:
        headers["Range"] = wanted
    # As a browser asks that would like all of it compressed.
    headers = {"Accept-Encoding": "gzip", **headers}
    return getattr(client, method)(film.url, headers=headers)


def body(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-", 0, 1023),
        ("bytes=0-0", 0, 0),
        ("bytes=100-299", 100, 299),
        ("bytes=1000-5000", 1000, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=-5000", 0, 1023),
        ("bytes=1023-", 1023, 1023),
    ],
)
def test_one_part_is_given(client, film, wanted, first, last):
    response = ask(client, film, wanted)
    assert response.status_code == 206
    assert body(response) == CONTENT[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/1024"
    assert response["Content-Length"] == str(last - first + 1)
    assert response["Content-Type"] == "video/mp4"
    assert response.get("Content-Encoding") is None
    # As harmless as the whole.
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "wanted",
    ["", "bytes=0-1,5-6", "bytes=-", "bytes=9-3", "items=0-3", "bytes=a-b", "bytes=" + "9" * 30],
)
def test_whatever_else_is_asked_for_gives_the_whole(client, film, wanted):
    response = ask(client, film, wanted)
    assert response.status_code == 200
    assert body(response) == CONTENT
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Length"] == "1024"
    assert response.get("Content-Encoding") is None


@pytest.mark.parametrize("wanted", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused(client, film, wanted):
    response = ask(client, film, wanted)
    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */1024"
    assert body(response) == b""
    assert response["Content-Length"] == "0"


def test_the_rest_is_given_only_of_the_same_file(client, film):
    whole = ask(client, film)
    assert body(whole) == CONTENT
    same = ask(client, film, "bytes=1-2", **{"If-Range": whole["ETag"]})
    assert (same.status_code, body(same)) == (206, CONTENT[1:3])
    other = ask(client, film, "bytes=1-2", **{"If-Range": '"another"'})
    assert (other.status_code, body(other)) == (200, CONTENT)


def test_a_browser_that_has_the_file_is_told_so_and_a_head_has_no_part(client, film):
    whole = ask(client, film)
    assert body(whole) == CONTENT
    held = ask(client, film, "bytes=1-2", **{"If-None-Match": whole["ETag"]})
    assert held.status_code == 304
    head = ask(client, film, "bytes=1-2", method="head")
    assert (head.status_code, head["Content-Length"]) == (200, "1024")
    head.close()
