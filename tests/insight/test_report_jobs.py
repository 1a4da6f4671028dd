"""A report in the background: ordered once, made by one worker, tried again, and told of."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import count
from threading import Event

import pytest
from django.core.management import call_command
from django.db import IntegrityError, close_old_connections, connection, transaction
from tests.insight.samples import make_analysis

from byregion import report
from byregion.common import revision
from byregion.insight import computing, reports, worker
from byregion.insight.domain import report_jobs
from byregion.insight.domain.editions import make_draft, publish
from byregion.insight.models import ReportJob, ReportState
from byregion.insight.queries import free

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
WHO = {"by": "Kari", "at": NOW}
LATER = NOW + report_jobs.STALE_AFTER + timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"


@pytest.fixture
def calls(monkeypatch):
    """Count what is made; each report is a few bytes."""
    made = []

    def maker(_analysis, language, own_texts=None, made_on=None):
        made.append(language)
        return b"%PDF " + language.encode()

    for kind in ("pdf", "docx", "html"):
        monkeypatch.setitem(report.MAKERS, kind, maker)
    return made


def edition(slug="region-0"):
    return publish(make_draft(make_analysis(slug=slug), programme="prove", **WHO), **WHO)


def wanted(language="nn", kind="pdf", slug="region-0"):
    return reports.of_edition(edition(slug), kind, language)


def now():
    return NOW


def test_to_order_twice_is_to_order_once():
    one = wanted()
    assert report_jobs.order(one, at=NOW) == report_jobs.order(one, at=LATER)
    assert ReportJob.objects.get().created_at == NOW


def test_the_database_refuses_the_same_report_twice_and_one_of_nothing():
    job = report_jobs.order(wanted(), at=NOW)
    job.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        job.save()
    job.content, job.edition = "another", None
    with pytest.raises(IntegrityError), transaction.atomic():
        job.save()


def test_a_report_goes_from_order_to_file(calls):
    one = wanted()
    job = report_jobs.order(one, at=NOW)
    assert (job.state, job.step) == (ReportState.QUEUED, 0)
    assert worker.work_off(worker="w", now=now) == 1
    job.refresh_from_db()
    assert (job.state, job.step, job.finished_at) == (ReportState.DONE, report_jobs.STEPS, NOW)
    assert one.path.read_bytes() == b"%PDF nn"
    assert job.size == 7
    assert calls == ["nn"]
    assert worker.work_off(worker="w", now=now) == 0


def test_those_who_came_first_are_served_first():
    first, second = wanted("nb"), reports.of_edition(edition("region-1"), "pdf", "en")
    report_jobs.order(second, at=NOW)
    later = report_jobs.order(first, at=NOW + timedelta(seconds=1))
    assert report_jobs.ahead(later) == 1
    claimed = report_jobs.claim(worker="w", at=NOW)
    assert claimed is not None
    assert claimed.wanted == second


def test_of_two_workers_one_gets_the_job():
    report_jobs.order(wanted(), at=NOW)
    assert report_jobs.claim(worker="one", at=NOW) is not None
    assert report_jobs.claim(worker="two", at=NOW) is None


def test_a_claim_is_lost_to_another_that_comes_between(monkeypatch):
    # Both have seen the job free; the other's update comes first.
    job = report_jobs.order(wanted(), at=NOW)
    free_jobs = list(ReportJob.objects.all())
    assert report_jobs.claim(worker="one", at=NOW) is not None
    monkeypatch.setattr(
        ReportJob.objects, "filter", _first_stale(ReportJob.objects.filter, free_jobs)
    )
    assert report_jobs.claim(worker="two", at=NOW) is None
    monkeypatch.undo()
    job.refresh_from_db()
    assert (job.claimed_by, job.attempts) == ("one", 1)


def _first_stale(real, stale):
    """Give what was read before on the first reading of the queue, then the real thing."""
    calls = count()

    def filtered(*conditions, **named):
        # The first call is that of giving up; the second reads the queue.
        return real(*conditions, **named) if next(calls) != 1 else stale

    return filtered


def test_what_a_dead_worker_had_is_made_by_another_which_alone_may_finish_it(calls):
    job = report_jobs.order(wanted(), at=NOW)
    dead = report_jobs.claim(worker="dead", at=NOW)
    assert report_jobs.claim(worker="living", at=NOW + timedelta(seconds=30)) is None
    living = report_jobs.claim(worker="living", at=LATER)
    report_jobs.finish(dead, size=1, at=LATER)
    report_jobs.fail(dead, problem="fault", at=LATER)
    job.refresh_from_db()
    assert (job.state, job.claimed_by, job.attempts) == (ReportState.RUNNING, "living", 2)
    report_jobs.finish(living, size=7, at=LATER)
    job.refresh_from_db()
    assert (job.state, job.size) == (ReportState.DONE, 7)


def test_what_takes_every_worker_down_is_given_up():
    job, at = report_jobs.order(wanted(), at=NOW), NOW
    for _ in range(report_jobs.MOST_ATTEMPTS):
        assert report_jobs.claim(worker="w", at=at) is not None
        at += report_jobs.STALE_AFTER + timedelta(seconds=1)
    assert report_jobs.claim(worker="w", at=at) is None
    job.refresh_from_db()
    assert (job.state, job.problem) == (ReportState.FAILED, "crashed")


def test_a_report_that_fails_does_not_stop_the_next_and_is_tried_again_when_asked_for(
    calls, monkeypatch
):
    def broken(*_args, **_named):
        raise RuntimeError("no such figure")

    monkeypatch.setitem(report.MAKERS, "docx", broken)
    one = reports.of_edition(edition(), "docx", "nn")
    bad = report_jobs.order(one, at=NOW)
    good = report_jobs.order(wanted(slug="region-1"), at=NOW)
    assert worker.work_off(worker="w", now=now) == 2
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.problem) == (ReportState.FAILED, "fault")
    assert good.state == ReportState.DONE
    monkeypatch.setitem(report.MAKERS, "docx", lambda *_args, **_named: b"mended")
    again = report_jobs.order(one, at=LATER)
    assert (again.pk, again.state, again.problem) == (bad.pk, ReportState.QUEUED, "")
    worker.work_off(worker="w", now=now)
    assert one.path.read_bytes() == b"mended"


def test_a_file_that_was_swept_is_made_again(calls):
    one = wanted()
    report_jobs.order(one, at=NOW)
    worker.work_off(worker="w", now=now)
    assert report_jobs.order(one, at=LATER).state == ReportState.DONE
    one.path.unlink()
    assert report_jobs.order(one, at=LATER).state == ReportState.QUEUED
    worker.work_off(worker="w", now=now)
    assert one.path.exists()


def test_a_free_choice_whose_figures_were_replaced_says_so(calls, monkeypatch):
    from byregion.insight.choice import Choice

    at = free.Loaded("/store", "1", (2022,))
    job = report_jobs.order(reports.of_choice(at, Choice.of(["1804"]), "pdf", "nn"), at=NOW)
    monkeypatch.setattr(free, "loaded", lambda: free.Loaded("/store", "2", (2022,)))
    worker.work_off(worker="w", now=now)
    job.refresh_from_db()
    assert (job.state, job.problem) == (ReportState.FAILED, "changed")


def test_a_free_choice_is_made_from_the_store(calls, monkeypatch):
    from byregion.insight.choice import Choice

    at = free.Loaded("/store", "made from the store", (2022,))
    monkeypatch.setattr(free, "loaded", lambda: at)
    monkeypatch.setattr(computing, "of_choice", lambda *_: make_analysis(slug=""))
    one = reports.of_choice(at, Choice.of(["1804", "1841"], ["1804"]), "html", "en")
    report_jobs.order(one, at=NOW)
    worker.work_off(worker="w", now=now)
    assert one.path.read_bytes() == b"%PDF en"


def test_a_queue_that_is_full_takes_in_no_more(monkeypatch):
    monkeypatch.setattr(report_jobs, "MOST_WAITING", 1)
    one = wanted()
    report_jobs.order(one, at=NOW)
    with pytest.raises(report_jobs.QueueFull):
        report_jobs.order(wanted(slug="region-1"), at=NOW)
    assert report_jobs.order(one, at=NOW).state == ReportState.QUEUED


def test_the_way_of_a_report_retires_no_kept_page(calls):
    one = wanted()
    before = revision.current()
    report_jobs.order(one, at=NOW)
    worker.work_off(worker="w", now=now)
    assert revision.current() == before


@pytest.mark.django_db(transaction=True)  # it closes the connections that it has used
def test_the_worker_goes_on_until_it_is_told_to_stop(calls):
    job = report_jobs.order(wanted(), at=NOW)
    stop = Event()

    def clock():
        # The clock is asked again after the last claim: then it is time to stop.
        stop.set()
        return NOW

    worker.wake()
    worker.run(now=clock, stop=stop)
    job.refresh_from_db()
    assert job.state == ReportState.DONE


def test_the_command_makes_what_waits_and_sweeps(calls):
    report_jobs.order(wanted(), at=NOW)
    out = StringIO()
    call_command("run_reports", "--once", stdout=out)
    call_command("run_reports", "--sweep", stdout=out)
    assert "1 reports made or given up" in out.getvalue()
    assert "0 files taken away" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_make_each_report_once(calls):
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("threads share the memory's one cache, whose locks nobody waits for")
    for number in range(6):
        report_jobs.order(wanted(slug=f"region-{number}"), at=NOW)

    def work(number):
        try:
            return worker.work_off(worker=f"w{number}", now=now)
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 6
    assert len(calls) == 6
    assert set(ReportJob.objects.values_list("state", "attempts")) == {("done", 1)}
