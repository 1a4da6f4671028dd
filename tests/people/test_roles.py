"""Roles: where they are held, what they give, and that somebody remains in charge."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from byregion.audit.models import Event
from byregion.people.domain.roles import CannotEndRole, CannotGiveRole, end_role, give_role
from byregion.people.enums import Role
from byregion.people.models import RoleAssignment, User
from byregion.people.permissions import EVERYWHERE, TABLE, Permission, Place, may, may_somewhere

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
PROGRAMME = Place("programme-a")
REGION = Place("programme-a", "region-a")
OTHER_REGION = Place("programme-a", "region-b")
pytestmark = pytest.mark.django_db


@pytest.fixture
def kari():
    return User.objects.create_user("Kari@Example.org", name="Kari Nordmann")


def test_an_address_is_one_person_whatever_its_case(kari):
    assert kari.email == "kari@example.org"
    assert User.objects.get_by_natural_key("KARI@example.org") == kari
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("KARI@EXAMPLE.ORG")


def test_a_role_in_a_region_counts_there_alone(kari):
    give_role(kari, Role.LEADER, place=REGION, by=None, at=NOON)
    assert may(kari, Permission.WRITE_REGION_TEXT, REGION)
    for place in (OTHER_REGION, PROGRAMME, EVERYWHERE, Place("programme-b", "region-a")):
        assert not may(kari, Permission.WRITE_REGION_TEXT, place)
    assert may_somewhere(kari, Permission.WRITE_REGION_TEXT)
    assert not may(kari, Permission.MANAGE_PEOPLE, REGION)


def test_a_role_in_a_programme_counts_in_its_regions(kari):
    give_role(kari, Role.OPERATOR, place=PROGRAMME, by=None, at=NOON)
    assert may(kari, Permission.MANAGE_GATHERINGS, PROGRAMME)
    assert may(kari, Permission.MANAGE_GATHERINGS, REGION)
    assert not may(kari, Permission.MANAGE_GATHERINGS, EVERYWHERE)
    assert not may(kari, Permission.MANAGE_GATHERINGS, Place("programme-b"))


def test_nobody_and_the_inactive_may_nothing(kari):
    give_role(kari, Role.ADMINISTRATOR, by=None, at=NOON)
    kari.is_active = False
    for permission in Permission:
        assert not may(kari, permission)
        assert not may(AnonymousUser(), permission)


def test_every_role_stands_in_the_table_and_every_permission_is_given_to_somebody():
    assert set(TABLE) == set(Role)
    assert set().union(*TABLE.values()) == set(Permission)


def test_giving_twice_is_once_and_both_acts_are_in_the_trail(kari):
    one = give_role(kari, Role.LEADER, place=REGION, by=None, at=NOON)
    assert give_role(kari, Role.LEADER, place=REGION, by=None, at=NOON) == one
    end_role(one, by=None, at=NOON)
    end_role(one, by=None, at=NOON)
    assert list(Event.objects.values_list("act", flat=True)) == ["role.given", "role.ended"]
    assert not may(kari, Permission.WRITE_REGION_TEXT, REGION)
    assert RoleAssignment.objects.get().ended_at == NOON


def test_staff_follows_from_the_roles(kari):
    held = give_role(kari, Role.ASSESSOR, place=PROGRAMME, by=None, at=NOON)
    assert User.objects.get().is_staff
    end_role(held, by=None, at=NOON)
    assert not User.objects.get().is_staff


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.LEADER, EVERYWHERE), (Role.MEMBER, PROGRAMME), (Role.OPERATOR, REGION)],
)
def test_a_role_is_refused_where_it_cannot_be_held(kari, role, place):
    with pytest.raises(CannotGiveRole):
        give_role(kari, role, place=place, by=None, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(
            person=kari,
            role=role,
            programme=place.programme,
            region=place.region,
            given_at=NOON,
        )


def test_the_last_administrator_stays(kari):
    held = give_role(kari, Role.ADMINISTRATOR, by=None, at=NOON)
    with pytest.raises(CannotEndRole):
        end_role(held, by=None, at=NOON)
    ola = User.objects.create_user("ola@example.org")
    give_role(ola, Role.ADMINISTRATOR, by=None, at=NOON)
    end_role(held, by=ola, at=NOON)
    assert RoleAssignment.objects.filter(ended_at=None).get().person == ola


def test_an_administrator_of_one_programme_is_no_stand_in_for_that_of_everything(kari):
    whole = give_role(kari, Role.ADMINISTRATOR, by=None, at=NOON)
    ola = User.objects.create_user("ola@example.org")
    part = give_role(ola, Role.ADMINISTRATOR, place=Place("prove"), by=kari, at=NOON)
    with pytest.raises(CannotEndRole):
        end_role(whole, by=ola, at=NOON)
    end_role(part, by=kari, at=NOON)
    assert RoleAssignment.objects.get(ended_at=None) == whole
