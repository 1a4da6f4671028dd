"""Figures are drawn before anybody asks: once, by one process, for as long as the site is up."""

import os
import time
from datetime import UTC, datetime
from io import StringIO
from itertools import count

import pytest
from django.core.management import call_command
from tests.insight.samples import make_analysis

from byregion.insight import beforehand, drawing, drawn
from byregion.insight.domain.editions import make_draft, publish
from byregion.statistics.store import ENVIRONMENT

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
WHO = {"by": "Kari", "at": NOW}
LANGUAGES = 3


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "static"
    # No statistics are loaded here.
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    return tmp_path


def drafted(slug):
    return make_draft(make_analysis(slug=slug, name=slug), programme="prove", **WHO)


def said(*arguments):
    out = StringIO()
    call_command("draw", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_published_figures_are_drawn_once_in_every_language(folder):
    publish(drafted("region-0"), **WHO)
    publish(drafted("region-1"), **WHO)
    drafted("region-2")
    assert said() == f"0 divisions and {2 * LANGUAGES} figures made\n"
    assert len(list((folder / "figures").glob("*.json"))) == 2 * LANGUAGES
    assert said() == "0 divisions and 0 figures made\n"


@pytest.mark.django_db
def test_what_is_kept_is_not_taken_away_for_its_age(folder):
    publish(drafted("region-0"), **WHO)
    said()
    for path in (folder / "figures").glob("*.json"):
        os.utime(path, (0, 0))
    said()
    assert all(path.stat().st_mtime > 0 for path in (folder / "figures").glob("*.json"))


@pytest.mark.django_db
def test_the_reader_then_waits_for_no_drawing(monkeypatch):
    edition = publish(drafted("region-0"), **WHO)
    beforehand.draw([edition.analysis])
    monkeypatch.setattr(drawn, "for_page", None)
    chapter = edition.analysis.chapter("commuting")
    (figure,) = chapter.figures
    for language in ("nn", "nb", "en"):
        made = drawing.draw(edition.analysis, figure, chapter.table(figure.table), language)
        assert made.svg.startswith("<svg")


def test_it_ends_between_two_figures_when_it_is_told():
    turns = count()
    assert beforehand.draw([make_analysis()], stop=lambda: next(turns) > 1) == 2


@pytest.mark.django_db
def test_it_draws_nothing_for_a_site_that_is_gone():
    publish(drafted("region-0"), **WHO)
    assert said("--beside", str(os.getpid())) == "0 divisions and 0 figures made\n"
    assert said("--beside", str(os.getppid())) == f"0 divisions and {LANGUAGES} figures made\n"


def lowered(process):
    # The process is another program for a moment, before it has the priority.
    for _ in range(100):
        if os.getpriority(os.PRIO_PROCESS, process) == beforehand.LOWEST_PRIORITY:
            return True
        time.sleep(0.05)
    return False


def test_one_process_draws_at_a_time_with_the_lowest_priority(monkeypatch):
    monkeypatch.setattr(beforehand, "COMMAND", "import time; time.sleep(60)")
    first = beforehand.start()
    try:
        assert beforehand.start() is None
        assert lowered(first.pid)
    finally:
        first.kill()
        first.wait()
    again = beforehand.start()
    again.kill()
    again.wait()
