"""The office's pages about a gathering's programme and its two forms."""

from uuid import uuid4

import pytest
from tests.factories.network import (
    NOON,
    make_session,
    person,
    signed_up,
)
from tests.web.gatherings.browser import nynorsk

from byregion.network.domain.evaluation import evaluate
from byregion.network.models import Question, Session

pytestmark = pytest.mark.django_db


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
    refused = operator.post("/en" + act, {"act": "remove"}, follow=True)
    assert "Somebody has answered it." in refused.text
    assert "Delete the answers too" in refused.text
    assert Question.objects.count() == 3
    operator.post(act, {"act": "remove", "with_answers": "on"})
    assert Question.objects.count() == 2


def test_sessions_are_asked_about_by_name_once_there_is_a_programme(operator, gathering):
    ready = nynorsk("office:question-ready-made", args=[gathering.pk, "evaluering"])
    assert "Lag programmet først" in operator.post(ready, {"name": "sessions"}, follow=True).text
    for hour, title in ((9, "Bustad"), (11, "Buss")):
        make_session(gathering, hour, title=title)
    make_session(gathering, 12, title="Lunsj", kind="break")
    for _twice in range(2):
        operator.post(ready, {"name": "sessions"})
    asked = Question.objects.get(form="evaluation")
    assert asked.options_nn.splitlines() == ["Bustad nn", "Buss nn"]
    assert asked.options_en.splitlines() == ["Bustad en", "Buss en"]
    evaluate(gathering, {asked.pk: [2]}, form_key=uuid4(), at=NOON.replace(month=9, day=16))
    shown = operator.get(nynorsk("office:gathering-evaluation", args=[gathering.pk])).text
    assert "Kva postar hadde du nytte av?" in shown
    assert "Buss nn" in shown
