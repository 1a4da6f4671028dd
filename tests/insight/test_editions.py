"""The life of an analysis: draft, published and frozen, superseded."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from tests.insight.samples import make_analysis

from byregion.common import revision
from byregion.insight.domain.editions import make_draft, publish, write_text
from byregion.insight.errors import Frozen, InsightError
from byregion.insight.frozen import checksum, freeze, thaw
from byregion.insight.models import RegionAnalysisEdition, Status
from byregion.insight.queries import editions

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
WHO = {"by": "Kari", "at": NOW}


def draft(people=120, slug="region-0"):
    return make_draft(make_analysis(people=people, slug=slug), programme="prove", **WHO)


def test_the_same_analysis_gives_the_same_bytes_and_comes_back_whole():
    frozen = freeze(make_analysis())
    assert frozen == freeze(make_analysis())
    assert checksum(frozen) != checksum(freeze(make_analysis(people=121)))
    assert freeze(thaw(frozen)) == frozen


def test_a_draft_is_shown_to_nobody_until_it_is_published():
    made = draft()
    assert editions.published("prove", "region-0") is None
    assert list(editions.history("prove", "region-0")) == []
    shown = publish(made, **WHO)
    assert editions.published("prove", "region-0") == shown
    assert (shown.number, shown.published_by, shown.published_at) == (1, "Kari", NOW)


def test_a_newer_edition_supersedes_the_former_which_stays():
    first, second = publish(draft(), **WHO), publish(draft(121), **WHO)
    assert editions.published("prove", "region-0") == second
    assert [(one.number, one.status) for one in editions.history("prove", "region-0")] == [
        (2, Status.PUBLISHED),
        (1, Status.SUPERSEDED),
    ]
    kept = editions.public_edition("prove", "region-0", 1)
    assert kept is not None
    assert kept.checksum == first.checksum
    assert bytes(kept.result) == bytes(first.result)


def test_a_published_edition_is_frozen():
    shown = publish(draft(), **WHO)
    shown.name = "Another"
    with pytest.raises(Frozen):
        shown.save()
    shown.refresh_from_db()
    shown.status = Status.DRAFT
    with pytest.raises(Frozen):
        shown.save()
    shown.refresh_from_db()
    with pytest.raises(Frozen):
        shown.delete()
    with pytest.raises(InsightError):
        publish(shown, **WHO)
    with pytest.raises(InsightError):
        write_text(shown, chapter="glance", language="nn", text="Ny tekst", **WHO)


def test_the_database_itself_refuses_two_published_editions_of_a_region():
    publish(draft(), **WHO)
    other = draft(121)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegionAnalysisEdition.objects.filter(pk=other.pk).update(
            status=Status.PUBLISHED, published_at=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        RegionAnalysisEdition.objects.filter(pk=other.pk).update(published_at=NOW)


def test_own_text_is_written_changed_and_taken_away_in_a_draft():
    made = draft()
    write_text(made, chapter="glance", language="nn", text="Eigen tekst", **WHO)
    write_text(made, chapter="glance", language="nn", text="Betre tekst", **WHO)
    found = editions.own_text(made, "glance", "en")
    assert found is not None
    assert (found.text, found.language) == ("Betre tekst", "nn")
    write_text(made, chapter="glance", language="nn", text="  ", **WHO)
    assert editions.own_text(made, "glance", "nn") is None


@pytest.mark.parametrize(
    ("chapter", "language", "text"),
    [("nothing", "nn", "x"), ("glance", "fr", "x"), ("glance", "nn", "x" * 20_001)],
)
def test_own_text_that_cannot_be_is_refused(chapter, language, text):
    with pytest.raises(InsightError):
        write_text(draft(), chapter=chapter, language=language, text=text, **WHO)


def test_an_analysis_of_no_region_is_kept_but_never_published():
    first, second = draft(slug=""), draft(slug="")
    assert {first.number, second.number} == {1}
    with pytest.raises(InsightError):
        publish(first, **WHO)


def test_publication_and_writing_retire_kept_pages():
    made = draft()
    before = revision.current()
    write_text(made, chapter="glance", language="nn", text="Eigen tekst", **WHO)
    written = revision.current()
    publish(made, **WHO)
    assert before < written < revision.current()
