"""A report is made once for an analysis, language and version, however many ask."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count

import pytest
from tests.insight.samples import make_analysis

from byregion import report
from byregion.insight import reports
from byregion.insight.annexes import unpack
from byregion.insight.domain.editions import make_draft, publish, write_text

pytestmark = pytest.mark.django_db
WHO = {"by": "Kari", "at": datetime(2026, 11, 25, 9, tzinfo=UTC)}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"


def edition():
    made = make_draft(make_analysis(), programme="prove", **WHO)
    write_text(made, chapter="commuting", language="nn", text="Eigen tekst", **WHO)
    return publish(made, **WHO)


def test_the_annex_gives_the_published_analysis_again():
    shown = edition()
    content = reports.made(shown, "zip", "nn").read_bytes()
    assert unpack(content).to_dict().keys() == shown.analysis.to_dict().keys()
    assert report.annex(unpack(content)) == content


def test_a_report_is_made_once_and_carries_the_own_text(monkeypatch):
    calls, seen = count(), {}

    def maker(analysis, language, own_texts=None):
        next(calls)
        seen[language] = own_texts
        return language.encode()

    monkeypatch.setitem(report.MAKERS, "pdf", maker)
    shown = edition()
    paths = {reports.made(shown, "pdf", language) for language in ("nn", "nb", "nn")}
    assert {path.read_bytes() for path in paths} == {b"nn", b"nb"}
    assert next(calls) == 2
    assert seen == {"nn": {"commuting": "Eigen tekst"}, "nb": {}}


def test_many_who_ask_at_once_get_one(monkeypatch, tmp_path):
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
        reports.made(shown, "pdf", "nn")
    monkeypatch.setitem(report.MAKERS, "pdf", lambda *_args, **_named: b"whole")
    assert reports.made(shown, "pdf", "nn").read_bytes() == b"whole"
