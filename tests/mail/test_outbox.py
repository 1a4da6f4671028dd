"""Letters: queued with the act, once; sent after it, patiently; the same in text and HTML."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.core.management import call_command
from django.db import transaction

from byregion.mail.domain import outbox
from byregion.mail.domain.outbox import Receiver, forget, queue, send_due
from byregion.mail.enums import LetterStatus
from byregion.mail.models import Letter
from byregion.mail.writing import as_html, write

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
KARI = Receiver("kari@example.org", "nn", "key-of-kari")


@pytest.fixture
def letter_template(settings, tmp_path):
    (tmp_path / "mail").mkdir()
    path = tmp_path / "mail" / "test.txt"
    path.write_text(
        "Hello {{ name }}\n\nYou are <in>.\n\nhttps://example.org/a?b=1&c=2\n\n- one\n- two\n"
    )
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path]}
    ]
    return "mail/test.txt"


@pytest.fixture
def mail_server(settings):
    settings.EMAIL_HOST_SET = True


def test_text_and_html_say_the_same(letter_template):
    written = write(letter_template, {"name": "Kari"}, "nn")
    assert written.subject == "Hello Kari"
    assert written.text.startswith("You are <in>.")
    assert "You are &lt;in&gt;." in written.html
    assert '<a href="https://example.org/a?b=1&amp;c=2"' in written.html
    assert "<ul><li>one</li><li>two</li></ul>" in written.html
    assert '<html lang="nn">' in written.html


def test_html_links_addresses_inside_a_line_and_escapes_the_rest():
    html = as_html("See https://example.org/x & <b>", "en")
    assert '<a href="https://example.org/x">https://example.org/x</a> &amp; &lt;b&gt;' in html


@pytest.mark.django_db
class TestOutbox:
    def send(self, template, key="k1", **more):
        return queue(template, to=KARI, key=key, at=NOON, context={"name": "Kari"}, **more)

    def test_the_same_key_is_queued_once(self, letter_template):
        assert self.send(letter_template).pk == self.send(letter_template).pk
        assert Letter.objects.count() == 1

    def test_a_letter_falls_with_its_act(self, letter_template):
        with transaction.atomic():
            self.send(letter_template)
            transaction.set_rollback(True)
        assert Letter.objects.count() == 0

    def test_without_a_mail_server_letters_are_kept(self, letter_template, settings):
        settings.EMAIL_HOST_SET = False
        self.send(letter_template)
        assert send_due(at=NOON).kept == 1
        assert Letter.objects.get().status == LetterStatus.KEPT
        assert django_mail.outbox == []

    def test_a_letter_is_sent_once_with_both_forms(self, letter_template, mail_server):
        self.send(letter_template, headers={"List-Unsubscribe": "<https://example.org/u>"})
        assert send_due(at=NOON).sent == 1
        assert send_due(at=NOON).sent == 0
        (sent,) = django_mail.outbox
        assert sent.to == ["kari@example.org"]
        assert sent.alternatives[0].mimetype == "text/html"
        assert sent.extra_headers["List-Unsubscribe"] == "<https://example.org/u>"

    def test_a_failed_letter_is_put_off_and_at_last_given_up(
        self, letter_template, mail_server, monkeypatch
    ):
        self.send(letter_template)

        def refuse(self):
            raise ConnectionRefusedError

        monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        at = NOON
        for attempt, minutes in enumerate(outbox.PATIENCE, start=1):
            assert send_due(at=at).failed == 1
            letter = Letter.objects.get()
            assert (letter.attempts, letter.status) == (attempt, LetterStatus.QUEUED)
            assert letter.due_at == at + timedelta(minutes=minutes)
            assert send_due(at=at).failed == 0
            at = letter.due_at
        send_due(at=at)
        assert Letter.objects.get().status == LetterStatus.FAILED
        assert Letter.objects.get().problem == "ConnectionRefusedError"

    def test_a_claimed_letter_comes_up_again_if_its_worker_died(self, letter_template, mail_server):
        self.send(letter_template)
        outbox._claimed(NOON, 10)
        assert send_due(at=NOON).sent == 0
        assert send_due(at=NOON + outbox.CLAIM).sent == 1

    def test_a_letter_that_can_not_be_written_down_holds_up_no_other(
        self, letter_template, mail_server
    ):
        queue(letter_template, to=Receiver("a@b\nBcc: c@d", "nn"), key="k0", at=NOON)
        self.send(letter_template)
        tally = send_due(at=NOON)
        assert (tally.sent, tally.failed) == (1, 1)
        assert Letter.objects.get(key="k0").problem == "BadHeaderError"
        assert [sent.to for sent in django_mail.outbox] == [["kari@example.org"]]

    def test_all_that_is_claimed_at_once_may_time_out_before_another_claims_it(self, settings):
        assert timedelta(seconds=outbox.AT_ONCE * settings.EMAIL_TIMEOUT) <= outbox.CLAIM

    def test_the_command_sends_all_a_part_at_a_time(
        self, letter_template, mail_server, monkeypatch, capsys
    ):
        for number in range(7):
            self.send(letter_template, key=f"k{number}")
        monkeypatch.setattr(send_due, "__kwdefaults__", {"limit": 3})
        call_command("send_mail")
        assert capsys.readouterr().out == "7 sent, 0 kept in the outbox, 0 put off\n"
        call_command("send_mail")
        assert capsys.readouterr().out == "0 sent, 0 kept in the outbox, 0 put off\n"
        assert len(django_mail.outbox) == 7

    def test_forgetting_finds_letters_by_person_and_by_address(self, letter_template):
        self.send(letter_template)
        self.send(letter_template, key="k2")
        queue(letter_template, to=Receiver("ola@example.org", "nb"), key="k3", at=NOON)
        assert forget(person="key-of-kari", addresses=[]) == 2
        assert forget(person="", addresses=["ola@example.org"]) == 1
