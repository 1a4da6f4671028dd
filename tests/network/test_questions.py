"""Questions to the network, and when they become advice that everyone may read."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.factories.groups import make_question, member, operator
from tests.factories.people import NOON

from byregion.audit.models import Event
from byregion.mail.models import Letter
from byregion.network.domain import questions
from byregion.network.domain.questions import Answered
from byregion.network.domain.refusal import WrongState
from byregion.network.models import NetworkQuestion
from byregion.people.domain import own_data

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


def answered(question, by, *, text="Spør banken.", may_be_public=True, form_key=None):
    said = Answered(region="sor", text=text, language="nn", may_be_public=may_be_public)
    return questions.answer(question, said, form_key=form_key or uuid4(), by=by, at=LATER)


def is_advice(question):
    question.refresh_from_db()
    listed = NetworkQuestion.objects.advice().filter(pk=question.pk).exists()
    assert listed == question.is_advice
    return listed


def test_a_question_is_asked_with_themes_and_noted():
    by = member()
    question = make_question(by, themes=["reiseliv", "naering", "reiseliv"])
    assert [row.theme for row in question.themes.all()] == ["naering", "reiseliv"]
    event = Event.objects.get(act="question.asked")
    assert event.subject_key == str(question.key)
    assert event.details == {}


def test_who_asked_is_told_of_an_answer_but_not_of_their_own():
    by = member(language="en")
    question = make_question(by)
    answered(question, member("sor"))
    answered(question, by)
    letter = Letter.objects.get()
    assert letter.to_address == by.email
    assert "Spør banken." in letter.text
    assert letter.subject == "Answered: Korleis finn de lokale?"
    assert f"/en/kontor/sporsmal/{question.pk}/" in letter.text
    question.refresh_from_db()
    assert question.latest_at == LATER


def test_a_form_sent_twice_is_one_answer():
    question, by, form = make_question(member()), member("sor"), uuid4()
    assert answered(question, by, form_key=form) == answered(question, by, form_key=form)
    assert question.answers.count() == 1


def test_it_is_advice_when_asker_and_answerer_let_it_be_and_an_answer_helped():
    by, other = member(), member("sor")
    question = make_question(by, is_public=True)
    answer = answered(question, other)
    assert not is_advice(question)
    questions.accept(question, answer, by=by, at=LATER)
    assert is_advice(question)
    questions.edit_answer(answer, "Spør banken.", may_be_public=False, by=other, at=LATER)
    assert not is_advice(question)
    questions.edit_answer(answer, "Spør banken.", may_be_public=True, by=other, at=LATER)
    questions.set_public(question, is_public=False, by=by, at=LATER)
    assert not is_advice(question)
    questions.set_public(question, is_public=True, by=by, at=LATER)
    questions.hide(question, why="Ikkje vårt", by=operator(), at=LATER)
    assert not is_advice(question)
    questions.show_again(question, by=operator(), at=LATER)
    assert is_advice(question)
    questions.accept(question, None, by=by, at=LATER)
    assert not is_advice(question)


def test_a_deleted_answer_helps_nobody():
    by, other = member(), member("sor")
    question = make_question(by, is_public=True)
    answer = answered(question, other)
    questions.accept(question, answer, by=by, at=LATER)
    questions.delete_answer(answer, by=other, at=LATER)
    assert not is_advice(question)
    answer.refresh_from_db()
    assert answer.text == ""
    assert question.answers.count() == 1
    with pytest.raises(WrongState):
        questions.accept(question, answer, by=by, at=LATER)
    with pytest.raises(WrongState):
        questions.edit_answer(answer, "Att", may_be_public=True, by=other, at=LATER)


def test_what_is_anothers_is_left_alone():
    by, other = member(), member("sor")
    question = make_question(by)
    answer = answered(question, other)
    for act in (
        lambda: questions.edit_answer(answer, "X", may_be_public=True, by=by, at=LATER),
        lambda: questions.delete_answer(answer, by=by, at=LATER),
        lambda: questions.accept(question, answer, by=other, at=LATER),
        lambda: questions.set_public(question, is_public=True, by=operator(), at=LATER),
    ):
        with pytest.raises(WrongState):
            act()
    questions.accept(question, answer, by=operator(), at=LATER)
    questions.delete_answer(answer, by=operator(), at=LATER)
    assert Event.objects.get(act="answer.deleted").details == {"answer": answer.pk, "own": False}


def test_a_hidden_question_takes_no_answers():
    question = make_question(member())
    questions.hide(question, why="Personleg", by=operator(), at=LATER)
    with pytest.raises(WrongState):
        answered(question, member("sor"))


def test_a_moderator_sorts_it_under_other_themes():
    question = make_question(member(), themes=["reiseliv"])
    questions.sort_under(question, ["naering"], by=operator(), at=LATER)
    assert [row.theme for row in question.themes.all()] == ["naering"]


def test_who_asked_and_answered_is_told_what_is_kept_and_let_go_of():
    by, other = member(), member("sor")
    question = make_question(by)
    answer = answered(question, other)
    kept = own_data.export(other, at=NOON)["groups"]
    assert [row["text"] for row in kept["answers"]] == ["Spør banken."]
    own_data.erase(other, by=other, at=NOON)
    own_data.erase(by, by=by, at=NOON)
    answer.refresh_from_db(), question.refresh_from_db()
    assert (answer.answered_by, question.asked_by) == (None, None)
    assert answer.text == "Spør banken."
