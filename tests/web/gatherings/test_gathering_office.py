"""The office's pages about gatherings: who may open them, and a gathering's life."""

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.factories.network import (
    FIRST_DAY,
    NOON,
    make_gathering,
    make_question,
    make_session,
    person,
    signed_up,
)
from tests.web.gatherings.browser import nynorsk, signed_in

from byregion.audit.models import Event
from byregion.mail.models import Letter
from byregion.network.enums import FormKind, QuestionKind
from byregion.network.models import Gathering
from byregion.people.enums import Role
from byregion.people.permissions import Place
from byregion.programme.models import Gathering as KnownGathering

pytestmark = pytest.mark.django_db

GET_PAGES = {
    "gathering": (),
    "gathering-edit": (),
    "gathering-copy": (),
    "gathering-opening": (),
    "gathering-call-off": (),
    "sessions": (),
    "session-new": (),
    "questions": ("pamelding",),
    "question-new": ("evaluering",),
    "registrations": (),
    "registrations-csv": (),
    "registrations-xlsx": (),
    "waiting": (),
    "door": (),
    "badges": (),
    "door-list": (),
    "quotas": (),
    "gathering-message": (),
    "materials": (),
    "outcome": (),
    "gathering-evaluation": (),
}
FOR_THE_DOOR = {"gathering", "door"}


@pytest.mark.parametrize("name", GET_PAGES)
@pytest.mark.parametrize("prefix", ["", "/nb", "/en"])
def test_every_page_opens_for_the_operator_in_every_language(operator, gathering, name, prefix):
    make_session(gathering, is_chosen=True, capacity=4)
    asked = make_question(gathering, QuestionKind.SEVERAL, is_sensitive=True, delete_after_days=3)
    make_question(gathering, QuestionKind.SCALE, form=FormKind.EVALUATION)
    for number in range(3):
        signed_up(gathering, person(f"Nr{number} X", region="region-0", answers={asked.pk: [1]}))
    answer = operator.get(prefix + nynorsk(f"office:{name}", args=[gathering.pk, *GET_PAGES[name]]))
    assert answer.status_code == 200


@pytest.mark.parametrize("name", GET_PAGES)
def test_national_gatherings_are_the_operators(gathering, name):
    address = nynorsk(f"office:{name}", args=[gathering.pk, *GET_PAGES[name]])
    assert Client().get(address).status_code == 302
    for role, place in (
        (Role.LEADER, Place("prove", "region-0")),
        (Role.MEMBER, Place("prove", "region-0")),
        (Role.OWNER, Place("prove")),
        (Role.OPERATOR, Place("another")),
    ):
        assert signed_in(role, place).get(address).status_code == 403, role


@pytest.mark.parametrize("name", GET_PAGES)
def test_local_ones_are_the_leaders_of_that_region(programme, name):
    gathering = make_gathering(region="region-0")
    address = nynorsk(f"office:{name}", args=[gathering.pk, *GET_PAGES[name]])
    assert signed_in(Role.LEADER, Place("prove", "region-0")).get(address).status_code == 200
    assert signed_in(Role.LEADER, Place("prove", "region-1")).get(address).status_code == 403
    assert signed_in(Role.OPERATOR, Place("prove")).get(address).status_code == 200


def test_a_leader_makes_gatherings_in_their_own_region_alone(programme):
    leader = signed_in(Role.LEADER, Place("prove", "region-1"))
    form = gathering_form(place="prove/region-1")
    assert leader.post(nynorsk("office:gathering-new"), form).status_code == 302
    made = Gathering.objects.get()
    assert (made.programme, made.region, made.status) == ("prove", "region-1", "draft")
    for place in ("prove/", "prove/region-0"):
        answer = leader.post(nynorsk("office:gathering-new"), {**form, "place": place, "slug": "b"})
        assert answer.status_code == 200
    assert Gathering.objects.count() == 1
    assert nynorsk("office:gathering", args=[made.pk]) in leader.get("/kontor/samling/").text


def gathering_form(**fields):
    return {
        "place": "prove/",
        "title_nn": "Vårsamling",
        "slug": "var-2027",
        "start_date": "2027-04-20",
        "end_date": "2027-04-21",
        "city": "Hamar",
        "capacity": "100",
        "largest_party": "10",
        "evaluation_days": "14",
        **fields,
    }


def test_a_form_that_is_wrong_keeps_what_was_typed_and_says_why(operator, gathering):
    wrong = gathering_form(title_nn="", end_date="2027-04-19", slug="haustsamling", city="Voss")
    answer = operator.post("/en" + nynorsk("office:gathering-new"), wrong)
    assert answer.status_code == 200
    assert 'value="Voss"' in answer.text
    for told in ("in one language at least", "before the first", "has this address"):
        assert told in answer.text
    assert Gathering.objects.count() == 1


def test_editing_says_if_a_session_would_fall_outside(operator, gathering):
    make_session(gathering, day=1, title="Siste økt")
    address = "/en" + nynorsk("office:gathering-edit", args=[gathering.pk])
    shorter = gathering_form(slug="haustsamling", start_date="2026-09-15", end_date="2026-09-15")
    answer = operator.post(address, shorter)
    assert "outside the gathering" in answer.text
    gathering.refresh_from_db()
    assert gathering.end_date == FIRST_DAY + timedelta(days=1)


def test_life_of_a_gathering(operator, programme):
    operator.post(nynorsk("office:gathering-new"), gathering_form())
    made = Gathering.objects.get()

    def move(act):
        operator.post(nynorsk("office:gathering-move", args=[made.pk]), {"act": act})
        made.refresh_from_db()
        return made.status

    assert Client().get("/prove/samling/var-2027/").status_code == 404
    assert move("hold") == "draft"
    assert move("publish") == "published"
    assert Client().get("/prove/samling/var-2027/").status_code == 200
    assert move("withdraw") == "draft"
    assert move("publish") == "published"
    assert move("hold") == "held"
    assert move("reopen") == "published"
    assert move("unknown") == "published"
    acts = set(Event.objects.filter(subject_key=str(made.key)).values_list("act", flat=True))
    assert {"gathering.created", "gathering.published", "gathering.held"} <= acts


def test_calling_off_tells_everybody_why(operator, gathering):
    parties = [signed_up(gathering, person(f"Nr{number} X")) for number in range(3)]
    address = nynorsk("office:gathering-call-off", args=[gathering.pk])
    assert operator.get(address).status_code == 200
    assert gathering.status == "published"
    assert operator.post(address, {"reason": ""}).status_code == 200
    operator.post(address, {"reason": "Ferja går ikkje."})
    gathering.refresh_from_db()
    assert gathering.status == "cancelled"
    told = Letter.objects.filter(kind="gathering_called_off")
    assert told.count() == len(parties)
    assert "Ferja går ikkje." in told.first().text
    assert "Avlyst" in told.first().subject


def test_an_address_of_another_gatherings_things_is_not_found(operator, gathering):
    other = make_gathering(slug="ei-anna")
    session, question = make_session(other), make_question(other)
    assert operator.get(f"/kontor/samling/{gathering.pk}/program/{session.pk}/").status_code == 404
    pages = f"/kontor/samling/{gathering.pk}/skjema/pamelding/{question.pk}/"
    assert operator.get(pages).status_code == 404
    assert operator.get(f"/kontor/samling/{gathering.pk}/skjema/ukjend/").status_code == 404
    assert operator.get("/kontor/samling/9999/").status_code == 404


def test_a_known_gathering_is_taken_in_once(operator, programme):
    texts = {f"title_{code}": "Samling i Oslo" for code in ("nn", "nb", "en")}
    known = KnownGathering.objects.create(
        programme=programme,
        phase=programme.phases.get(),
        slug="oslo-2015",
        start_date=date(2015, 9, 1),
        end_date=date(2015, 9, 30),
        date_precision="month",
        is_national=True,
        confidence="high",
        **texts,
    )
    assert "Samling i Oslo" in operator.get("/kontor/samling/").text
    for _twice in range(2):
        operator.post(nynorsk("office:gathering-adopt", args=[known.pk]))
    taken = Gathering.objects.get()
    assert (taken.slug, taken.status) == ("oslo-2015", "held")
    page = Client().get("/prove/samling/oslo-2015/").text
    assert "september 2015" in page
    assert "30." not in page
    leader = signed_in(Role.LEADER, Place("prove", "region-0"))
    assert leader.post(nynorsk("office:gathering-adopt", args=[known.pk])).status_code == 403


def test_a_copy_takes_the_form_and_nothing_personal(operator, gathering):
    session = make_session(gathering, room="Sal")
    session.speakers.create(name="Ada")
    make_question(gathering)
    signed_up(gathering)
    address = nynorsk("office:gathering-copy", args=[gathering.pk])
    taken = {"slug": "haustsamling", "start_date": "2027-09-14"}
    assert operator.post(address, taken).status_code == 200
    operator.post(address, {**taken, "slug": "haust-2027"})
    copied = Gathering.objects.get(slug="haust-2027")
    assert (copied.start_date, copied.end_date) == (date(2027, 9, 14), date(2027, 9, 15))
    assert copied.status == "draft"
    assert not copied.parties.exists()
    assert copied.questions.count() == copied.sessions.count() == 1
    assert not copied.sessions.get().speakers.exists()
    assert copied.registration_opens_at is None
    assert copied.changed_at == NOON
