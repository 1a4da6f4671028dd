"""Reports on the site: an order, a page that shows how far it is, a file with the right headers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches
from tests.insight.samples import make_analysis
from tests.web.insight_stand_ins import stand_in
from tests.web.test_public_pages import make_programme

from byregion import report
from byregion.insight import reports, worker
from byregion.insight.domain.editions import make_draft, publish
from byregion.insight.models import ReportJob, ReportState

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
WHO = {"by": "Kari", "at": NOW}
BASE = "/prove/region/region-0/analyse/"
PREFIXES = ["", "/nb", "/en"]


@pytest.fixture(autouse=True)
def edition(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    caches["default"].clear()
    for kind in ("pdf", "docx", "html"):
        monkeypatch.setitem(
            report.MAKERS, kind, lambda _analysis, language, **_named: language.encode() * 600
        )
    make_programme(regions=1)
    return publish(make_draft(make_analysis(), programme="prove", **WHO), **WHO)


def work_off():
    return worker.work_off(worker="w", now=lambda: NOW)


def text(response):
    return b"".join(response).decode()


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("kind", ["pdf", "docx", "html"])
def test_from_the_link_through_the_queue_to_the_file(client, prefix, kind):
    file, progress = f"{prefix}{BASE}rapport.{kind}", f"{prefix}{BASE}rapport/{kind}/"
    ordered = client.get(file)
    assert (ordered.status_code, ordered["Location"]) == (302, progress)
    waiting = client.get(progress)
    assert waiting.streaming, "the way of a report is not kept"
    assert 'hx-trigger="load' in text(waiting)
    assert work_off() == 1
    ready = text(client.get(progress))
    assert f'href="{file}"' in ready
    assert "hx-trigger" not in ready.partition('id="progress"')[2].partition("</div>")[0]
    given = client.get(file)
    assert given.status_code == 200
    assert given["Content-Type"] == reports.CONTENT_TYPES[kind]
    language = prefix.strip("/") or "nn"
    assert b"".join(given) == language.encode() * 600
    name = f'filename="region-0-1-{language}.{kind}"'
    assert given["Content-Disposition"] == f"{'inline' if kind == 'pdf' else 'attachment'}; {name}"
    assert given["Content-Length"] == "1200"


def test_a_reader_who_has_the_file_is_told_so_and_no_file_outlives_its_edition(client, edition):
    client.get(f"{BASE}rapport.pdf")
    work_off()
    first = client.get(f"{BASE}rapport.pdf")
    assert b"".join(first) == b"nn" * 600
    again = client.get(f"{BASE}rapport.pdf", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    publish(make_draft(make_analysis(people=7), programme="prove", **WHO), **WHO)
    assert client.get(f"{BASE}rapport.pdf", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 302


def test_the_page_asks_nothing_of_the_network_when_nobody_has_ordered(client):
    answer = client.get(f"{BASE}rapport/pdf/")
    assert (answer.status_code, answer["Location"]) == (302, f"{BASE}rapport.pdf")
    assert ReportJob.objects.count() == 0


def test_the_step_and_the_place_in_the_queue_are_shown(client):
    client.get(f"/en{BASE}rapport.pdf")
    client.get(f"/en{BASE}rapport.docx")
    html = text(client.get(f"/en{BASE}rapport/docx/"))
    assert "waits for its turn" in html
    assert "1 report is before it." in html
    assert '<progress id="made" max="3" value="0">' in html
    ReportJob.objects.filter(kind="docx").update(state=ReportState.RUNNING, step=2)
    html = text(client.get(f"/en{BASE}rapport/docx/"))
    assert "Figures are drawn" in html
    assert "Step 2 of 3" in html


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        ("fault", "Feilen er vår"),
        ("crashed", "Feilen er vår"),
        ("changed", "Statistikken vart skift ut"),
        ("busy", "Andre får mykje utrekna"),
        ("data", "ikkje nok til å lage"),
    ],
)
def test_a_report_that_failed_says_why_and_can_be_tried_again(client, problem, told):
    client.get(f"{BASE}rapport.pdf")
    ReportJob.objects.update(state=ReportState.FAILED, finished_at=NOW, problem=problem)
    html = text(client.get(f"{BASE}rapport/pdf/"))
    assert told in html
    assert "Prøv igjen" in html
    assert client.get(f"{BASE}rapport.pdf").status_code == 302
    assert work_off() == 1
    assert b"".join(client.get(f"{BASE}rapport.pdf")) == b"nn" * 600


def test_a_file_that_was_taken_away_is_made_again_when_asked_for(client, edition):
    client.get(f"{BASE}rapport.pdf")
    work_off()
    reports.of_edition(edition, "pdf", "nn").path.unlink()
    assert "Lag han på nytt" in text(client.get(f"{BASE}rapport/pdf/"))
    assert client.get(f"{BASE}rapport.pdf").status_code == 302
    assert work_off() == 1
    assert b"".join(client.get(f"{BASE}rapport.pdf")) == b"nn" * 600


def test_the_data_is_made_at_once_for_the_shown_edition_and_for_former_ones(client):
    publish(make_draft(make_analysis(people=7), programme="prove", **WHO), **WHO)
    for path, number in (("rapport.zip", 2), ("historikk/1.zip", 1), ("historikk/2.zip", 2)):
        given = client.get(BASE + path)
        assert given["Content-Type"] == "application/zip"
        assert given["Content-Disposition"] == f'attachment; filename="region-0-{number}.zip"'
        assert b"".join(given).startswith(b"PK")
    assert client.get(f"{BASE}historikk/3.zip").status_code == 404
    assert ReportJob.objects.count() == 0


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_report_of_a_free_choice(client, monkeypatch, prefix):
    stand_in(monkeypatch)
    base = f"{prefix}/analyse/1804k-1841/"
    ordered = client.get(f"{base}rapport.docx")
    assert (ordered.status_code, ordered["Location"]) == (302, f"{base}rapport/docx/")
    assert 'id="progress"' in text(client.get(f"{base}rapport/docx/"))
    assert work_off() == 1
    given = client.get(f"{base}rapport.docx")
    language = prefix.strip("/") or "nn"
    assert f'"analyse-1804k-1841-{language}.docx"' in given["Content-Disposition"]
    assert b"".join(given) == language.encode() * 600
    assert b"".join(client.get(f"{base}rapport.zip")).startswith(b"PK")
    assert client.get(f"{prefix}/analyse/9999/rapport.docx").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_queue(client, django_assert_max_num_queries):
    client.get(f"{BASE}rapport.pdf")
    shown = ReportJob.objects.get()
    for number in range(30):
        shown.pk, shown.content = None, f"other-{number}"
        shown.created_at = NOW - timedelta(hours=1)
        shown.save()
    with django_assert_max_num_queries(8):
        text(client.get(f"{BASE}rapport/pdf/"))
