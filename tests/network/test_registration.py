"""Registration: places, quotas, the waiting list, choices, and what is told to whom."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.factories.network import (
    NOON,
    make_gathering,
    make_question,
    make_session,
    person,
    signed_up,
    statuses,
)

from byregion.audit.domain.trail import verify
from byregion.audit.models import Event
from byregion.mail.models import Letter
from byregion.network.domain.gathering import edit_gathering, set_quotas
from byregion.network.domain.refusal import (
    RegistrationClosed,
    SessionUnavailable,
    WrongAnswers,
    WrongState,
)
from byregion.network.domain.registration import cancel, change, decline, give_place
from byregion.network.enums import GatheringStatus, QuestionKind
from byregion.network.models import Party, Registration

pytestmark = pytest.mark.django_db
CONFIRMED, WAITING = "confirmed", "waiting"


def letters(party):
    return list(
        Letter.objects.filter(key__contains=str(party.key))
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_places_go_to_who_comes_first_and_the_rest_wait_in_order():
    gathering = make_gathering(capacity=2)
    parties = [signed_up(gathering, person(f"Nr{number} Person")) for number in range(4)]
    assert [party.number for party in parties] == [1, 2, 3, 4]
    assert [statuses(party) for party in parties] == [
        [CONFIRMED],
        [CONFIRMED],
        [WAITING],
        [WAITING],
    ]
    assert letters(parties[0]) == ["gathering_confirmed"]
    assert letters(parties[2]) == ["gathering_waiting"]


def test_the_same_form_twice_is_one_registration():
    gathering = make_gathering(capacity=1)
    key = uuid4()
    assert signed_up(gathering, form_key=key) == signed_up(gathering, form_key=key)
    assert Registration.objects.count() == 1
    assert Letter.objects.count() == 1
    assert Event.objects.filter(act="registration.made").count() == 1


def test_the_trail_holds_nothing_personal_and_stays_whole():
    gathering = make_gathering()
    party = signed_up(gathering, person("Ola Hemmeleg", organisation="Løyndom kommune"))
    cancel(party, at=NOON)
    told = str(list(Event.objects.values_list("subject_key", "details", "actor")))
    assert "Ola" not in told
    assert "Løyndom" not in told
    assert "example.org" not in told
    assert verify().holds


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"status": GatheringStatus.DRAFT}, NOON),
        ({"status": GatheringStatus.CANCELLED}, NOON),
        ({"registration_opens_at": None, "registration_closes_at": None}, NOON),
        ({}, NOON - timedelta(days=11)),
        ({}, NOON + timedelta(days=60)),
    ],
)
def test_nobody_registers_while_it_is_closed(fields, at):
    gathering = make_gathering(**fields)
    with pytest.raises(RegistrationClosed):
        signed_up(gathering, at=at)
    assert not Party.objects.exists()


def test_a_cancellation_moves_up_the_first_who_waits_and_tells_them():
    gathering = make_gathering(capacity=1)
    first, second, third = (signed_up(gathering, person(f"Nr{n} X")) for n in range(3))
    cancel(first, at=NOON)
    assert statuses(first) == ["cancelled"]
    assert statuses(second) == [CONFIRMED]
    assert statuses(third) == [WAITING]
    assert letters(second) == ["gathering_waiting", "gathering_moved_up"]
    assert letters(third) == ["gathering_waiting"]
    assert letters(first) == ["gathering_confirmed", "gathering_cancelled"]


def test_cancelling_twice_is_once():
    gathering = make_gathering()
    party = signed_up(gathering)
    assert len(cancel(party, at=NOON)) == 1
    assert cancel(party, at=NOON) == []
    assert letters(party) == ["gathering_confirmed", "gathering_cancelled"]


def test_a_group_gets_its_places_together_or_waits_together():
    gathering = make_gathering(capacity=3)
    single = signed_up(gathering, person("Ein Person"))
    trio = signed_up(gathering, *(person(f"{name} Trio") for name in ("Ada", "Bo", "Cai")))
    pair = signed_up(gathering, *(person(f"{name} Par") for name in ("Dag", "Eli")))
    assert statuses(trio) == [WAITING] * 3
    assert statuses(pair) == [CONFIRMED] * 2
    # One place is not enough for three: they wait on, whole, and nobody else is harmed.
    cancel(pair, at=NOON, only=[pair.registrations.first()])
    assert statuses(trio) == [WAITING] * 3
    cancel(single, at=NOON)
    assert statuses(trio) == [WAITING] * 3
    cancel(pair, at=NOON)
    assert statuses(trio) == [CONFIRMED] * 3
    assert letters(trio) == ["gathering_waiting", "gathering_moved_up"]


def test_a_group_that_shrinks_may_fit():
    gathering = make_gathering(capacity=1)
    pair = signed_up(gathering, person("Ada Par"), person("Bo Par"))
    assert statuses(pair) == [WAITING] * 2
    cancel(pair, at=NOON, only=[pair.registrations.last()])
    assert statuses(pair) == [CONFIRMED, "cancelled"]


def test_quotas_hold_and_the_next_from_another_region_moves_up():
    gathering = make_gathering(capacity=2, default_quota=1)
    set_quotas(gathering, {"stor": 2}, at=NOON, by="")
    gathering.refresh_from_db()
    a1 = signed_up(gathering, person("A En", region="liten"))
    a2 = signed_up(gathering, person("A To", region="liten"))
    b1 = signed_up(gathering, person("B En", region="stor"))
    b2 = signed_up(gathering, person("B To", region="stor"))
    assert [statuses(p) for p in (a1, a2, b1, b2)] == [
        [CONFIRMED],
        [WAITING],
        [CONFIRMED],
        [WAITING],
    ]
    # A place from «stor» can't go to «liten», whose quota is used up, though they came first.
    cancel(b1, at=NOON)
    assert [statuses(p) for p in (a2, b2)] == [[WAITING], [CONFIRMED]]
    cancel(a1, at=NOON)
    assert statuses(a2) == [CONFIRMED]


def test_without_a_region_no_quota_counts():
    gathering = make_gathering(default_quota=0)
    assert statuses(signed_up(gathering, person("Uten Region"))) == [CONFIRMED]
    assert statuses(signed_up(gathering, person("Med Region", region="liten"))) == [WAITING]


def test_more_room_moves_up_as_many_as_fit():
    gathering = make_gathering(capacity=1)
    parties = [signed_up(gathering, person(f"Nr{n} X")) for n in range(4)]
    edit_gathering(gathering, {"capacity": 3}, at=NOON, by="")
    assert [statuses(party) for party in parties] == [[CONFIRMED]] * 3 + [[WAITING]]
    set_quotas(gathering, {}, at=NOON, by="")
    edit_gathering(gathering, {"capacity": None}, at=NOON, by="")
    assert statuses(parties[3]) == [CONFIRMED]


def test_approval_makes_everybody_wait_until_the_operator_decides():
    gathering = make_gathering(needs_approval=True, capacity=1)
    first, second = (signed_up(gathering, person(f"Nr{n} X")) for n in range(2))
    assert [statuses(first), statuses(second)] == [[WAITING], [WAITING]]
    give_place(second, at=NOON, by="operator")
    assert statuses(second) == [CONFIRMED]
    with pytest.raises(WrongState):
        give_place(first, at=NOON, by="operator")
    decline(first, at=NOON, by="operator")
    assert statuses(first) == ["declined"]
    assert letters(first)[-1] == "gathering_declined"
    assert give_place(first, at=NOON, by="operator") == []


def test_required_questions_must_be_answered_and_answers_fit():
    gathering = make_gathering()
    asked = make_question(gathering, QuestionKind.CHOICE, is_required=True)
    for answers in ({}, {asked.pk: 4}, {asked.pk: "1"}, {asked.pk: True}, {asked.pk + 1: 1}):
        with pytest.raises(WrongAnswers):
            signed_up(gathering, person(answers=answers))
    assert not Party.objects.exists()
    party = signed_up(gathering, person(answers={asked.pk: 3}))
    assert party.registrations.get().answers.get().value == 3


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (QuestionKind.TEXT, "Ja takk", 1),
        (QuestionKind.TEXT, "x" * 2000, "x" * 2001),
        (QuestionKind.YES_NO, False, "no"),
        (QuestionKind.SEVERAL, [1, 3], [1, 9]),
        (QuestionKind.SCALE, 5, 6),
    ],
)
def test_each_kind_of_question_takes_its_own_answers(kind, right, wrong):
    gathering = make_gathering()
    asked = make_question(gathering, kind)
    with pytest.raises(WrongAnswers):
        signed_up(gathering, person(answers={asked.pk: wrong}))
    party = signed_up(gathering, person(answers={asked.pk: right}))
    assert party.registrations.get().answers.get().value == right


def test_sessions_have_room_of_their_own():
    gathering = make_gathering()
    session = make_session(gathering, is_chosen=True, capacity=1)
    first = signed_up(gathering, person(sessions=[session.pk]))
    with pytest.raises(SessionUnavailable):
        signed_up(gathering, person("Ola X", sessions=[session.pk]))
    assert Party.objects.count() == 1
    cancel(first, at=NOON)
    signed_up(gathering, person("Ola X", sessions=[session.pk]))
    assert session.choices.count() == 2


def test_a_group_cannot_share_one_seat_in_a_session():
    gathering = make_gathering()
    session = make_session(gathering, is_chosen=True, capacity=1)
    with pytest.raises(SessionUnavailable):
        signed_up(
            gathering,
            person("Ada X", sessions=[session.pk]),
            person("Bo X", sessions=[session.pk]),
        )
    assert not Party.objects.exists()


def test_parallel_sessions_cannot_both_be_chosen():
    gathering = make_gathering()
    one = make_session(gathering, 9, is_chosen=True)
    other = make_session(gathering, 9, length=30, is_chosen=True)
    with pytest.raises(SessionUnavailable):
        signed_up(gathering, person(sessions=[one.pk, other.pk]))
    plenary = make_session(gathering, 11)
    with pytest.raises(SessionUnavailable):
        signed_up(gathering, person(sessions=[plenary.pk]))


def test_who_waits_wishes_and_the_wish_falls_if_the_session_fills():
    gathering = make_gathering(capacity=1)
    session = make_session(gathering, is_chosen=True, capacity=1)
    first = signed_up(gathering, person("Ada X"))
    waiting = signed_up(gathering, person("Bo X", sessions=[session.pk]))
    change(first.registrations.get(), person("Ada X", sessions=[session.pk]), at=NOON)
    edit_gathering(gathering, {"capacity": 2}, at=NOON, by="")
    assert statuses(waiting) == [CONFIRMED]
    assert list(waiting.registrations.get().sessions.all()) == []
    assert str(session.title) in Letter.objects.get(kind="gathering_moved_up").text


def test_a_change_is_kept_and_confirmed_but_the_region_stays():
    gathering = make_gathering()
    asked = make_question(gathering, QuestionKind.TEXT)
    session = make_session(gathering, is_chosen=True, capacity=1)
    party = signed_up(
        gathering, person(region="liten", answers={asked.pk: "før"}, sessions=[session.pk])
    )
    registration = party.registrations.get()
    changed = person("Kari Ny", region="stor", answers={asked.pk: "etter"}, sessions=[session.pk])
    change(registration, changed, at=NOON)
    registration.refresh_from_db()
    assert (registration.name, registration.region) == ("Kari Ny", "liten")
    assert registration.answers.get().value == "etter"
    change(registration, person("Kari Ny"), at=NOON)
    assert not registration.answers.exists()
    assert not registration.sessions.exists()
    assert letters(party) == ["gathering_confirmed", "gathering_changed", "gathering_changed"]


def test_what_is_cancelled_or_over_is_not_changed():
    gathering = make_gathering()
    party = signed_up(gathering)
    with pytest.raises(RegistrationClosed):
        cancel(party, at=NOON + timedelta(days=365))
    cancel(party, at=NOON)
    with pytest.raises(WrongState):
        change(party.registrations.get(), person(), at=NOON)


def test_more_than_may_come_together_are_refused():
    gathering = make_gathering(largest_party=2)
    with pytest.raises(WrongState):
        signed_up(gathering, *(person(f"Nr{n} X") for n in range(3)))


def test_letters_are_in_the_receivers_language_and_carry_the_link():
    gathering = make_gathering()
    signed_up(gathering, language="en")
    letter = Letter.objects.get()
    assert letter.language == "en"
    assert "Haustsamling en" in letter.subject
    assert "/en/prove/samling/haustsamling/pamelding/" in letter.text
    assert "Kari Nordmann" in letter.text


class ListIsFair(TestCase):
    """Whatever happens in whatever order, places are used and nobody is passed by who fits."""

    acts = st.lists(
        st.one_of(
            st.tuples(st.just("register"), st.integers(1, 3), st.sampled_from(["", "a", "b"])),
            st.tuples(st.just("cancel"), st.integers(0, 9), st.just("")),
        ),
        max_size=14,
    )

    @settings(max_examples=25, deadline=None)
    @given(acts=acts, capacity=st.integers(0, 5), quota=st.one_of(st.none(), st.integers(0, 3)))
    def test_at_rest_nobody_who_waits_fits(self, acts, capacity, quota):
        gathering = make_gathering(capacity=capacity, default_quota=quota)
        parties = []
        for act, number, region in acts:
            if act == "register":
                people = [person(f"P{n} X", region=region) for n in range(number)]
                parties.append(signed_up(gathering, *people))
            elif parties:
                cancel(parties[number % len(parties)], at=NOON)
        placed = Registration.objects.filter(gathering=gathering, status=CONFIRMED)
        assert placed.count() <= capacity
        for region in ("a", "b"):
            assert quota is None or placed.filter(region=region).count() <= quota
        for party in parties:
            assert len(set(statuses(party))) == 1
            waiting = party.registrations.filter(status=WAITING)
            if waiting:
                region, size = waiting[0].region, len(waiting)
                fits = placed.count() + size <= capacity
                quota_fits = (
                    not region
                    or quota is None
                    or placed.filter(region=region).count() + size <= quota
                )
                assert not (fits and quota_fits)
