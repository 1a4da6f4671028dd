"""Feeds: what the two standards ask for, absolute addresses, and the right articles."""

from datetime import date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from tests.factories.network import make_gathering

pytestmark = pytest.mark.django_db
SLUG = "byregionprogrammet"
ATOM = "{http://www.w3.org/2005/Atom}"
ABOUT = ("region", SLUG, "aust-lofoten")
THEME = ("theme", SLUG, "attraktivitet")


def fetched(client, path, kind):
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == f"application/{kind}+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own answer


def is_whole(address):
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.netloc == "localhost:8000" and bool(parts.path)


PATHS = [
    "/feed/artikkel.",
    "/en/feed/artikkel.",
    f"/{SLUG}/region/aust-lofoten/feed.",
    f"/nb/{SLUG}/region/aust-lofoten/feed.",
    f"/{SLUG}/tema/attraktivitet/feed.",
    f"/{SLUG}/samling/feed.",
    f"/en/{SLUG}/samling/feed.",
]


@pytest.mark.parametrize("path", PATHS)
def test_rss_has_all_that_the_standard_requires(client, add_article, path):
    add_article(references=[ABOUT, THEME])
    channel = fetched(client, f"{path}rss", "rss").find("channel")
    assert fetched(client, f"{path}rss", "rss").get("version") == "2.0"
    for name in ("title", "description", "language", "lastBuildDate"):
        assert channel.findtext(name), name
    assert is_whole(channel.findtext("link"))
    own = channel.find(f"{ATOM}link")
    assert own.get("rel") == "self"
    assert own.get("href") == f"http://localhost:8000{path}rss"
    items = channel.findall("item")
    assert items
    for item in items:
        assert item.findtext("title")
        assert item.findtext("description")
        assert is_whole(item.findtext("link"))
        assert item.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo is not None
    guids = [item.findtext("guid") for item in items]
    assert len(guids) == len(set(guids))


@pytest.mark.parametrize("path", PATHS)
def test_atom_has_all_that_the_standard_requires(client, add_article, path):
    add_article(references=[ABOUT, THEME])
    feed = fetched(client, f"{path}atom", "atom")
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}title")
    assert is_whole(feed.findtext(f"{ATOM}id"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Byregion"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://localhost:8000{path}atom"
    assert is_whole(links["alternate"])
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for entry in entries:
        assert entry.findtext(f"{ATOM}title")
        assert entry.findtext(f"{ATOM}id").startswith("urn:")
        assert is_whole(entry.find(f"{ATOM}link").get("href"))
    moments = [feed.findtext(f"{ATOM}updated")]
    moments += [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert all(datetime.fromisoformat(moment).tzinfo for moment in moments)


def titles(client, path):
    return [item.findtext("title") for item in fetched(client, path, "rss").iter("item")]


def test_a_feed_holds_what_it_is_about_the_newest_first(client, add_article):
    add_article("Gamal", "gamal", [ABOUT], published_date=date(2025, 1, 1))
    add_article("Ny", "ny", [ABOUT, THEME], published_date=date(2026, 1, 1))
    add_article("Anna", "anna", published_date=date(2024, 1, 1))
    assert titles(client, "/feed/artikkel.rss") == ["Ny", "Gamal", "Anna"]
    assert titles(client, f"/{SLUG}/region/aust-lofoten/feed.rss") == ["Ny", "Gamal"]
    assert titles(client, f"/{SLUG}/tema/attraktivitet/feed.rss") == ["Ny"]
    assert titles(client, f"/{SLUG}/region/salten/feed.rss") == []


def test_the_same_article_is_another_entry_in_another_language(client, add_article):
    add_article()
    guids = {
        item.findtext("guid")
        for prefix in ("", "/nb", "/en")
        for item in fetched(client, f"{prefix}/feed/artikkel.rss", "rss").iter("item")
    }
    assert len(guids) == 3


def test_an_empty_feed_is_valid_and_the_same_each_time(client, home):
    first = client.get(f"/{SLUG}/region/salten/feed.atom").content
    assert first == client.get(f"/{SLUG}/region/salten/feed.atom").content
    assert b"<updated>1970-01-01T00:00:00+00:00</updated>" in first


def test_a_draft_is_in_no_feed(client, add_article):
    add_article().unpublish()
    assert titles(client, "/feed/artikkel.rss") == []


def test_the_offices_gatherings_are_there_beside_those_of_the_sources(client, programme):
    make_gathering(programme=SLUG, slug="ny-samling")
    found = titles(client, f"/{SLUG}/samling/feed.rss")
    assert "Haustsamling nn" in found
    assert len(found) == programme.gatherings.count() + 1


@pytest.mark.parametrize(
    "path",
    [
        f"/{SLUG}/region/ingen/feed.rss",
        f"/{SLUG}/tema/ingen/feed.rss",
        "/ingen/samling/feed.rss",
        "/feed/artikkel.json",
    ],
)
def test_what_is_not_there_has_no_feed(client, programme, path):
    assert client.get(path).status_code == 404


def test_pages_name_their_feeds(client, add_article):
    article = add_article(references=[ABOUT])
    for path in (
        "/",
        f"/{SLUG}/region/aust-lofoten/",
        article.url.removeprefix("http://localhost:8000"),
    ):
        page = client.get(path).content.decode()
        assert 'type="application/atom+xml"' in page, path
        assert 'href="/feed/artikkel.atom"' in page, path
    page = client.get(f"/{SLUG}/region/aust-lofoten/").content.decode()
    assert f'href="/{SLUG}/region/aust-lofoten/feed.atom"' in page
