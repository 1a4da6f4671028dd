"""A gathering's life beside registration: copying, calendars, tasks, evaluation, forgetting."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils.translation import override
from icalendar import Calendar
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
from byregion.network import addresses, calendar
from byregion.network.domain.attending import check_in
from byregion.network.domain.calendar_tasks import do_what_is_due
from byregion.network.domain.copying import copy_gathering
from byregion.network.domain.evaluation import evaluate
from byregion.network.domain.gathering import cancel_gathering, edit_gathering, hold_gathering
from byregion.network.domain.refusal import RegistrationClosed, WrongAnswers
from byregion.network.domain.registration import cancel
from byregion.network.enums import FormKind, QuestionKind
from byregion.network.models import Answer, Evaluation, Gathering
from byregion.network.queries import evaluation as figures
from byregion.network.queries import gatherings, registrations
from byregion.people.domain import own_data

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 9, 15, 6, tzinfo=UTC)


def events(content):
    return {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def test_a_copy_keeps_the_clock_on_the_wall_across_summer_time():
    gathering = make_gathering()
    make_session(gathering, 9)
    copied = copy_gathering(
        gathering, slug="vinter", start_date=date(2027, 1, 12), at=NOON, by="operator"
    )
    session = copied.sessions.get()
    assert session.starts_at == datetime(2027, 1, 12, 8, tzinfo=UTC)
    assert session.key != gathering.sessions.get().key
    assert copied.copied_from == gathering


def test_the_whole_calendar_has_sessions_zone_and_stable_uids():
    gathering = make_gathering()
    session = make_session(gathering, 9, title="Opning", room="Sal")
    content = calendar.whole(gathering, "nn")
    assert b"BEGIN:VTIMEZONE" in content
    assert b"TZID:Europe/Oslo" in content
    (event,) = events(content).values()
    assert event["uid"] == f"{session.key}@localhost"
    assert event.decoded("dtstart").isoformat() == "2026-09-15T09:00:00+02:00"
    assert event["location"] == "Sal, Kulturhuset, Bodø"
    edit_gathering(gathering, {"city": "Mo"}, at=NOON, by="")
    gathering.refresh_from_db()
    (later,) = events(calendar.whole(gathering, "nn")).values()
    assert later["uid"] == event["uid"]
    assert later["sequence"] > event["sequence"]
    cancel_gathering(gathering, reason="Storm", at=NOON, by="")
    (last,) = events(calendar.whole(gathering, "nn")).values()
    assert last["status"] == "CANCELLED"
    assert last["sequence"] > later["sequence"]


def test_without_sessions_the_calendar_has_the_days():
    (event,) = events(calendar.whole(make_gathering(), "en")).values()
    assert event.decoded("dtstart") == FIRST_DAY
    assert event.decoded("dtend") == FIRST_DAY + timedelta(days=2)


def test_ones_own_calendar_has_what_is_for_all_and_what_one_chose():
    gathering = make_gathering(capacity=1)
    plenary = make_session(gathering, 9)
    chosen, other = (make_session(gathering, 11, is_chosen=True) for _both in range(2))
    party = signed_up(gathering, person(sessions=[chosen.pk]))
    waiting = signed_up(gathering, person("Vent X"))

    def own(party):
        return events(calendar.own(registrations.party(party.key, gathering), "nn"))

    assert {uid.split("@")[0] for uid in own(party)} == {str(plenary.key), str(chosen.key)}
    assert {str(event["status"]) for event in own(party).values()} == {"CONFIRMED"}
    before = own(waiting)[f"{plenary.key}@localhost"]
    assert before["status"] == "TENTATIVE"
    cancel(party, at=NOON)
    assert {str(event["status"]) for event in own(party).values()} == {"CANCELLED"}
    after = own(waiting)[f"{plenary.key}@localhost"]
    assert (after["status"], after["sequence"] > before["sequence"]) == ("CONFIRMED", True)
    assert str(other.key) not in str(own(party))


def test_reminders_go_once_to_those_with_a_place_shortly_before():
    gathering = make_gathering(capacity=1)
    signed_up(gathering)
    signed_up(gathering, person("Vent X"))
    assert do_what_is_due(MORNING - timedelta(days=4)).reminded == 0
    assert do_what_is_due(MORNING - timedelta(days=3)).reminded == 1
    assert do_what_is_due(MORNING - timedelta(days=2)).reminded == 0
    letter = Letter.objects.get(kind="gathering_reminder")
    assert letter.to_address == "kari@example.org"


def test_the_evaluation_is_asked_for_on_the_last_day_and_the_gathering_closed_after():
    gathering = make_gathering()
    make_question(gathering, QuestionKind.SCALE, form=FormKind.EVALUATION)
    party = signed_up(gathering, person(region="region-a"), person("Ikkje X", region="region-a"))
    check_in(party.registrations.first(), at=MORNING, by="")
    assert do_what_is_due(MORNING).asked == 0
    assert do_what_is_due(MORNING + timedelta(days=1, hours=8)).asked == 1
    assert (
        addresses.evaluation_token(gathering)
        in Letter.objects.get(kind="gathering_evaluation").text
    )
    done = do_what_is_due(MORNING + timedelta(days=3))
    assert (done.asked, done.held) == (0, 1)
    assert list(gathering.attendance.values_list("region", "people")) == [("region-a", 1)]
    attended = gatherings.attended("prove", "region-a")
    assert [(each.gathering, each.people) for each in attended] == [(gathering, 1)]
    assert gatherings.attended("prove", "region-b") == []


def test_sensitive_answers_are_deleted_on_their_day_and_others_stay():
    gathering = make_gathering()
    sensitive = make_question(gathering, is_sensitive=True, delete_after_days=10)
    plain = make_question(gathering)
    signed_up(gathering, person(answers={sensitive.pk: "gluten", plain.pk: "tog"}))
    last = MORNING + timedelta(days=1)
    assert do_what_is_due(last + timedelta(days=10)).deleted == 0
    assert do_what_is_due(last + timedelta(days=11)).deleted == 1
    assert Answer.objects.get().question == plain
    event = Event.objects.get(act="answers.deleted")
    assert event.details == {"question": sensitive.pk, "answers": 1}


def test_the_command_says_what_it_did(capsys):
    make_gathering(start_date=date(2020, 1, 1), end_date=date(2020, 1, 2))
    call_command("gatherings")
    assert "1 gatherings closed" in capsys.readouterr().out


def test_the_evaluation_is_anonymous_open_some_days_and_counted_once():
    gathering = make_gathering(evaluation_days=3)
    scale = make_question(gathering, QuestionKind.SCALE, form=FormKind.EVALUATION)
    several = make_question(gathering, QuestionKind.SEVERAL, form=FormKind.EVALUATION)
    yes_no = make_question(gathering, QuestionKind.YES_NO, form=FormKind.EVALUATION)
    last_day = MORNING + timedelta(days=1)
    answers = {scale.pk: 4, several.pk: [1, 2], yes_no.pk: False}
    for closed in (MORNING, last_day + timedelta(days=4)):
        with pytest.raises(RegistrationClosed):
            evaluate(gathering, answers, form_key=uuid4(), at=closed)
    with pytest.raises(WrongAnswers):
        evaluate(gathering, {scale.pk: 9}, form_key=uuid4(), at=last_day)
    key = uuid4()
    for _twice in range(2):
        evaluate(gathering, answers, form_key=key, at=last_day)
    evaluate(gathering, {several.pk: [2]}, form_key=uuid4(), at=last_day + timedelta(days=3))
    assert Evaluation.objects.count() == 2
    assert {event.actor for event in Event.objects.filter(act="gathering.evaluated")} == {""}
    with override("nn"):
        shown = figures.results(gathering, with_texts=True)
    by_question = {result.question.pk: result for result in shown.results}
    assert not shown.may_be_public
    assert [bar.people for bar in by_question[several.pk].bars] == [1, 2, 0]
    assert [bar.percent for bar in by_question[several.pk].bars] == [50, 100, 0]
    assert [bar.people for bar in by_question[yes_no.pk].bars] == [0, 1]
    assert by_question[scale.pk].mean == 4.0


def test_what_is_kept_is_given_and_forgotten_and_the_place_goes_on():
    make_programme(regions=1)
    kari = make_person(email="kari@example.org", name="Kari Nordmann")
    gathering = make_gathering(capacity=2)
    asked = make_question(gathering)
    party = signed_up(
        gathering,
        person(answers={asked.pk: "Tog"}),
        person("Ola Kollega"),
        key=str(kari.key),
    )
    waiting = signed_up(gathering, person("Vent X"))
    kept = own_data.export(kari, at=NOON)["gatherings"]
    assert [(each["name"], list(each["answers"].values())) for each in kept] == [
        ("Kari Nordmann", ["Tog"])
    ]
    own_data.erase(kari, by=None, at=NOON)
    told = str(list(party.registrations.values())) + str(party.__class__.objects.values())
    assert "Kari" not in told
    assert "kari@example.org" not in told
    assert statuses(party) == ["cancelled", "confirmed"]
    assert statuses(waiting) == ["confirmed"]
    party.refresh_from_db()
    assert (party.address, party.person) == ("ola@example.org", "")
    assert not Answer.objects.exists()


def test_closing_twice_counts_anew_after_mending_the_list():
    from byregion.network.domain.gathering import reopen_gathering

    gathering = make_gathering()
    party = signed_up(gathering, person(region="a"), person("B X", region="a"))
    first, second = party.registrations.all()
    check_in(first, at=MORNING, by="")
    hold_gathering(gathering, at=MORNING, by="")
    reopen_gathering(gathering, at=MORNING, by="")
    check_in(second, at=MORNING, by="")
    hold_gathering(gathering, at=MORNING, by="")
    assert list(gathering.attendance.values_list("people", flat=True)) == [2]
    assert gatherings.came(Gathering.objects.get()).people == 2
