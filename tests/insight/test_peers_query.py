"""Which regions are like one, and on what grounds."""

from datetime import UTC, datetime

import polars as pl
import pytest
from tests.insight.samples import SOURCE, make_analysis
from tests.web.test_public_pages import make_programme

from byregion.analysis.region_analysis.result import CHAPTERS, Chapter, Column, Table
from byregion.insight.domain.editions import make_draft, publish
from byregion.insight.queries.peers import alike, measures
from byregion.programme.models import Participation, Theme

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, tzinfo=UTC)
UNITS = {
    "name": "text",
    "role": "text",
    "persons": "persons",
    "growth": "share",
    "coverage": "share",
    "supply_self_containment": "share",
}


def publish_analysis(slug, persons, coverage, contained):
    frame = pl.DataFrame(
        {
            "name": [slug, "Anna"],
            "role": ["self", "peer"],
            "persons": [persons, 1.0],
            "growth": [0.1, 0.2],
            "coverage": [coverage, 1.0],
            "supply_self_containment": [contained, 1.0],
        }
    )
    columns = tuple(Column(name, unit) for name, unit in UNITS.items())
    table = Table("comparison.peers", columns, frame, (SOURCE,), "2008-2017", "peers", True)
    made = make_analysis(slug=slug, name=slug)
    chapters = tuple(
        Chapter("comparison", tables=(table,)) if key == "comparison" else chapter
        for key, chapter in zip(CHAPTERS, made.chapters, strict=True)
    )
    analysis = type(made)(
        made.subject, made.year, made.vintage, chapters, made.parameters, made.version
    )
    draft = make_draft(analysis, programme="prove", by="T", at=NOW)
    publish(draft, by="T", at=NOW)


@pytest.fixture
def programme(db):
    made = make_programme(regions=8)
    sizes = [10_000, 11_000, 90_000, 12_500, 200_000, 50_000, 30_000]
    shares = [
        (0.95, 0.8),
        (0.96, 0.81),
        (1.1, 0.9),
        (0.9, 0.7),
        (1.2, 0.95),
        (0.8, 0.6),
        (1.0, 0.7),
    ]
    for number, (size, share) in enumerate(zip(sizes, shares, strict=True)):
        publish_analysis(f"region-{number}", float(size), *share)
    return made


def test_the_nearest_in_structure_comes_first_with_the_figures_of_both(programme):
    found = alike(programme, "region-0", most=2)
    near = [one for one in found if one.rank]
    assert near[0].slug == "region-1"
    assert [one.rank for one in near] == [1, 2]
    assert (near[0].mine.persons, near[0].theirs.persons) == (10_000, 11_000)
    assert near[0].theirs.period == "2008-2017"
    assert near[0].theirs.sources == (SOURCE,)


def test_growth_has_no_say(programme):
    # All grow alike in the fixture; were growth among the measures, it would not vary.
    assert {one.growth for one in measures("prove").values()} == {0.1}
    assert any(one.rank for one in alike(programme, "region-0"))


def test_a_shared_theme_is_a_reason_of_its_own(programme):
    theme = Theme.objects.create(programme=programme, slug="reise", name_nn="Reiseliv")
    for slug in ("region-7", "region-0"):
        part = Participation.objects.filter(region__slug=slug, region__programme=programme).first()
        part.themes.add(theme)
    # Region 7 has no analysis, so the theme is all that is known of the two.
    found = {one.slug: one for one in alike(programme, "region-0", most=2)}
    assert found["region-7"].rank is None
    assert found["region-7"].theirs is None
    assert "Reiseliv" in found["region-7"].themes


def test_too_few_regions_say_nothing_about_who_is_near(db):
    made = make_programme(regions=3)
    for number in range(3):
        publish_analysis(f"region-{number}", 1000.0 * (number + 1), 0.9 + number / 100, 0.5)
    assert all(one.rank is None for one in alike(made, "region-0"))


def test_a_region_that_is_not_there_is_like_nobody(programme):
    assert alike(programme, "ingen") == []
