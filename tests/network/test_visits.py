"""The guides' log: who writes what where, who reads it, and what becomes of it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.factories.groups import PROGRAMME, make_group, member, operator
from tests.factories.people import NOON, make_person
from tests.web.test_public_pages import make_programme

from byregion.audit.models import Event
from byregion.network import rules
from byregion.network.domain import visits
from byregion.network.domain.refusal import WrongState
from byregion.network.domain.visits import Noted
from byregion.network.enums import VisitKind
from byregion.network.models import Visit
from byregion.network.queries import visits as queries
from byregion.people.domain import own_data
from byregion.people.domain.roles import end_role
from byregion.people.enums import Role
from byregion.people.permissions import EVERYWHERE, Permission, Place, may
from byregion.people.rules import may_give

pytestmark = pytest.mark.django_db
NORTH, SOUTH = Place(PROGRAMME, "nord"), Place(PROGRAMME, "sor")
TODAY = NOON.date()


@pytest.fixture
def guide(db):
    return make_person(Role.GUIDE, NORTH, name="Gro")


def noted(**changes):
    usual = {"held_on": TODAY, "kind": VisitKind.VISIT, "about": "Sentrum og omland"}
    return Noted(**usual | changes)


def logged(by, place=NORTH, *, key=None, **changes):
    return visits.log_visit(place, noted(**changes), form_key=key or uuid4(), by=by, at=NOON)


# What one writes


def test_a_guide_notes_a_visit_and_the_trail_tells_that_and_not_what(guide):
    visit = logged(guide, agreed="Møtast att", next_step="Ringe", next_step_on=TODAY)
    assert (visit.programme, visit.region, visit.guide) == (*_names(NORTH), guide)
    event = Event.objects.get(act="visit.logged")
    assert event.subject_key == str(visit.key)
    assert event.details == {"programme": PROGRAMME, "region": "nord"}


def _names(place):
    return place.programme, place.region


def test_the_same_form_twice_is_one_entry(guide):
    key = uuid4()
    assert logged(guide, key=key) == logged(guide, key=key)
    assert Event.objects.filter(act="visit.logged").count() == 1


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.LEADER, NORTH),
        (Role.MEMBER, NORTH),
        (Role.GUIDE, SOUTH),
        (Role.OWNER, EVERYWHERE),
        (Role.OPERATOR, Place("anna")),
        (Role.ASSESSOR, EVERYWHERE),
    ],
)
def test_nobody_else_notes_anything(role, place):
    with pytest.raises(WrongState):
        logged(make_person(role, place))
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "held_on"),
        ({"next_step_on": TODAY}, "next_step"),
        ({"next_step": "Ringe", "next_step_on": TODAY - timedelta(days=1)}, "next_step_on"),
    ],
)
def test_impossible_days_are_refused_in_new_entries_and_in_old(guide, changes, field):
    with pytest.raises(ValidationError) as new:
        logged(guide, **changes)
    visit = logged(guide)
    with pytest.raises(ValidationError) as old:
        visits.edit_visit(visit, noted(**changes), by=guide, at=NOON)
    assert list(new.value.message_dict) == list(old.value.message_dict) == [field]


def test_today_is_the_day_in_norway(guide):
    late = NOON.replace(hour=23)
    tomorrow = TODAY + timedelta(days=1)
    visit = visits.log_visit(NORTH, noted(held_on=tomorrow), form_key=uuid4(), by=guide, at=late)
    assert visit.held_on == date(2026, 5, 5)


def test_the_database_keeps_no_day_without_its_step(guide):
    visit = logged(guide)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(next_step_on=TODAY)


def test_a_guide_changes_and_takes_out_their_own_and_the_operator_anybodys(guide):
    visit = logged(guide)
    visits.edit_visit(visit, noted(about="Handel"), by=guide, at=NOON)
    boss = operator()
    visits.edit_visit(visit, noted(about="Bustader"), by=boss, at=NOON)
    visit.refresh_from_db()
    assert (visit.about, visit.guide, visit.changed_at) == ("Bustader", guide, NOON)
    visits.delete_visit(visit, by=boss, at=NOON)
    assert not Visit.objects.exists()
    acts = Event.objects.filter(subject_kind="visit").order_by("pk")
    assert [event.act for event in acts] == [
        "visit.logged", "visit.changed", "visit.changed", "visit.deleted",
    ]  # fmt: skip
    assert "Handel" not in str([event.details for event in acts])


def test_what_another_guide_wrote_is_read_and_left_alone(guide):
    visit, other = logged(guide), make_person(Role.GUIDE, NORTH)
    assert list(queries.log_of(other, NORTH)) == [visit]
    assert not queries.changeable(other, NORTH).exists()
    with pytest.raises(WrongState):
        visits.edit_visit(visit, noted(about="Handel"), by=other, at=NOON)
    with pytest.raises(WrongState):
        visits.delete_visit(visit, by=other, at=NOON)
    assert Visit.objects.get().about == "Sentrum og omland"


def test_who_no_longer_guides_the_region_changes_and_reads_nothing(guide):
    visit = logged(guide)
    end_role(guide.roles.get(), by=None, at=NOON)
    with pytest.raises(WrongState):
        visits.edit_visit(visit, noted(about="Handel"), by=guide, at=NOON)
    assert not queries.own_log(guide).exists()


def test_an_entry_taken_out_meanwhile_is_told_and_comes_not_back(guide):
    visit = logged(guide)
    Visit.objects.all().delete()
    for act in (visits.delete_visit, lambda *a, **k: visits.edit_visit(*a, noted(), **k)):
        with pytest.raises(WrongState):
            act(visit, by=guide, at=NOON)
    assert not Visit.objects.exists()


# What one reads


def test_the_newest_stands_first_and_the_region_reads_what_is_shared(guide):
    old = logged(guide, held_on=TODAY - timedelta(days=9), is_shared_with_region=True)
    new = logged(guide)
    logged(make_person(Role.GUIDE, SOUTH), SOUTH)
    assert list(queries.log_of(guide, NORTH)) == [new, old]
    assert list(queries.log_of(operator(), NORTH)) == [new, old]
    assert list(queries.log_of(member("nord"), NORTH)) == [old]
    assert list(queries.log_of(make_person(Role.OWNER), NORTH)) == [old]


def test_ones_own_log_is_what_one_wrote_where_one_still_writes(guide):
    visit, boss = logged(guide), operator()
    own = logged(boss, SOUTH)
    assert list(queries.own_log(guide)) == [visit]
    assert list(queries.own_log(boss)) == [own]
    everywhere = make_person(Role.ADMINISTRATOR)
    assert list(queries.own_log(everywhere)) == []
    third = logged(everywhere, SOUTH)
    assert list(queries.own_log(everywhere)) == [third]
    assert list(queries.own_log(member("nord"))) == []


def test_regions_are_followed_with_their_guides_last_day_and_next_step():
    make_programme(regions=3)
    here, bare = Place("prove", "region-0"), Place("prove", "region-2")
    guide = make_person(Role.GUIDE, here, name="Gro")
    make_person(Role.GUIDE, here, name="Are")
    ended = make_person(Role.GUIDE, bare, name="Borte")
    end_role(ended.roles.get(), by=None, at=NOON)
    earlier = TODAY - timedelta(days=5)
    logged(guide, here, held_on=earlier, next_step="Ringe", next_step_on=TODAY)
    logged(guide, here)
    logged(guide, here, held_on=TODAY - timedelta(days=9), is_shared_with_region=True)

    all_of_them = queries.followed([Place("prove")])
    assert [one.place.region for one in all_of_them] == ["region-0", "region-1", "region-2"]
    first = all_of_them[0]
    assert first.guides == ("Are", "Gro")
    assert (first.last_on, first.next_step, first.next_step_on) == (TODAY, "Ringe", TODAY)
    assert all_of_them[2] == queries.Followed(bare, "Region 2", (), None, "", None)
    (shared,) = queries.followed([here], only_shared=True)
    assert (shared.last_on, shared.next_step) == (TODAY - timedelta(days=9), "")
    assert queries.followed([]) == []


# What the role is, and isn't


def test_a_guide_is_in_the_groups_of_the_region_and_speaks_for_nobody(guide):
    ours, theirs = make_group("nord"), make_group("sor")
    assert rules.takes_part(guide, ours)
    assert not rules.takes_part(guide, theirs)
    assert list(rules.people_in(ours)) == [guide]
    assert list(rules.groups_of(guide)) == [ours]
    assert list(rules.people_of(PROGRAMME, ["nord"])) == []
    assert rules.own_regions(guide) == []
    for permission in (Permission.ANSWER_NETWORK, Permission.ASK_NETWORK):
        assert rules.speaks_for(guide, permission) == []
    assert not may(guide, Permission.GUIDE_REGION, SOUTH)


def test_the_operator_says_who_guides_and_a_leader_does_not():
    assert may_give(operator(), Role.GUIDE, NORTH)
    assert may_give(make_person(Role.ADMINISTRATOR), Role.GUIDE, NORTH)
    for person in (member("nord", role=Role.LEADER), make_person(Role.OWNER)):
        assert not may_give(person, Role.GUIDE, NORTH)
    assert not may_give(make_person(Role.OPERATOR, Place("anna")), Role.GUIDE, NORTH)
    assert not may_give(operator(), Role.LEADER, NORTH)


def test_a_guide_takes_their_log_along_and_leaves_no_name(guide):
    visit = logged(guide, agreed="Møtast att")
    (kept,) = own_data.export(guide, at=NOON)["groups"]["visits"]
    assert (kept["region"], kept["agreed"], kept["held_on"]) == ("nord", "Møtast att", TODAY)
    own_data.erase(guide, by=guide, at=NOON)
    visit.refresh_from_db()
    assert visit.guide is None
    assert visit.agreed == "Møtast att"
