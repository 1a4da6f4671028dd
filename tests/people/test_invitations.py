"""Invitations: sent once, used once, and never longer than they are good for."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from tests.factories.people import PASSWORD, make_person

from byregion.audit.models import Event
from byregion.mail.models import Letter
from byregion.people.domain import invitations
from byregion.people.domain.invitations import CannotAccept, CannotResend, Offer
from byregion.people.domain.roles import CannotGiveRole
from byregion.people.enums import OrganisationKind, Role
from byregion.people.models import Invitation, Organisation, User
from byregion.people.permissions import EVERYWHERE, Permission, Place, may

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
TOO_LATE = NOON + invitations.VALID
REGION = Place("programme-a", "region-a")
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_person(Role.ADMINISTRATOR)


@pytest.fixture
def sent():
    """Collect the tokens that letters carry."""
    tokens = []

    def link(token):
        tokens.append(token)
        return f"https://example.org/{token}/"

    link.tokens = tokens
    return link


def offer(**changes):
    return Offer(**{"email": "Ola@Example.org", "role": Role.LEADER, "place": REGION} | changes)


def test_the_letter_carries_a_token_of_which_only_a_hash_is_kept(admin, sent):
    invitation = invitations.invite(offer(name="Ola"), link=sent, by=admin, at=NOON)
    letter = Letter.objects.get()
    token = sent.tokens[0]
    assert (letter.to_address, letter.language) == ("ola@example.org", "nn")
    assert f"https://example.org/{token}/" in letter.text
    kept = Invitation.objects.values_list().get()
    assert token not in str(kept)
    assert invitations.by_token(token, at=LATER) == invitation


def test_taking_it_up_makes_a_person_with_the_role_and_a_proven_address(admin, sent):
    body = Organisation.objects.create(slug="b", name="B", kind=OrganisationKind.MUNICIPALITY)
    made = invitations.invite(offer(organisation=body), link=sent, by=admin, at=NOON)
    person = invitations.accept(made, name="Ola Nordmann", password=PASSWORD, at=LATER)
    assert (person.email, person.name, person.notice_read_at) == (
        "ola@example.org",
        "Ola Nordmann",
        LATER,
    )
    assert person.check_password(PASSWORD)
    assert may(person, Permission.WRITE_REGION_TEXT, REGION)
    assert not may(person, Permission.WRITE_REGION_TEXT, Place("programme-a", "region-b"))
    assert EmailAddress.objects.get(user=person).verified
    assert list(person.organisations.all()) == [body]
    acts = Event.objects.exclude(subject_key=str(admin.key)).values_list("act", flat=True)
    assert list(acts) == [
        "invitation.made",
        "person.joined",
        "role.given",
        "affiliation.made",
        "invitation.accepted",
    ]
    assert "ola@" not in str(list(Event.objects.values_list("details", flat=True)))


def test_a_token_works_once(admin, sent):
    made = invitations.invite(offer(), link=sent, by=admin, at=NOON)
    invitations.accept(made, name="Ola", password=PASSWORD, at=LATER)
    assert invitations.by_token(sent.tokens[0], at=LATER) is None
    with pytest.raises(CannotAccept):
        invitations.accept(made, name="Other", password="another one", at=LATER)
    assert User.objects.get(email="ola@example.org").check_password(PASSWORD)


@pytest.mark.parametrize("at", [TOO_LATE, TOO_LATE + timedelta(days=400)])
def test_an_old_token_opens_nothing(admin, sent, at):
    made = invitations.invite(offer(), link=sent, by=admin, at=NOON)
    assert invitations.by_token(sent.tokens[0], at=TOO_LATE - timedelta(seconds=1)) == made
    assert invitations.by_token(sent.tokens[0], at=at) is None
    with pytest.raises(CannotAccept):
        invitations.accept(made, name="Ola", password=PASSWORD, at=at)


@pytest.mark.parametrize("token", ["", "abc", "abc:def", "æøå:1"])
def test_a_made_up_token_opens_nothing(token, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert invitations.by_token(token, at=NOON) is None


def test_the_same_offer_again_is_the_same_invitation_and_no_second_letter(admin, sent):
    first = invitations.invite(offer(), link=sent, by=admin, at=NOON)
    again = invitations.invite(offer(email="ola@example.org "), link=sent, by=admin, at=LATER)
    assert again == first
    assert len(sent.tokens) == Letter.objects.count() == 1


def test_the_same_offer_when_the_old_one_has_expired_is_sent_anew(admin, sent):
    first = invitations.invite(offer(), link=sent, by=admin, at=NOON)
    again = invitations.invite(offer(), link=sent, by=admin, at=TOO_LATE)
    assert again == first
    assert invitations.by_token(sent.tokens[0], at=TOO_LATE) is None
    assert invitations.by_token(sent.tokens[1], at=TOO_LATE) == first


def test_sent_again_the_old_letter_no_longer_works(admin, sent):
    made = invitations.invite(offer(), link=sent, by=admin, at=NOON)
    invitations.resend(made, link=sent, by=admin, at=LATER)
    assert invitations.by_token(sent.tokens[0], at=LATER) is None
    assert invitations.by_token(sent.tokens[1], at=LATER) == made
    assert Letter.objects.count() == 2


def test_withdrawn_it_opens_nothing_and_can_be_made_anew(admin, sent):
    made = invitations.invite(offer(), link=sent, by=admin, at=NOON)
    invitations.withdraw(made, by=admin, at=LATER)
    invitations.withdraw(made, by=admin, at=LATER)
    assert invitations.by_token(sent.tokens[0], at=LATER) is None
    assert Event.objects.filter(act="invitation.withdrawn").count() == 1
    with pytest.raises(CannotResend):
        invitations.resend(made, link=sent, by=admin, at=LATER)
    assert invitations.invite(offer(), link=sent, by=admin, at=LATER) != made


def test_one_proof_of_the_address_takes_up_all_that_is_offered_to_it(admin, sent):
    one = invitations.invite(offer(), link=sent, by=admin, at=NOON)
    invitations.invite(offer(role=Role.ASSESSOR, place=EVERYWHERE), link=sent, by=admin, at=NOON)
    person = invitations.accept(one, name="Ola", password=PASSWORD, at=LATER)
    assert {held.role for held in person.roles.all()} == {Role.LEADER, Role.ASSESSOR}
    assert invitations.open_for("ola@example.org", at=LATER) == []


def test_somebody_with_an_account_gets_the_role_at_once_and_is_told(admin, sent):
    known = make_person(email="ola@example.org", language="en")
    made = invitations.invite(offer(), link=sent, by=admin, at=NOON)
    assert made.accepted_by == known
    assert may(known, Permission.WRITE_REGION_TEXT, REGION)
    assert sent.tokens == []
    assert Letter.objects.get().subject == "You have a new role in Byregion"


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.LEADER, EVERYWHERE), (Role.MEMBER, Place("programme-a")), (Role.OWNER, REGION)],
)
def test_an_impossible_role_is_not_offered(admin, sent, role, place):
    with pytest.raises(CannotGiveRole):
        invitations.invite(offer(role=role, place=place), link=sent, by=admin, at=NOON)
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()
