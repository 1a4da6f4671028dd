"""The bodies that people work for, entered by whoever looks after people."""

import pytest

from byregion.audit.models import Event
from byregion.mail.models import Letter
from byregion.people.enums import Role
from byregion.people.models import Organisation
from byregion.people.permissions import Place
from byregion.programme.bundle import EMBEDDED
from byregion.programme.domain.bundle import import_bundle

pytestmark = pytest.mark.django_db
LIST = "/kontor/folk/organisasjon/"
VAGAN = {
    "name": "Vågan kommune",
    "kind": "municipality",
    "number": "938 644 500",
    "place_code": "1865",
    "language": "nb",
}


@pytest.fixture
def admin(signed_in_as):
    import_bundle(EMBEDDED)
    return signed_in_as(Role.ADMINISTRATOR)


def test_a_body_is_entered_changed_and_chosen_by_those_who_work_there(admin, signed_in_as):
    assert "Ingen organisasjon" in admin.get(LIST).content.decode()
    assert admin.post(f"{LIST}ny/", VAGAN).status_code == 302
    body = Organisation.objects.get()
    assert (body.slug, body.number, body.language) == ("vagan-kommune", "938644500", "nb")
    admin.post(f"{LIST}{body.slug}/", {**VAGAN, "name": "Vågan"})
    body.refresh_from_db()
    assert (body.name, body.slug) == ("Vågan", "vagan-kommune")
    acts = Event.objects.filter(subject_kind="organisation").values_list("act", flat=True)
    assert sorted(acts) == ["organisation.added", "organisation.changed"]

    kari = signed_in_as()
    kari.post("/konto/arbeid/", {"organisation": body.pk, "title": "Rådgjevar"})
    assert kari.person.organisations.get() == body
    assert "1 person" in admin.get(LIST).content.decode()
    assert LIST in admin.get("/kontor/folk/").content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": "12345"}, "ni siffer"),
        ({"number": "938644500"}, "Andøy har dette nummeret alt"),
        ({"name": ""}, "is-wrong"),
        ({"kind": "castle"}, "castle"),
    ],
)
def test_a_body_that_can_not_be_is_refused_and_what_was_typed_stays(admin, changes, said):
    Organisation.objects.create(slug="andoy", name="Andøy", kind="municipality", number="938644500")
    page = admin.post(f"{LIST}ny/", {**VAGAN, "number": "", **changes})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert 'value="1865"' in page.content.decode()
    assert Organisation.objects.count() == 1


def test_two_bodies_of_one_name_have_addresses_of_their_own(admin):
    for _again in "ab":
        admin.post(f"{LIST}ny/", {**VAGAN, "number": ""})
    slugs = Organisation.objects.order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == ["vagan-kommune", "vagan-kommune-2"]


def test_an_invitation_to_a_body_is_written_in_the_form_that_it_has_decided_on(admin):
    admin.post(f"{LIST}ny/", VAGAN)
    offer = {
        "emails": "ny@example.org",
        "role": "member",
        "place": "byregionprogrammet/aust-lofoten",
        "organisation": Organisation.objects.get().pk,
        "language": "nn",
    }
    admin.post("/kontor/folk/inviter/", offer)
    letter = Letter.objects.get()
    assert letter.language == "nb"
    assert "/nb/konto/invitasjon/" in letter.text


def test_only_whoever_looks_after_everybody_comes_in(signed_in_as):
    for client in (
        signed_in_as(Role.OPERATOR),
        signed_in_as(Role.ADMINISTRATOR, Place("byregionprogrammet")),
        signed_in_as(Role.LEADER, Place("byregionprogrammet", "aust-lofoten")),
    ):
        assert client.get(LIST).status_code == 403
        assert client.post(f"{LIST}ny/", VAGAN).status_code == 403
    assert not Organisation.objects.exists()
