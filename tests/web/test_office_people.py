"""The office's pages for people, the trail and the outbox: who sees whom, and what is noted."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.factories.people import NOON, PASSWORD, make_person

from byregion.audit.domain.trail import record
from byregion.audit.models import Event
from byregion.mail.domain.outbox import Receiver, queue, send_due
from byregion.mail.models import Letter
from byregion.people.enums import Role
from byregion.people.models import Invitation, RoleAssignment, User
from byregion.people.permissions import Permission, Place, may
from byregion.programme.bundle import EMBEDDED
from byregion.programme.domain.bundle import import_bundle

pytestmark = pytest.mark.django_db
HERE = Place("byregionprogrammet", "aust-lofoten")
BESIDE = Place("byregionprogrammet", "alesundregionen")


@pytest.fixture(autouse=True)
def _programme(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    import_bundle(EMBEDDED)


@pytest.fixture
def admin(signed_in_as):
    return signed_in_as(Role.ADMINISTRATOR, name="The boss")


def offer(**changes):
    return {
        "emails": "new@example.org",
        "role": "member",
        "place": f"{HERE.programme}/{HERE.region}",
        "language": "nb",
    } | changes


def test_the_administrator_sees_everybody_and_finds_by_name_and_role(admin):
    make_person(Role.LEADER, HERE, name="Åse Leiar")
    make_person(name="Without a role")
    page = admin.get("/kontor/folk/").content.decode()
    assert "Åse Leiar" in page
    assert "Without a role" in page
    assert "Aust-Lofoten" in page
    found = admin.get("/kontor/folk/?text=åse").content.decode()
    assert "Without a role" not in found
    assert "Åse Leiar" in admin.get("/kontor/folk/?role=leader").content.decode()
    assert "Åse Leiar" not in admin.get("/kontor/folk/?role=owner").content.decode()


def test_a_leader_sees_those_of_the_own_region_and_no_more(signed_in_as):
    leader = signed_in_as(Role.LEADER, HERE)
    ours = make_person(Role.MEMBER, HERE, name="One of ours")
    theirs = make_person(Role.MEMBER, BESIDE, name="One of theirs")
    page = leader.get("/kontor/folk/").content.decode()
    assert "One of ours" in page
    assert "One of theirs" not in page
    assert leader.get(f"/kontor/folk/{ours.key}/").status_code == 200
    assert leader.get(f"/kontor/folk/{theirs.key}/").status_code == 404


def test_a_person_with_roles_in_two_regions_shows_a_leader_only_what_is_in_theirs(signed_in_as):
    leader = signed_in_as(Role.LEADER, HERE)
    both = make_person(Role.MEMBER, HERE)
    from byregion.people.domain.roles import give_role

    give_role(both, Role.LEADER, place=BESIDE, by=None, at=NOON)
    page = leader.get(f"/kontor/folk/{both.key}/").content.decode()
    assert page.count("/slutt/") == 1


def test_that_personal_data_were_read_is_in_the_trail(admin):
    seen = make_person(Role.MEMBER, HERE)
    admin.get("/kontor/folk/")
    admin.get(f"/kontor/folk/{seen.key}/")
    admin.get("/kontor/folk/data.csv")
    noted = Event.objects.filter(actor=str(admin.person.key))
    assert set(noted.values_list("act", flat=True)) == {
        "people.listed",
        "person.read",
        "people.exported",
    }
    assert noted.get(act="person.read").subject_key == str(seen.key)
    assert seen.email not in str(list(noted.values()))


def test_the_list_as_a_file_holds_the_same_people(admin):
    make_person(Role.MEMBER, HERE, name="=cmd()")
    text = admin.get("/kontor/folk/data.csv").content.decode("utf-8-sig")
    assert "'=cmd()" in text
    assert len(text.splitlines()) == 1 + User.objects.count()


def test_inviting_several_sends_each_a_letter_with_a_link_in_its_language(admin, client):
    response = admin.post("/kontor/folk/inviter/", offer(emails="a@example.org\nB@example.org"))
    assert response.status_code == 302
    letter = Letter.objects.get(to_address="b@example.org")
    assert "Medlem i en byregion, Aust-Lofoten. Invitasjonen er fra The boss." in letter.text
    link = re.search(r"http://testserver(/nb/konto/invitasjon/\S+)", letter.text).group(1)
    page = client.get(link)
    assert "Aust-Lofoten" in page.content.decode()
    assert Invitation.objects.filter(accepted_at=None).count() == 2
    taken = client.post(link, {"name": "Bo", "password": PASSWORD})
    assert taken.headers["Location"].endswith("/kontor/")
    person = User.objects.get(email="b@example.org")
    assert may(person, Permission.TAKE_PART_IN_GROUPS, HERE)
    assert client.get("/kontor/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"emails": "not an address"}, "not, an, address"),
        ({"emails": "a@example.org b@example.org", "name": "Two"}, "namnet stå tomt"),
        ({"emails": " ".join(f"p{n}@example.org" for n in range(101))}, "100"),
        ({"role": "leader", "place": "/"}, "vel ein"),
        ({"role": "owner"}, "ikkje i ein byregion"),
        ({"role": "king"}, "king"),
        ({"place": "nowhere/nothing"}, "nowhere"),
    ],
)
def test_a_wrong_invitation_is_refused_and_what_was_typed_is_kept(admin, changes, said):
    response = admin.post("/kontor/folk/inviter/", offer(**changes))
    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert offer(**changes)["emails"].split()[0] in page
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("leader", HERE),
        ("member", BESIDE),
        ("administrator", Place()),
        ("owner", Place(HERE.programme)),
    ],
)
def test_a_leader_lets_in_members_of_the_own_region_and_nobody_else(signed_in_as, role, place):
    leader = signed_in_as(Role.LEADER, HERE)
    wrong = offer(role=role, place=f"{place.programme}/{place.region}")
    assert leader.post("/kontor/folk/inviter/", wrong).status_code == 200
    assert not Invitation.objects.exists()
    assert leader.post("/kontor/folk/inviter/", offer()).status_code == 302
    assert Invitation.objects.get().invited_by == leader.person


def test_a_member_and_a_stranger_have_no_such_page(signed_in_as):
    for client in (signed_in_as(Role.MEMBER, HERE), signed_in_as()):
        assert client.get("/kontor/folk/").status_code == 403
        assert client.post("/kontor/folk/inviter/", offer()).status_code == 403
    assert not Invitation.objects.exists()


def test_an_invitation_is_sent_again_and_withdrawn(admin, client):
    admin.post("/kontor/folk/inviter/", offer())
    made = Invitation.objects.get()
    at_once = admin.post(f"/kontor/folk/invitasjon/{made.pk}/igjen/", follow=True)
    assert "ti minutt" in at_once.content.decode()
    assert Letter.objects.count() == 1
    Invitation.objects.update(expires_at=made.expires_at - timedelta(hours=1))
    admin.post(f"/kontor/folk/invitasjon/{made.pk}/igjen/")
    links = [
        re.search(r"http://testserver(\S+)", letter.text).group(1)
        for letter in Letter.objects.order_by("pk")
    ]
    assert client.get(links[0]).status_code == 410
    assert client.get(links[1]).status_code == 200
    admin.post(f"/kontor/folk/invitasjon/{made.pk}/trekk/")
    assert client.get(links[1]).status_code == 410


def test_nobody_floods_the_world_with_invitations(admin, monkeypatch):
    monkeypatch.setattr("byregion.people.domain.invitations.MOST_A_DAY", 3)
    admin.post("/kontor/folk/inviter/", offer(emails="a@example.org b@example.org"))
    page = admin.post("/kontor/folk/inviter/", offer(emails="c@example.org d@example.org"))
    assert "1 til i dag" in page.content.decode()
    assert Letter.objects.count() == 2
    assert admin.post("/kontor/folk/inviter/", offer(emails="c@example.org")).status_code == 302
    # The day after, there is room again.
    Invitation.objects.update(invited_at=NOON - timedelta(days=900))
    assert admin.post("/kontor/folk/inviter/", offer(emails="d@example.org")).status_code == 302


def test_an_operator_of_everything_looks_after_everybody_with_a_role(signed_in_as):
    make_person(Role.MEMBER, BESIDE, name="Far away")
    make_person(name="Without a role")
    page = signed_in_as(Role.OPERATOR).get("/kontor/folk/").content.decode()
    assert "Far away" in page
    assert "Without a role" not in page
    other = signed_in_as(Role.OPERATOR, Place("another-programme")).get("/kontor/folk/")
    assert "Far away" not in other.content.decode()


def test_a_leader_reaches_no_invitation_of_another_region_nor_to_another_role(admin, signed_in_as):
    admin.post("/kontor/folk/inviter/", offer(place=f"{BESIDE.programme}/{BESIDE.region}"))
    admin.post("/kontor/folk/inviter/", offer(role="leader"))
    other, above = Invitation.objects.order_by("pk")
    leader = signed_in_as(Role.LEADER, HERE)
    assert leader.post(f"/kontor/folk/invitasjon/{other.pk}/trekk/").status_code == 404
    assert leader.post(f"/kontor/folk/invitasjon/{above.pk}/trekk/").status_code == 403
    assert not Invitation.objects.exclude(withdrawn_at=None).exists()


def test_a_role_is_given_and_ended(admin):
    person = make_person()
    address = f"/kontor/folk/{person.key}/"
    admin.post(address, {"role": "operator", "place": "/"})
    held = RoleAssignment.objects.get(person=person)
    assert held.given_by == admin.person
    admin.post(f"/kontor/folk/rolle/{held.pk}/slutt/")
    held.refresh_from_db()
    assert held.ended_at is not None


def test_the_last_administrator_stays(admin):
    held = admin.person.roles.get()
    response = admin.post(f"/kontor/folk/rolle/{held.pk}/slutt/", follow=True)
    assert "siste administratoren" in response.content.decode()
    held.refresh_from_db()
    assert held.ended_at is None
    erased = admin.post(f"/kontor/folk/{admin.person.key}/slett/", {"sure": "on"})
    assert "siste administratoren" in erased.content.decode()


def test_a_leader_does_not_end_the_role_of_another_leader(signed_in_as):
    leader = signed_in_as(Role.LEADER, HERE)
    other = make_person(Role.LEADER, HERE)
    address = f"/kontor/folk/rolle/{other.roles.get().pk}/slutt/"
    assert leader.post(address).status_code == 403
    member = make_person(Role.MEMBER, HERE)
    leader.post(f"/kontor/folk/rolle/{member.roles.get().pk}/slutt/")
    assert member.roles.get().ended_at is not None


def test_a_person_is_erased_when_the_administrator_is_sure(admin):
    person = make_person(Role.MEMBER, HERE)
    address = f"/kontor/folk/{person.key}/slett/"
    assert admin.post(address).status_code == 200
    assert admin.post(address, {"sure": "on"}).status_code == 302
    person.refresh_from_db()
    assert person.name == ""
    assert admin.get(address).status_code == 404


def test_the_trail_is_shown_narrowed_and_by_name(admin):
    kari = make_person(name="Kari Nordmann")
    record("shoe.tied", subject_kind="shoe", subject_key=7, at=NOON, by=str(kari.key))
    record("shoe.lost", subject_kind="shoe", subject_key=8, at=NOON.replace(month=6), by="machine")
    page = admin.get("/kontor/revisjon/").content.decode()
    assert "shoe.tied" in page
    assert "Kari Nordmann" in page
    for query, has in (
        ("act=shoe.tied", {"tied"}),
        ("who=kari", {"tied"}),
        ("who=machine", {"lost"}),
        ("subject=8", {"lost"}),
        ("subject=shoe", {"tied", "lost"}),
        ("subject=shoe&since=2026-06-04", {"lost"}),
        ("subject=shoe&until=2026-05-04", {"tied"}),
        ("subject=shoe&since=nonsense", {"tied", "lost"}),
        ("subject=shoe&since=2026-99-99", {"tied", "lost"}),
    ):
        rows = admin.get(f"/kontor/revisjon/?{query}").context["rows"]
        assert {row["event"].act.removeprefix("shoe.") for row in rows} == has, query


def test_the_trail_has_pages_that_keep_the_filters(admin):
    for number in range(120):
        record("shoe.tied", subject_kind="shoe", subject_key=number, at=NOON)
    page = admin.get("/kontor/revisjon/?act=shoe.tied&side=2")
    assert len(page.context["rows"]) == 50
    assert "act=shoe.tied&amp;side=3" in page.content.decode()
    assert len(admin.get("/kontor/revisjon/?act=shoe.tied&side=99").context["rows"]) == 20


def test_the_trail_as_a_file_is_whole_and_taking_it_is_noted(admin):
    record("shoe.tied", subject_kind="shoe", subject_key=7, at=NOON, details={"knots": 2})
    text = admin.get("/kontor/revisjon/data.csv?subject=shoe").content.decode("utf-8-sig")
    assert len(text.splitlines()) == 2
    assert '""knots"": 2' in text
    assert Event.objects.get(act="audit.exported").actor == str(admin.person.key)


def make_letter(**changes):
    fields = {
        "template": "mail/role_given.txt",
        "to": Receiver("kari@example.org", "nn"),
        "key": "one",
        "at": NOON,
        "context": {"invitation": Invitation(role=Role.OWNER)},
    } | changes
    return queue(fields.pop("template"), **fields)


def test_the_outbox_shows_a_letter_in_a_frame_that_can_do_nothing(admin):
    letter = make_letter()
    page = admin.get(f"/kontor/post/{letter.pk}/")
    assert letter.text.splitlines()[0] in page.content.decode()
    assert 'sandbox=""' in page.content.decode()
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    inside = admin.get(f"/kontor/post/{letter.pk}/brev.html")
    assert inside.content.decode() == letter.html
    policy = inside.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert inside.headers["X-Frame-Options"] == "SAMEORIGIN"
    # Both show what the letter says, and either may be opened alone.
    assert Event.objects.filter(act="letter.read", subject_key=str(letter.pk)).count() == 2


def test_letters_are_found_by_state_and_receiver(admin):
    letter = make_letter()
    for query, shown in (
        ("", 1),
        ("state=queued", 1),
        ("state=sent", 0),
        ("to=KARI", 1),
        ("to=zz", 0),
    ):
        found = admin.get(f"/kontor/post/?{query}").context["page"].object_list
        assert [one.pk for one in found] == [letter.pk] * shown, query


def test_a_letter_that_was_given_up_waits_again_and_one_that_waits_does_not(admin):
    letter = make_letter()
    address = f"/kontor/post/{letter.pk}/igjen/"
    assert "ventar alt" in admin.post(address, follow=True).content.decode()
    Letter.objects.update(status="failed", attempts=6)
    admin.post(address)
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == ("queued", 0)
    assert Event.objects.filter(act="letter.sent_again").count() == 1


def test_a_link_that_opens_something_once_is_blotted_out_when_the_letter_has_gone(settings):
    settings.EMAIL_HOST_SET = True
    link = "https://example.org/secret&token/"
    letter = queue(
        "mail/account_password_reset.txt",
        to=Receiver("kari@example.org", "en"),
        key="two",
        at=NOON,
        context={"address": link},
        secret=link,
    )
    assert link in letter.text
    send_due(at=NOON)
    letter.refresh_from_db()
    assert letter.status == "sent"
    from django.core import mail

    assert link in mail.outbox[0].body
    kept = str(list(Letter.objects.values()))
    assert "secret" not in kept.replace("'secret': ''", "")


def test_the_start_page_shows_each_the_sections_that_are_theirs(admin, signed_in_as):
    assert "/kontor/revisjon/" in admin.get("/kontor/").content.decode()
    leader = signed_in_as(Role.LEADER, HERE).get("/kontor/").content.decode()
    assert "/kontor/folk/" in leader
    assert "/kontor/revisjon/" not in leader
    assert "/redaktor/" not in leader
    operator = signed_in_as(Role.OPERATOR, Place(HERE.programme)).get("/kontor/").content.decode()
    assert 'href="/redaktor/"' in operator
    part = signed_in_as(Role.ADMINISTRATOR, Place(HERE.programme))
    assert "/kontor/revisjon/" not in part.get("/kontor/").content.decode()
    assert part.get("/kontor/revisjon/").status_code == 403
