"""The office's pages about gatherings: every page, every act, and who may."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.factories.network import (
    FIRST_DAY,
    NOON,
    make_gathering,
    make_question,
    make_session,
    person,
    signed_up,
    statuses,
)
from tests.factories.people import make_person
from tests.web.test_public_pages import make_programme

from byregion.audit.models import Event
from byregion.mail.models import Letter
from byregion.network.enums import FormKind, QuestionKind
from byregion.network.models import Evaluation, Gathering, Material, Question, Session
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


@pytest.fixture(autouse=True)
def _clock_stands_at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def nynorsk(name, args=()):
    """Give the address in nynorsk, whatever language the request before was in."""
    with override("nn"):
        return reverse(name, args=args)


@pytest.fixture
def programme():
    return make_programme(regions=3)


@pytest.fixture
def gathering(programme):
    return make_gathering(capacity=2)


def signed_in(role, place=None):
    client = Client()
    client.force_login(make_person(role, place))
    return client


@pytest.fixture
def operator():
    return signed_in(Role.OPERATOR, Place("prove"))


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


def session_form(**fields):
    return {
        "title_nn": "Opning",
        "day": "2026-09-15",
        "starts": "09:00",
        "ends": "10:00",
        "kind": "talk",
        "language": "no",
        "room": "Storsalen",
        "speaker-TOTAL_FORMS": "2",
        "speaker-INITIAL_FORMS": "0",
        "speaker-0-name": "Ada Ekspert",
        "speaker-0-organisation": "Høgskulen",
        "speaker-1-name": "",
        **fields,
    }


def test_sessions_are_made_with_speakers_and_rooms_are_not_shared(operator, gathering):
    new = "/en" + nynorsk("office:session-new", args=[gathering.pk])
    assert operator.post(new, session_form(again="1")).url == new
    session = Session.objects.get()
    assert session.starts_at.isoformat() == "2026-09-15T07:00:00+00:00"
    assert list(session.speakers.values_list("name", "role")) == [("Ada Ekspert", "speaker")]
    clash = operator.post(new, session_form(starts="09:30", ends="10:30", room="storsalen"))
    assert "is in storsalen at that time" in clash.text
    assert operator.post(new, session_form(starts="10:00", ends="10:30")).status_code == 302
    wrong = operator.post(new, session_form(title_nn="", starts="11:00", ends="10:00"))
    assert "must end after it starts" in wrong.text
    assert Session.objects.count() == 2
    edit = nynorsk("office:session", args=[gathering.pk, session.pk])
    assert 'value="09:00' in operator.get(edit).text
    operator.post(edit, session_form(**{"title_nn": "Ny opning", "speaker-0-name": ""}))
    session.refresh_from_db()
    assert session.title_nn == "Ny opning"
    assert not session.speakers.exists()


def test_a_chosen_session_is_not_taken_out(operator, gathering):
    chosen, free = (make_session(gathering, hour, is_chosen=True) for hour in (9, 11))
    signed_up(gathering, person(sessions=[chosen.pk]))
    for session in (chosen, free):
        operator.post(nynorsk("office:session-remove", args=[gathering.pk, session.pk]))
    assert list(Session.objects.all()) == [chosen]


def test_forms_are_composed_moved_and_made_ready(operator, gathering):
    ready = nynorsk("office:question-ready-made", args=[gathering.pk, "pamelding"])
    for name in ("food", "food", "access", "unknown"):
        operator.post(ready, {"name": name})
    food, access = Question.objects.all()
    assert (food.label_nn, food.label_en) == ("Mat", "Food")
    assert food.is_sensitive
    assert len(food.options_nb.splitlines()) == len(food.options_en.splitlines()) == 8
    new = "/en" + nynorsk("office:question-new", args=[gathering.pk, "pamelding"])
    wrong = {"kind": "choice", "label_nn": "Farge", "options_nn": "Raud", "options_en": "a\nb"}
    assert "as many options in each" in operator.post(new, wrong).text
    wrong = {"kind": "choice", "label_nn": "Farge", "options_nn": "Raud"}
    assert "at least two options" in operator.post(new, wrong).text
    operator.post(new, {"kind": "choice", "label_nn": "Farge", "options_nn": "Raud\nBlå"})
    colour = Question.objects.get(label_nn="Farge")
    act = nynorsk("office:question-act", args=[gathering.pk, "pamelding", colour.pk])
    operator.post(act, {"act": "up"})
    assert list(Question.objects.all()) == [food, colour, access]
    operator.post(act, {"act": "down"})
    operator.post(act, {"act": "down"})
    assert list(Question.objects.all()) == [food, access, colour]
    signed_up(gathering, person(answers={colour.pk: 2}))
    edit = "/en" + nynorsk("office:question", args=[gathering.pk, "pamelding", colour.pk])
    changed = {"kind": "text", "label_nn": "Farge"}
    assert operator.post(edit, changed).status_code == 200
    mended = {"kind": "choice", "label_nn": "Kva farge?", "options_nn": "Raud\nBlå\nGul"}
    assert operator.post(edit, mended).status_code == 302
    operator.post(act, {"act": "remove"})
    assert Question.objects.count() == 2


def test_an_address_of_another_gatherings_things_is_not_found(operator, gathering):
    other = make_gathering(slug="ei-anna")
    session, question = make_session(other), make_question(other)
    assert operator.get(f"/kontor/samling/{gathering.pk}/program/{session.pk}/").status_code == 404
    pages = f"/kontor/samling/{gathering.pk}/skjema/pamelding/{question.pk}/"
    assert operator.get(pages).status_code == 404
    assert operator.get(f"/kontor/samling/{gathering.pk}/skjema/ukjend/").status_code == 404
    assert operator.get("/kontor/samling/9999/").status_code == 404


def test_the_list_is_narrowed_and_taken_away_and_the_trail_says_so(operator, gathering):
    asked = make_question(gathering, QuestionKind.SEVERAL)
    signed_up(gathering, person("Åse Ås", region="region-0", answers={asked.pk: [1, 3]}))
    signed_up(gathering, person("=Formel X", region="region-1"))
    signed_up(gathering, person("Tredje X"))
    page = nynorsk("office:registrations", args=[gathering.pk])
    assert "Åse Ås" in operator.get(page).text
    narrowed = operator.get(page, {"status": "waiting"}).text
    assert "Tredje X" in narrowed
    assert "Åse Ås" not in narrowed
    assert "Åse Ås" in operator.get(page, {"q": "ase", "region": "region-0"}).text
    assert "Tredje X" in operator.get(page, {"region": "-"}).text
    text = operator.get(nynorsk("office:registrations-csv", args=[gathering.pk])).content.decode()
    assert "Raud, Blå" in text
    assert "'=Formel X" in text
    book = load_workbook(
        BytesIO(operator.get(nynorsk("office:registrations-xlsx", args=[gathering.pk])).content)
    )
    assert [row[2].value for row in book["registrations"].iter_rows(min_row=2)] == [
        "Åse Ås",
        "'=Formel X",
        "Tredje X",
    ]
    acts = list(
        Event.objects.filter(act__startswith="registrations.").values_list("act", "details")
    )
    assert ("registrations.exported", {"people": 3}) in acts
    assert ("registrations.read", {"people": 1}) in acts


def test_the_operator_gives_a_place_declines_and_cancels(operator, gathering):
    gathering.needs_approval = True
    gathering.save()
    one, two, three = (signed_up(gathering, person(f"Nr{number} X")) for number in range(3))

    def act(party, act, **more):
        address = nynorsk("office:party-act", args=[gathering.pk, party.key])
        return operator.post(address, {"act": act, **more})

    assert act(two, "give", back="waiting").url.endswith("venteliste/")
    act(one, "decline")
    act(three, "cancel")
    act(three, "nonsense")
    assert [statuses(party) for party in (one, two, three)] == [
        ["declined"],
        ["confirmed"],
        ["cancelled"],
    ]
    page = nynorsk("office:party", args=[gathering.pk, two.key])
    assert "Nr1 X" in operator.get(page).text
    gone = nynorsk("office:party", args=[gathering.pk, uuid4()])
    assert operator.get(gone).status_code == 302


def test_the_door_checks_in_and_takes_back(operator, gathering):
    party = signed_up(gathering, person("Kari X"), person("Ola X"))
    waiting = signed_up(gathering, person("Venter X"))
    kari = party.registrations.first()
    address = nynorsk("office:check-in", args=[gathering.pk, kari.pk])
    answer = operator.post(address, {"q": "kar"})
    assert answer.url == f"{nynorsk('office:door', args=[gathering.pk])}?q=kar#p{kari.pk}"
    kari.refresh_from_db()
    assert kari.checked_in_at is not None
    page = operator.get("/en" + nynorsk("office:door", args=[gathering.pk])).text
    assert "1 of 2 have come" in page
    assert "Venter X" not in page
    operator.post(address, {"undo": "1"})
    kari.refresh_from_db()
    assert kari.checked_in_at is None
    late = waiting.registrations.get()
    operator.post(nynorsk("office:check-in", args=[gathering.pk, late.pk]))
    late.refresh_from_db()
    assert late.checked_in_at is None


@pytest.mark.parametrize("name", ["badges", "door-list"])
def test_paper_for_the_door_names_everybody_with_a_place(operator, gathering, name):
    gathering.capacity = 12
    gathering.save()
    for number in range(12):
        signed_up(gathering, person(f"Nr{number} Søn-Åsæter", organisation="Bodø kommune"))
    signed_up(gathering, person("Ventar Ventesen"))
    answer = operator.get(nynorsk(f"office:{name}", args=[gathering.pk]))
    assert answer["Content-Type"] == "application/pdf"
    read = PdfReader(BytesIO(answer.content))
    text = "".join(page.extract_text() for page in read.pages)
    assert all(f"Nr{number} Søn" in text for number in range(12))
    assert "Ventesen" not in text
    assert len(read.pages) == (2 if name == "badges" else 1)
    assert read.trailer["/Root"]["/Lang"].startswith("nn")


def test_badges_of_nobody_say_so(operator, gathering):
    answer = operator.get("/en" + nynorsk("office:badges", args=[gathering.pk]))
    read = PdfReader(BytesIO(answer.content))
    assert "Nobody has a place yet" in read.pages[0].extract_text()


def test_quotas_are_set_by_region(operator, gathering):
    address = nynorsk("office:quotas", args=[gathering.pk])
    assert operator.post(address, {"region-0": "-1"}).status_code == 200
    operator.post(address, {"region-0": "1", "region-1": ""})
    assert list(gathering.quotas.values_list("region", "places")) == [("region-0", 1)]


def test_a_letter_to_all_is_sent_once_each_in_their_language(operator, gathering):
    signed_up(gathering, person("Kari X"), language="nn")
    signed_up(gathering, person("Tom X"), language="en")
    signed_up(gathering, person("Vent X"), language="nb")
    address = nynorsk("office:gathering-message", args=[gathering.pk])
    assert operator.post(address, {"to": ["confirmed"]}).status_code == 200
    assert operator.post(address, {"to": ["confirmed"], "subject_nn": "Hei"}).status_code == 200
    form = {
        "to": ["confirmed", "waiting"],
        "form_key": str(uuid4()),
        "subject_nn": "Ta med støvlar",
        "body_nn": "Det blir vått.",
        "subject_en": "Bring boots",
        "body_en": "It will be wet.",
    }
    for _twice in range(2):
        operator.post(address, form)
    letters = Letter.objects.filter(kind="gathering_message").order_by("pk")
    subjects = [letter.subject for letter in letters]
    assert subjects == ["Ta med støvlar", "Bring boots", "Ta med støvlar"]


def test_what_remains_is_added_and_what_is_missing_is_named(operator, gathering):
    session = make_session(gathering, title="Foredrag")
    session.speakers.create(name="Ada")
    address = "/en" + nynorsk("office:materials", args=[gathering.pk])
    assert "Still missing" in operator.get(address).text
    form = {
        "kind": "presentation",
        "title": "Lysbilete",
        "url": "https://example.org/a.pdf",
        "session": session.pk,
        "language": "no",
        "region": "region-0",
    }
    assert operator.post(address, {**form, "kind": "picture"}).status_code == 200
    assert operator.post(address, {**form, "url": "javascript:alert(1)"}).status_code == 200
    assert operator.post(address, form).status_code == 302
    assert "Still missing" not in operator.get(address).text
    assert "Lysbilete" in Client().get("/prove/samling/haustsamling/").text
    assert "Lysbilete" in Client().get("/prove/region/region-0/").text
    remove = nynorsk("office:material-remove", args=[gathering.pk, Material.objects.get().pk])
    operator.post(remove)
    assert not Material.objects.exists()


def test_outcome_and_evaluation_are_shown(operator, gathering):
    scale = make_question(gathering, QuestionKind.SCALE, form=FormKind.EVALUATION)
    text = make_question(gathering, form=FormKind.EVALUATION)
    for step in (3, 4, 5, 5, 5):
        answers = {str(scale.pk): step, str(text.pk): f"Ord {step}"}
        Evaluation.objects.create(
            gathering=gathering, form_key=uuid4(), given_on=date(2026, 9, 16), answers=answers
        )
    page = operator.get("/en" + nynorsk("office:gathering-evaluation", args=[gathering.pk])).text
    assert "5 people answered" in page
    assert "Mean: 4.4 of 5" in page
    assert "Ord 3" in page
    public = "/en/prove/samling/haustsamling/evaluering/"
    assert Client().get(public).status_code == 404
    operator.post(
        nynorsk("office:outcome", args=[gathering.pk]),
        {"outcome_nn": "Vi lærte mykje.", "evaluation_is_public": "on"},
    )
    shown = Client().get(public)
    assert shown.status_code == 200
    assert "60" in shown.text
    assert "Ord 3" not in shown.text
    assert "Vi lærte mykje." in Client().get("/prove/samling/haustsamling/").text


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
