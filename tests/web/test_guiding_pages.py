"""Process guiding in the office, as guides, regions' people, the operator and strangers meet it."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.people import NOON, make_person
from tests.web.test_public_pages import make_programme

from byregion.network.domain import visits
from byregion.network.domain.visits import Noted
from byregion.network.enums import VisitKind
from byregion.network.models import Visit
from byregion.people.domain.demo import make_demo_people
from byregion.people.domain.roles import give_role
from byregion.people.enums import Role
from byregion.people.models import Invitation, RoleAssignment
from byregion.people.permissions import TABLE, Permission, Place
from byregion.programme.models import CityRegion, Programme

pytestmark = pytest.mark.django_db
NORTH, SOUTH = Place("prove", "region-0"), Place("prove", "region-1")
ALL, LOG = "/kontor/rettleiing/", "/kontor/rettleiing/prove/region-0/"
NEW, OWN = f"{LOG}ny/", f"{ALL}eigen-logg.csv"
TYPED = {
    "held_on": "2026-05-04",
    "kind": "visit",
    "about": "Sentrum og omland",
    "agreed": "Møtast att",
    "next_step": "Ringe Kari",
    "next_step_on": "2026-06-01",
}


@pytest.fixture(autouse=True)
def _programme(settings):
    make_programme(regions=4)


@pytest.fixture
def guide(signed_in_as):
    return signed_in_as(Role.GUIDE, NORTH, name="Gro Guide")


@pytest.fixture
def operator(signed_in_as):
    return signed_in_as(Role.OPERATOR, Place("prove"))


def shown(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def logged(by, place=NORTH, **changes):
    usual = {"held_on": NOON.date(), "kind": VisitKind.PHONE, "about": "Om handel"}
    return visits.log_visit(place, Noted(**usual | changes), form_key=uuid4(), by=by, at=NOON)


def test_a_guide_notes_a_visit_and_finds_it_again(guide):
    shown(guide, NEW)
    response = guide.post(NEW, TYPED)
    assert response.headers["Location"] == LOG
    page = shown(guide, LOG)
    for text in (
        "4. mai 2026",
        "Besøk",
        "Sentrum og omland",
        "Møtast att",
        "Ringe Kari",
        "1. juni",
    ):
        assert text in page
    assert "Gro Guide" in page
    listed = shown(guide, ALL)
    assert "Region 0" in listed
    assert "Ringe Kari" in listed
    assert "Region 1" not in listed


def test_the_same_form_sent_twice_is_one_entry(guide):
    for _time in range(2):
        guide.post(NEW, {**TYPED, "form_key": "6f0c1a5e-7f0e-4a8b-9f5d-0c7d3c0a1b2c"})
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"held_on": "2099-01-01"}, "Dagen ligg framfor oss"),
        ({"held_on": "i går"}, "gyldig dato"),
        ({"about": " "}, "Feltet er påkravd"),
        ({"next_step": ""}, "Skriv kva neste steg er"),
        ({"next_step_on": "2026-05-01"}, "Neste steg kjem etter"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(guide, changes, said):
    response = guide.post(NEW, TYPED | changes)
    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    alert = page[page.index('role="alert"') :]
    assert said in alert[: alert.index("</ul>")]
    assert "Møtast att" in page
    assert not Visit.objects.exists()


def test_a_guide_mends_and_takes_out_their_own_entry(guide):
    visit = logged(guide.person)
    assert "Om handel" in shown(guide, f"{LOG}{visit.pk}/")
    wrong = guide.post(f"{LOG}{visit.pk}/", TYPED | {"held_on": "2099-01-01"})
    assert "Dagen ligg framfor oss" in wrong.content.decode()
    guide.post(f"{LOG}{visit.pk}/", TYPED | {"is_shared_with_region": "on"})
    visit.refresh_from_db()
    assert (visit.about, visit.is_shared_with_region) == ("Sentrum og omland", True)
    assert "redigert" in shown(guide, LOG)
    assert guide.get(f"{LOG}{visit.pk}/slett/").status_code == 405
    guide.post(f"{LOG}{visit.pk}/slett/")
    assert not Visit.objects.exists()
    assert "Det står ikkje noko i loggen enno" in shown(guide, LOG)


def test_a_guide_gets_nowhere_near_anothers_region(guide, signed_in_as):
    other = signed_in_as(Role.GUIDE, SOUTH)
    visit = logged(guide.person)
    for path in (LOG, NEW, f"{LOG}{visit.pk}/"):
        shown(other, path, 403)
    assert other.post(f"{LOG}{visit.pk}/slett/").status_code == 403
    # Nor through the address of one's own.
    elsewhere = f"{ALL}prove/region-1/{visit.pk}/"
    shown(other, elsewhere, 404)
    assert other.post(f"{elsewhere}slett/").status_code == 404
    assert Visit.objects.get() == visit


def test_another_guide_of_the_region_reads_and_does_not_change(guide, signed_in_as):
    other = signed_in_as(Role.GUIDE, NORTH)
    visit = logged(guide.person)
    page = shown(other, LOG)
    assert "Om handel" in page
    assert f"{LOG}{visit.pk}/" not in page
    shown(other, f"{LOG}{visit.pk}/", 404)
    assert other.post(f"{LOG}{visit.pk}/slett/").status_code == 404


@pytest.mark.parametrize("role", [Role.LEADER, Role.MEMBER])
def test_the_regions_people_read_what_is_shared_and_change_nothing(guide, signed_in_as, role):
    ours = signed_in_as(role, NORTH)
    visit = logged(guide.person, about="For alle", is_shared_with_region=True)
    logged(guide.person, about="Berre for oss", held_on=NOON.date() - timedelta(days=1))
    page = shown(ours, LOG)
    assert "For alle" in page
    assert "Berre for oss" not in page
    assert "<form" not in page[page.index("<main") : page.index("</main")]
    for path in (NEW, f"{LOG}{visit.pk}/", OWN, f"{ALL}prove/region-1/"):
        shown(ours, path, 403)
    listed = shown(ours, ALL)
    assert "Gro Guide" in listed
    assert "4. mai 2026" in listed
    assert "Region 1" not in listed


def test_the_operator_sees_every_region_and_who_has_no_guide(guide, operator):
    logged(guide.person, next_step="Ringe", next_step_on=NOON.date())
    page = shown(operator, ALL)
    assert "3 regionar har ingen prosessrettleiar" in page
    assert page.count(">Ingen</span>") >= 3
    assert 'href="/kontor/folk/">Inviter' in page
    assert page.count("4. mai 2026") == 2
    assert "Om handel" in shown(operator, LOG)
    shown(operator, f"{ALL}prove/finst-ikkje/", 404)
    shown(operator, f"{ALL}prove/finst-ikkje/ny/", 404)


def test_the_owner_sees_who_guides_whom_and_reads_only_what_is_shared(guide, signed_in_as):
    owner = signed_in_as(Role.OWNER, Place("prove"))
    logged(guide.person)
    page = shown(owner, ALL)
    assert "4. mai 2026" in page
    assert ("Inviter ein" in page) == (Permission.INVITE_MEMBERS in TABLE[Role.OWNER])
    assert "Om handel" not in shown(owner, LOG)
    shown(owner, NEW, 403)


def test_who_has_nothing_to_do_with_guiding_stays_outside(client, signed_in_as):
    for stranger in (signed_in_as(Role.ASSESSOR), signed_in_as()):
        for path in (ALL, LOG, OWN):
            shown(stranger, path, 403)
        assert ALL not in shown(stranger, "/kontor/")
    assert client.get(ALL).status_code == 302


def test_ones_own_log_is_a_file_and_no_formula(guide, operator):
    logged(guide.person, about="=cmd()", next_step="Ringe", next_step_on=NOON.date())
    logged(operator.person)
    response = guide.get(OWN)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert row["about"] == "'=cmd()"
    assert (row["day"], row["region"], row["kind"]) == ("2026-05-04", "region-0", "phone")
    assert (row["next_step_on"], row["region_may_read"]) == ("2026-05-04", "no")


def test_hostile_text_is_shown_as_text(guide):
    logged(guide.person, about="<script>alert(1)</script>", agreed="<b>a</b>", next_step="<i>b</i>")
    for path in (LOG, ALL):
        page = shown(guide, path)
        assert "<script>alert" not in page
        assert "<i>b" not in page


@pytest.mark.parametrize(("language", "title"), [("nb", "Prosessveiledning"), ("en", "Process")])
def test_it_is_said_in_the_other_languages(guide, language, title):
    logged(guide.person)
    found = {path: shown(guide, f"/{language}{path}") for path in (ALL, LOG, NEW)}
    assert title in found[ALL]
    assert all("rettleiar" not in page for page in found.values())


# People: the operator says who guides


def test_the_operator_invites_a_guide_to_a_region_and_ends_it(operator):
    data = {
        "emails": "gro@example.org", "role": "guide", "place": "prove/region-0", "language": "nn",
    }  # fmt: skip
    assert operator.post("/kontor/folk/inviter/", data).status_code == 302
    assert Invitation.objects.get().role == Role.GUIDE
    wrong = operator.post("/kontor/folk/inviter/", data | {"place": "prove/"})
    assert "Denne rolla" in wrong.content.decode()
    held = make_person(Role.GUIDE, NORTH).roles.get()
    assert operator.post(f"/kontor/folk/rolle/{held.pk}/slutt/").status_code == 302
    assert not RoleAssignment.objects.filter(pk=held.pk, ended_at=None).exists()


def test_a_leader_invites_no_guide(signed_in_as):
    leader = signed_in_as(Role.LEADER, NORTH)
    data = {
        "emails": "gro@example.org", "role": "guide", "place": "prove/region-0", "language": "nn",
    }  # fmt: skip
    assert leader.post("/kontor/folk/inviter/", data).status_code == 200
    assert not Invitation.objects.exists()


def test_the_demonstration_has_a_guide(client, settings):
    settings.DEMO = True
    people = {person.roles.get().role: person for person in make_demo_people(NORTH, at=NOON)}
    client.force_login(people[Role.GUIDE])
    assert "Region 0" in shown(client, ALL)


# As many questions for thirty as for three


def asked_for(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", [ALL, LOG, OWN])
@pytest.mark.parametrize("role", [Role.GUIDE, Role.OPERATOR])
def test_thirty_entries_cost_no_more_questions_than_three(signed_in_as, role, path):
    client = signed_in_as(role, NORTH if role == Role.GUIDE else Place("prove"))
    counted = []
    for number in (3, 27):
        for each in range(number):
            logged(client.person, next_step=f"Nr {each}")
            make_person(Role.GUIDE, SOUTH)
        counted.append(asked_for(client, path))
    assert counted[0] == counted[1] > 1


def test_thirty_regions_cost_no_more_questions_than_four(signed_in_as, operator):
    guide = signed_in_as(Role.GUIDE, NORTH)
    few = [asked_for(operator, ALL), asked_for(guide, ALL)]
    CityRegion.objects.bulk_create(
        CityRegion(
            programme=Programme.objects.get(), slug=f"ny-{number}", name=f"Ny {number}",
            county_code="18", county_name="Nordland", structure="unknown", confidence="high",
        )
        for number in range(26)
    )  # fmt: skip
    for number in range(26):
        give_role(guide.person, Role.GUIDE, place=Place("prove", f"ny-{number}"), by=None, at=NOON)
    assert shown(guide, ALL).count("/ny/") == 27
    assert [asked_for(operator, ALL), asked_for(guide, ALL)] == few
