"""One's own data: given whole, forgotten whole, and not kept longer than people were told."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from tests.factories.people import PASSWORD, make_person

from byregion.audit.domain.trail import verify
from byregion.audit.models import Event
from byregion.mail.domain.outbox import Receiver, queue
from byregion.mail.models import Letter
from byregion.people import purposes
from byregion.people.domain import affiliations, invitations, own_data, retention
from byregion.people.domain.invitations import Offer
from byregion.people.domain.roles import end_role
from byregion.people.enums import OrganisationKind, Role
from byregion.people.models import Affiliation, Invitation, Organisation, RoleAssignment, User
from byregion.people.permissions import Place

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
REGION = Place("byregionprogrammet", "aust-lofoten")
pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    """A room that keeps something about people, for as long as the test lasts."""
    kept = {}

    def exporter(person):
        return kept.get(person.pk, [])

    def eraser(person, *, at):
        kept.pop(person.pk, None)

    before = dict(own_data._rooms)
    own_data.register(exporter, eraser, room="shoes")
    yield kept
    own_data._rooms.clear()
    own_data._rooms.update(before)


def make_kari():
    kari = make_person(
        Role.ASSESSOR, email="kari@example.org", name="Kari Nordmann", password=PASSWORD
    )
    body = Organisation.objects.create(
        slug="vagan", name="Vågan kommune", kind=OrganisationKind.MUNICIPALITY, number="938644500"
    )
    affiliations.affiliate(kari, body, title="Planner", by=kari, at=NOON)
    queue(
        "mail/role_given.txt",
        to=Receiver(kari.email, "nb", str(kari.key)),
        key="one",
        at=NOON,
        context={"invitation": Invitation(role=Role.ASSESSOR)},
    )
    return kari


def test_the_copy_holds_all_that_is_kept_and_no_secret(room):
    kari = make_kari()
    room[kari.pk] = ["42"]
    data = own_data.export(kari, at=NOON)
    text = json.dumps(data, default=str, ensure_ascii=False)
    for known in ("kari@example.org", "Kari Nordmann", "Vågan kommune", "Planner", "assessor"):
        assert known in text
    assert data["shoes"] == ["42"]
    assert len(data["mail"]) == 1
    secrets = [kari.password, *Authenticator.objects.values_list("data", flat=True)]
    assert all(str(secret) not in text for secret in secrets)
    assert Event.objects.get(act="person.exported").actor == str(kari.key)


def test_the_copy_is_of_oneself_alone():
    kari, other = make_kari(), make_person(email="other@example.org", name="Other")
    text = json.dumps(own_data.export(kari, at=NOON), default=str)
    assert other.email not in text
    assert str(other.key) not in text


def test_erased_nothing_ties_the_person_to_what_remains(room):
    kari = make_kari()
    key, room[kari.pk] = kari.key, ["42"]
    client = Client()
    client.force_login(kari)
    invitations.open_invitation(Offer("kari@example.org", Role.OWNER), by=None, at=NOON)
    own_data.erase(kari, by=kari, at=NOON)
    own_data.erase(kari, by=kari, at=NOON)
    left = User.objects.get(key=key)
    assert (left.name, left.email, left.is_active, left.is_staff) == (
        "",
        f"{key}@erased.invalid",
        False,
        False,
    )
    assert not left.has_usable_password()
    for rows in (EmailAddress, Authenticator, Affiliation, Letter, Invitation):
        assert not rows.objects.exists()
    assert room == {}
    assert not RoleAssignment.objects.filter(ended_at=None).exists()
    assert Event.objects.filter(act="person.erased").count() == 1
    assert verify().holds
    everything = str(list(Event.objects.values()))
    assert "kari" not in everything.lower()
    assert client.get("/konto/").headers["Location"].startswith("/konto/inn/")


def test_the_last_administrator_is_not_erased_and_nothing_of_them_is():
    admin = make_person(Role.ADMINISTRATOR)
    with pytest.raises(own_data.CannotErase):
        own_data.erase(admin, by=admin, at=NOON)
    assert User.objects.get().email == admin.email
    assert EmailAddress.objects.exists()
    make_person(Role.ADMINISTRATOR)
    own_data.erase(admin, by=admin, at=NOON)
    assert User.objects.get(pk=admin.pk).erased_at == NOON


def age(person, joined, login=None):
    User.objects.filter(pk=person.pk).update(joined_at=joined, last_login=login)


def test_an_account_is_forgotten_when_it_was_of_no_use_for_as_long_as_was_told():
    long_ago = NOON - purposes.UNUSED - timedelta(days=1)
    unused = make_person(email="unused@example.org")
    held = make_person(Role.MEMBER, REGION)
    seen = make_person(email="seen@example.org")
    lately = make_person(Role.MEMBER, REGION)
    end_role(lately.roles.get(), by=None, at=NOON - timedelta(days=30))
    for person in (unused, held, lately):
        age(person, long_ago)
    age(seen, long_ago, NOON - timedelta(days=10))
    assert retention.unused_accounts(NOON - timedelta(days=2)) == []
    tally = retention.forget_old(at=NOON)
    assert tally["accounts"] == 1
    assert [person.pk for person in User.objects.exclude(erased_at=None)] == [unused.pk]
    assert Event.objects.get(act="retention.done").actor == "retention"


def test_letters_and_unanswered_invitations_go_when_their_time_is_up():
    make_kari()
    Letter.objects.update(status="sent")
    invitations.open_invitation(Offer("new@example.org", Role.OWNER), by=None, at=NOON)
    soon = NOON + purposes.LETTERS - timedelta(days=1)
    assert retention.forget_old(at=NOON + timedelta(days=50)) == {
        "letters": 0,
        "invitations": 0,
        "accounts": 0,
    } | dict.fromkeys(retention._jobs, 0)
    assert retention.forget_old(at=soon)["invitations"] == 1
    assert retention.forget_old(at=soon + timedelta(days=2))["letters"] == 1


def test_what_people_are_told_agrees_with_what_is_done():
    told = [str(purpose.how_long) for purpose in purposes.PURPOSES]
    assert purposes.UNUSED.days == 2 * 365
    assert purposes.LETTERS.days == 365
    assert purposes.UNANSWERED.days < 93
    assert len(told) == len(set(told))


def test_the_command_lets_the_first_administrator_in_by_a_link_used_once(client, capsys, settings):
    settings.BASE_URL = "https://byregion.example"
    call_command("people", "add-administrator", "Boss@Example.org")
    lost = capsys.readouterr().out.split()[-1]
    call_command("people", "add-administrator", "boss@example.org")
    link = capsys.readouterr().out.split()[-1]
    assert link.startswith("https://byregion.example/konto/invitasjon/")
    assert client.get(lost.removeprefix("https://byregion.example")).status_code == 410
    path = link.removeprefix("https://byregion.example")
    response = client.post(path, {"name": "Boss", "password": PASSWORD})
    assert response.status_code == 302
    boss = User.objects.get()
    assert boss.is_staff
    assert boss.roles.get().role == Role.ADMINISTRATOR
    assert client.get(path).status_code == 410
    call_command("people", "add-administrator", "boss@example.org")
    assert "administrator now" in capsys.readouterr().out


def test_the_command_refuses_what_is_no_address():
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("people", "add-administrator", "boss")


def test_the_command_forgets_and_says_how_much(capsys):
    call_command("people", "forget")
    assert "0 accounts" in capsys.readouterr().out
