"""A report is made once for an analysis, language and version, however many ask."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from tests.insight.samples import make_analysis

from byregion import report
from byregion.insight import reports
from byregion.insight.annexes import unpack
from byregion.insight.choice import Choice
from byregion.insight.domain.editions import make_draft, publish, write_text
from byregion.insight.errors import StoreChanged
from byregion.insight.queries import free
from byregion.insight.sweep import sweep

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
WHO = {"by": "Kari", "at": NOW}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"


def edition():
    made = make_draft(make_analysis(), programme="prove", **WHO)
    write_text(made, chapter="commuting", language="nn", text="Eigen tekst", **WHO)
    return publish(made, **WHO)


def made(shown, kind, language):
    wanted = reports.of_edition(shown, kind, language)
    return reports.make(wanted, reports.analysis_of(wanted))


def test_the_annex_gives_the_published_analysis_again():
    content = made(edition(), "zip", "nn").read_bytes()
    assert report.annex(unpack(content)) == content


def test_a_report_is_made_once_and_carries_the_own_text(monkeypatch):
    calls, seen = count(), {}

    def maker(analysis, language, own_texts=None, made_on=None):
        assert made_on == WHO["at"].date()
        next(calls)
        seen[language] = own_texts
        return language.encode()

    monkeypatch.setitem(report.MAKERS, "pdf", maker)
    shown = edition()
    paths = {made(shown, "pdf", language) for language in ("nn", "nb", "nn")}
    assert {path.read_bytes() for path in paths} == {b"nn", b"nb"}
    assert next(calls) == 2
    assert seen == {"nn": {"commuting": "Eigen tekst"}, "nb": {}}


def test_many_who_ask_at_once_get_one(tmp_path):
    calls = count()
    path = tmp_path / "a.pdf"

    def ask(_):
        with reports._alone(path):
            if not path.exists():
                next(calls)
                reports.write_whole(path, b"x")
        return path.read_bytes()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(40))) == {b"x"}
    assert next(calls) == 1


def test_a_maker_that_fails_leaves_nothing_half_made(monkeypatch):
    def maker(*_args, **_named):
        raise RuntimeError

    monkeypatch.setitem(report.MAKERS, "pdf", maker)
    shown = edition()
    with pytest.raises(RuntimeError):
        made(shown, "pdf", "nn")
    monkeypatch.setitem(report.MAKERS, "pdf", lambda *_args, **_named: b"whole")
    assert made(shown, "pdf", "nn").read_bytes() == b"whole"


def test_a_free_choice_is_named_by_all_that_it_depends_on():
    at, later = free.Loaded("/store", "1", (2022,)), free.Loaded("/store", "2", (2022,))
    one, cored = Choice.of(["1804", "1841"]), Choice.of(["1804", "1841"], ["1804"])
    wanted = [
        reports.of_choice(at, one, "pdf", "nn"),
        reports.of_choice(later, one, "pdf", "nn"),
        reports.of_choice(at, cored, "pdf", "nn"),
        reports.of_choice(at, one, "pdf", "nb"),
    ]
    assert len({each.file_name for each in wanted}) == 4
    assert reports.of_choice(at, one, "zip", "nn") == reports.of_choice(at, one, "zip", "nb")


def test_a_report_ordered_of_another_state_of_the_store_is_not_made(monkeypatch):
    wanted = reports.of_choice(free.Loaded("/s", "1", (2022,)), Choice.of(["1804"]), "pdf", "nn")
    for now in (None, free.Loaded("/s", "2", (2022,))):
        monkeypatch.setattr(free, "loaded", lambda now=now: now)
        with pytest.raises(StoreChanged):
            reports.analysis_of(wanted)


def kept(name, *, folder="reports", age=0, size=10):
    path = reports.folder(folder) / name
    path.write_bytes(b"x" * size)
    then = (NOW - timedelta(days=age)).timestamp()
    os.utime(path, (then, then))
    return path


def test_what_nobody_has_used_is_swept_by_age():
    old, older = kept("a.pdf", age=31), kept("a.json", folder="figures", age=40)
    young = kept("b.pdf", age=29)
    swept = sweep(at=NOW, days=30, megabytes=1)
    assert (swept.files, swept.size) == (2, 20)
    assert [path.exists() for path in (old, older, young)] == [False, False, True]


def test_the_least_recently_used_are_swept_where_all_are_too_large_together():
    first = kept("a.pdf", age=3, size=600_000)
    second = kept("b.pdf", age=2, size=600_000)
    third = kept("c.pdf", age=1, size=300_000)
    assert sweep(at=NOW, days=30, megabytes=1).files == 1
    assert [path.exists() for path in (first, second, third)] == [False, True, True]


def test_a_file_that_is_used_counts_as_new(settings):
    settings.REPORT_DAYS = 30
    path = kept("a.pdf", age=400)
    reports.use(path)
    assert sweep(at=datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)).files == 0
    path.unlink()
    reports.use(path)
    assert not path.exists()
