"""A kept page is quick, and never stale: whatever writes, the next reader sees it."""

import pytest
from django.core.cache import caches
from django.db import connection
from tests.web.test_public_pages import make_programme

from byregion.common import revision
from byregion.programme.models import CityRegion, Programme, Theme

pytestmark = pytest.mark.django_db


def _tables_with_triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger'"
                " GROUP BY tbl_name"
            )
        else:
            cursor.execute(
                "SELECT event_object_table, count(*) FROM information_schema.triggers GROUP BY 1"
            )
        return dict(cursor.fetchall())


def test_every_public_table_is_watched_for_every_kind_of_write():
    triggers = _tables_with_triggers()
    assert {table: triggers.get(table) for table in revision.watched_tables()} == dict.fromkeys(
        revision.watched_tables(), 3
    )


def test_second_reader_costs_one_query(client, django_assert_num_queries):
    make_programme(regions=3)
    first = client.get("/prove/region/")
    with django_assert_num_queries(1):
        second = client.get("/prove/region/")
    assert second.content == first.content
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]


def _rename_by_save():
    region = CityRegion.objects.get(slug="region-1")
    region.name = "Nytt namn"
    region.save()


def _rename_by_sql():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programme_cityregion SET name = 'Nytt namn' WHERE slug = 'region-1'")


WRITES = {
    "save": _rename_by_save,
    "bulk update": lambda: CityRegion.objects.filter(slug="region-1").update(name="Nytt namn"),
    "raw SQL": _rename_by_sql,
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_whatever_writes_the_next_reader_sees_it(client, write):
    make_programme(regions=3)
    assert "Nytt namn" not in client.get("/prove/region/").content.decode()
    write()
    assert "Nytt namn" in client.get("/prove/region/").content.decode()


def test_link_between_rows_counts_as_a_change(client):
    programme = make_programme(regions=1)
    names = {f"name_{code}": "Reiseliv" for code in ("nn", "nb", "en")}
    theme = Theme.objects.create(programme=programme, slug="reiseliv", **names)
    client.get("/prove/tildeling/")
    participation = CityRegion.objects.get().participations.get()
    participation.themes.add(theme)
    assert "Region 0" in client.get("/prove/tildeling/").content.decode().split("Reiseliv")[-1]


def test_deletion_is_seen(client):
    make_programme(regions=2)
    assert client.get("/prove/region/region-1/").status_code == 200
    CityRegion.objects.filter(slug="region-1").delete()
    assert client.get("/prove/region/region-1/").status_code == 404


def test_browser_that_has_the_page_is_told_so_in_few_bytes(client):
    make_programme(regions=1)
    tag = client.get("/")["ETag"]
    again = client.get("/", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    Programme.objects.update(name_nn="Anna namn")
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 200


def test_languages_and_encodings_are_kept_apart(client):
    make_programme(regions=1)
    nynorsk = client.get("/prove/region/", headers={"Accept-Encoding": "gzip"})
    assert nynorsk["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/prove/region/")
    assert b'lang="en"' in client.get("/en/prove/region/").content


@pytest.mark.parametrize("ask", [{"path": "/finst-ikkje/"}, {"path": "/?q=" + "a" * 700}])
def test_errors_and_endless_addresses_are_not_kept(client, ask):
    make_programme(regions=1)
    client.get(ask["path"])
    assert not caches["pages"]._cache


def test_wrong_host_is_refused_although_the_page_is_kept(client):
    make_programme(regions=1)
    client.get("/")
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
