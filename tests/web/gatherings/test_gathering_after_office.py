"""The office's pages around a gathering: quotas, letters to all, what remains, evaluation."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from tests.factories.network import (
    make_question,
    make_session,
    person,
    signed_up,
)
from tests.web.gatherings.browser import nynorsk

from byregion.mail.models import Letter
from byregion.network.enums import FormKind, QuestionKind
from byregion.network.models import Evaluation, Material

pytestmark = pytest.mark.django_db


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
