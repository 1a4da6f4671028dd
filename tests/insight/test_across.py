"""Same theme, same problem: what the shipped analyses share, found again one by one."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from byregion import wording
from byregion.analysis.region_analysis.choices import weigh
from byregion.analysis.region_analysis.result import CHAPTERS
from byregion.insight.addresses import CHAPTER_SLUGS
from byregion.insight.annexes import unpack
from byregion.insight.domain.shipped import DATA, index
from byregion.insight.queries import across

PROGRAMME = SimpleNamespace(name="Prøve", licence="NLOD 2.0", as_of=date(2026, 1, 1))


@pytest.fixture(scope="module")
def editions():
    """Editions of shipped analyses, as far as the pages need them."""
    return [
        SimpleNamespace(
            analysis=analysis,
            region_slug=analysis.subject.slug,
            year=analysis.year,
            number=1,
            published_at=datetime(2026, 11, 25, 9, tzinfo=UTC),
        )
        for analysis in (unpack((DATA / f"{slug}.zip").read_bytes()) for slug in sorted(index()))
    ]


@pytest.mark.parametrize("language", ["nn", "nb", "en"])
def test_each_region_stands_where_its_own_analysis_says_so(editions, language):
    themes = across.themes(editions, language)
    for edition in editions:
        for one in weigh(edition.analysis.chapters):
            theme = next(each for each in themes if each.key == one.theme)
            said = wording.evidence(one.finding, language, speaks_for=one.speaks_for)
            shared = next(each for each in theme.findings if each.text == said)
            assert shared.speaks_for == one.speaks_for
            where = next(each for each in shared.regions if each.slug == edition.region_slug)
            chapter = next(key for key, slug in CHAPTER_SLUGS.items() if slug == where.chapter)
            keys = [each.key for each in edition.analysis.chapter(chapter).findings]
            assert one.finding in keys


def test_for_and_against_are_together_those_of_which_it_is_known(editions):
    for theme in across.themes(editions, "en"):
        for side in theme.findings:
            slugs = [one.slug for one in side.regions]
            assert len(slugs) == len(set(slugs)) <= side.known <= len(editions)
        sides = [side.speaks_for for side in theme.findings]
        assert sides == sorted(sides, reverse=True), "what speaks for a theme comes first"


def test_the_table_has_a_row_for_each_theme_finding_and_region(editions):
    table = across.table(PROGRAMME, editions, "en")
    shown = sum(
        len(side.regions) for theme in across.themes(editions, "en") for side in theme.findings
    )
    assert len(table.rows) == shown > 100
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert table.as_of == date(2026, 11, 25)


def test_nothing_published_is_no_theme_and_an_empty_table():
    assert across.themes([], "nn") == []
    assert across.table(PROGRAMME, [], "nn").rows == []


def test_every_chapter_has_an_address_and_every_address_a_chapter():
    assert set(CHAPTER_SLUGS) == set(CHAPTERS)
    assert len(set(CHAPTER_SLUGS.values())) == len(CHAPTER_SLUGS)
