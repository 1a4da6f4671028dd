"""What many pages share is read once, and anew when anything public has changed."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.web.test_public_pages import make_programme

from byregion.common import remembered, revision
from byregion.common.remembered import until_changed
from byregion.programme.models import CityRegion
from byregion.programme.queries import regions

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def programme():
    revision.watch()
    return make_programme(regions=3)


def test_the_second_who_asks_costs_one_query_and_gets_the_same(programme):
    first = regions.outlines(programme)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert regions.outlines(programme) == first
    assert len(queries) == 1


def test_a_change_is_seen_at_once(programme):
    assert len(regions.outlines(programme)) == 3
    CityRegion.objects.filter(programme=programme).first().delete()
    assert len(regions.outlines(programme)) == 2


def test_nothing_is_kept_from_within_a_transaction_that_is_undone(programme):
    with transaction.atomic():
        CityRegion.objects.filter(programme=programme).first().delete()
        assert len(regions.outlines(programme)) == 2
        transaction.set_rollback(True)
    # Another change reaches the number that the undone one had.
    CityRegion.objects.filter(programme=programme).update(name="Ny")
    assert len(regions.outlines(programme)) == 3


def test_an_answer_belongs_to_its_language_and_its_arguments(programme):
    @until_changed(most=4)
    def told(who, *, loudly=False):
        return f"{translation.get_language()} {who} {loudly}"

    with translation.override("nb"):
        assert told("du") == "nb du False"
    with translation.override("en"):
        assert told("du") == "en du False"
        assert told("du", loudly=True) == "en du True"
        assert told("dykk") == "en dykk False"


def test_what_is_forgotten_is_read_again(programme):
    asked = []

    @until_changed(most=4)
    def read():
        asked.append(1)

    read()
    read()
    remembered.forget()
    read()
    assert len(asked) == 2


def test_what_follows_from_its_arguments_is_kept_whatever_changes(programme):
    asked = []

    @remembered.for_good(most=2)
    def drawn(checksum, *, language="nn"):
        asked.append(checksum)
        return f"{checksum} {language}"

    assert drawn("a") == "a nn"
    CityRegion.objects.filter(programme=programme).update(name="Ny")
    assert drawn("a") == "a nn"
    assert drawn("a", language="en") == "a en"
    assert asked == ["a", "a"]
    remembered.forget()
    assert drawn("a") == "a nn"
    assert len(asked) == 3


def test_a_page_is_made_under_one_number_that_is_asked_for_once(programme):
    with CaptureQueriesContext(connection) as queries, revision.pinned(revision.current()):
        first = regions.outlines(programme)
        assert regions.outlines(programme) is first
        revision.current()
    assert len([one for one in queries if "common_revision" in one["sql"]]) == 1
    CityRegion.objects.filter(programme=programme).first().delete()
    assert len(regions.outlines(programme)) == 2


def test_a_number_is_let_go_of_when_a_page_fails(programme):
    before = revision.current()
    with pytest.raises(ZeroDivisionError), revision.pinned(-1):
        raise ZeroDivisionError
    assert revision.current() == before
