"""What is sent by Django's own means comes to the outbox, and goes out from there."""

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.test import override_settings
from tests.factories.people import make_person

from byregion.knowledge.domain.editors import admit, editors
from byregion.knowledge.domain.stories import propose
from byregion.knowledge.domain.tree import set_up_tree
from byregion.mail.domain.outbox import send_due
from byregion.mail.models import Letter
from byregion.people.enums import Role
from byregion.programme.bundle import EMBEDDED
from byregion.programme.domain.bundle import import_bundle

pytestmark = pytest.mark.django_db
OURS = "byregion.mail.backend.OutboxBackend"
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


def test_a_message_is_a_letter_for_each_receiver():
    with override_settings(EMAIL_BACKEND=OURS):
        send_mail("Eit\temne", "Hei & <hopp>", None, ["a@example.org", "b@example.org"])
        both = EmailMultiAlternatives("Emne", "Tekst", to=["c@example.org"])
        both.attach_alternative("<p>Tekst</p>", "text/html")
        both.send()
    first, _second, third = Letter.objects.order_by("pk")
    assert [one.to_address[0] for one in Letter.objects.order_by("pk")] == ["a", "b", "c"]
    assert (first.subject, first.text) == ("Eit emne", "Hei & <hopp>")
    assert "Hei &amp; &lt;hopp&gt;" in first.html
    assert third.html == "<p>Tekst</p>"
    assert django_mail.outbox == []


def test_what_leaves_the_outbox_does_not_come_back():
    with override_settings(EMAIL_BACKEND=OURS, MAIL_DELIVERY=LOCMEM, EMAIL_HOST_SET=True):
        send_mail("Emne", "Tekst", None, ["a@example.org"])
        letter = Letter.objects.get()
        assert send_due(at=letter.due_at).sent == 1
    assert Letter.objects.count() == 1
    assert [sent.to for sent in django_mail.outbox] == [["a@example.org"]]


def test_an_editor_is_told_by_a_letter_in_the_outbox_that_a_story_waits(
    django_capture_on_commit_callbacks,
):
    programme = import_bundle(EMBEDDED).programme
    set_up_tree("http://testserver")
    editors()
    editor, leader = make_person(Role.OPERATOR), make_person(name="Kari")
    admit(editor)
    texts = dict.fromkeys(("summary", "aims", "results", "advice", "next_work"), "Ord.")
    with (
        override_settings(EMAIL_BACKEND=OURS),
        django_capture_on_commit_callbacks(execute=True),
    ):
        region = programme.regions.first()
        propose(region, texts, language="nn", by=leader, at=editor.joined_at)
    letter = Letter.objects.get()
    assert letter.to_address == editor.email
    assert region.name in letter.subject
