"""Answers by e-mail: posted as if written on the page, refused in words, or ignored."""

import base64
import io
import sys
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from tests.factories.groups import make_group, make_question, make_thread, member
from tests.factories.people import NOON

from byregion.audit.models import Event
from byregion.config.env import BadEnvironment, Env
from byregion.mail.models import Letter
from byregion.network import reply_addresses
from byregion.network.domain.digests import send_digests
from byregion.network.domain.groups import close_group
from byregion.network.domain.replying import LARGEST, Outcome, receive
from byregion.network.incoming import read, without_quotation
from byregion.network.models import NetworkAnswer, Post
from byregion.people.domain.roles import end_role
from byregion.people.models import RoleAssignment

DAY = timedelta(days=1)
QUOTED = """Slik gjer vi det i sør.

Hilsen Siri

Den tor. 5. mai 2026 kl. 12:00 skrev Byregion <byregion@example.no>:
> ##- Skriv svaret over denne linja -##
>
> Nord spør om noko.
"""


@pytest.fixture(autouse=True)
def _is_on(settings):
    settings.REPLY_ADDRESS = "svar@example.no"


@pytest.fixture
def siri(db):
    return member("sor", name="Siri Sør", email="siri@example.no", language="nn")


@pytest.fixture
def thread(siri):
    return make_thread(make_group(), member("nord", name="Nils Nord"))


def letter(to, text=QUOTED, *, sender="Siri <Siri@example.no>", number="1", **headers):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "Re: Eit spørsmål"
    message["Message-ID"] = f"<{number}@example.no>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def take(message, *, to="", at=NOON + DAY):
    raw = message if isinstance(message, bytes) else message.as_bytes()
    return receive(raw, to=to, at=at)


def answers(thread):
    return [post.text for post in thread.posts.all()][1:]


def refusal():
    return Letter.objects.get(kind="reply_refused")


def test_an_answer_is_posted_without_what_was_quoted_and_once(siri, thread):
    message = letter(reply_addresses.for_thread(thread, siri))
    assert take(message) == Outcome.POSTED
    assert take(message, at=NOON + 2 * DAY) == Outcome.POSTED
    assert answers(thread) == ["Slik gjer vi det i sør.\n\nHilsen Siri"]
    post = Post.objects.get(author=siri)
    event = Event.objects.get(act="post.written", subject_key=str(post.pk))
    assert event.actor == str(siri.key)
    assert event.details == {"group": str(thread.group.key), "by_mail": True}
    assert not Letter.objects.filter(kind__startswith="reply").exists()


def test_the_address_survives_lower_and_upper_case_and_may_stand_in_the_envelope(siri, thread):
    address = reply_addresses.for_thread(thread, siri)
    assert len(address.partition("@")[0]) <= 64
    assert take(letter(address.upper())) == Outcome.POSTED
    assert take(letter("liste@example.no", number="2"), to=address) == Outcome.POSTED
    assert take(letter("liste@example.no", number="3", Delivered_To=address)) == Outcome.POSTED
    assert len(answers(thread)) == 3


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_any_encoding_is_read(siri, thread, encoding, charset):
    message = letter(reply_addresses.for_thread(thread, siri))
    message.set_content("Blåbær på tunet", charset=charset, cte=encoding)
    take(message)
    assert answers(thread) == ["Blåbær på tunet"]


def test_html_alone_is_read_as_words(siri, thread):
    message = letter(reply_addresses.for_thread(thread, siri))
    message.set_content(
        "<style>p{color:red}</style><p>Hei &amp; takk</p>"
        "<div>Vi har <b>tre</b> hus.<br>Og eitt.</div>"
        "<script>alert(1)</script><blockquote><p>##- Skriv over -##</p><p>Gamalt</p></blockquote>",
        subtype="html",
    )
    take(message)
    assert answers(thread) == ["Hei & takk\n\nVi har tre hus.\nOg eitt."]


@pytest.mark.parametrize("charset", ["x-unknown", "utf-8"])
def test_what_cannot_be_decoded_does_no_harm(siri, thread, charset):
    address = reply_addresses.for_thread(thread, siri)
    head = f"From: siri@example.no\r\nTo: {address}\r\nContent-Type: text/plain; charset={charset}"
    assert take(head.encode() + b"\r\n\r\nBl\xe5b\xe6r\x00 her\r\n") == Outcome.POSTED
    assert answers(thread)[0].endswith(" her")
    assert "\x00" not in answers(thread)[0]


def test_a_forged_address_is_ignored_and_nobody_is_written_to(siri, thread):
    other = member("nord", name="Nora", email="nora@example.no")
    address = reply_addresses.for_thread(thread, siri)
    forged = [
        address.replace(f"-{siri.pk}-", f"-{other.pk}-"),
        address.replace(f"+t{thread.pk}-", f"+t{thread.pk + 1}-"),
        address.replace("@example.no", "@example.com"),
        "svar+t1-1-@example.no",
        "svar@example.no",
        "",
    ]
    assert {take(letter(each)) for each in forged} == {Outcome.IGNORED}
    assert answers(thread) == []
    assert not Letter.objects.exists()


def test_only_the_one_it_was_written_to_may_answer(siri, thread):
    message = letter(reply_addresses.for_thread(thread, siri), sender="nora@example.no")
    assert take(message) == Outcome.REFUSED
    assert refusal().to_address == siri.email
    assert "ei anna adresse" in refusal().text
    assert answers(thread) == []


def test_who_has_lost_access_is_told_so_in_their_language(siri, thread):
    siri.language = "nb"
    siri.save()
    end_role(RoleAssignment.objects.get(person=siri), by=siri, at=NOON)
    message = letter(reply_addresses.for_thread(thread, siri))
    assert take(message) == Outcome.REFUSED
    assert take(message) == Outcome.REFUSED
    assert answers(thread) == []
    assert "ikke lenger tilgang" in refusal().text
    assert "Slik gjer vi det i sør." in refusal().text
    assert refusal().headers == {"Auto-Submitted": "auto-replied"}
    event = Event.objects.filter(act="reply.refused").first()
    assert event.details == {"reason": "access"}


def test_a_closed_group_and_a_deleted_thread_refuse(siri, thread):
    close_group(thread.group, by=siri, at=NOON)
    assert take(letter(reply_addresses.for_thread(thread, siri))) == Outcome.REFUSED
    assert "lukka" in refusal().text
    address = reply_addresses.for_thread(thread, siri)
    thread.delete()
    assert take(letter(address, number="2")) == Outcome.REFUSED


def test_who_has_left_altogether_is_ignored(siri, thread):
    message = letter(reply_addresses.for_thread(thread, siri))
    siri.is_active = False
    siri.save()
    assert take(message) == Outcome.IGNORED


@pytest.mark.parametrize(
    ("text", "says"),
    [("a" * 10_001, "10 000"), ("> ##- Skriv -##\n> berre sitat", "ingen ord"), ("", "ingen ord")],
)
def test_too_long_and_empty_are_refused(siri, thread, text, says):
    assert take(letter(reply_addresses.for_thread(thread, siri), text)) == Outcome.REFUSED
    assert says in refusal().text.replace("\u00a0", " ")
    assert answers(thread) == []


def test_a_huge_letter_is_refused_and_not_read(siri, thread):
    message = letter(reply_addresses.for_thread(thread, siri)).as_bytes()
    assert take(message + b"x" * LARGEST) == Outcome.REFUSED
    assert "10 MB" in refusal().text


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied; vacation"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<liste.example.no>"},
    ],
)
def test_what_a_machine_wrote_is_ignored(siri, thread, headers):
    message = letter(reply_addresses.for_thread(thread, siri), "Eg er på ferie.", **headers)
    assert take(message) == Outcome.IGNORED
    assert answers(thread) == []
    assert not Letter.objects.exists()


def test_auto_submitted_no_is_a_person(siri, thread):
    message = letter(reply_addresses.for_thread(thread, siri), "Hei", Auto_Submitted="no")
    assert take(message) == Outcome.POSTED


def test_attachments_are_not_kept_and_the_sender_is_told(siri, thread):
    message = letter(reply_addresses.for_thread(thread, siri), "Sjå vedlegget.")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="a.pdf")
    assert take(message) == Outcome.POSTED
    assert take(message) == Outcome.POSTED
    assert answers(thread) == ["Sjå vedlegget."]
    told = Letter.objects.get(kind="reply_without_attachments")
    assert f"/trad/{thread.pk}/" in told.text


def test_a_question_is_answered_for_the_network_alone(siri):
    question = make_question(member("nord"), is_public=True)
    message = letter(reply_addresses.for_question(question, siri))
    assert take(message) == Outcome.POSTED
    assert take(message) == Outcome.POSTED
    made = NetworkAnswer.objects.get()
    assert (made.text[:22], made.region, made.language) == ("Slik gjer vi det i sør", "sor", "nn")
    assert not made.may_be_public, "that everyone may read it is for the writer to say"
    told = Letter.objects.get(kind="question_answered")
    assert told.headers["Reply-To"] == reply_addresses.for_question(question, question.asked_by)


def test_a_hidden_question_and_another_programmes_cannot_be_answered(siri):
    question = make_question(member("nord"))
    question.hidden_at = NOON
    question.save()
    assert take(letter(reply_addresses.for_question(question, siri))) == Outcome.REFUSED
    other = make_question(member("nord", programme="anna"), programme="anna")
    address = reply_addresses.for_question(other, siri)
    assert take(letter(address, number="2")) == Outcome.REFUSED
    assert not NetworkAnswer.objects.exists()


def test_letters_carry_the_address_and_a_line_to_write_above(siri, thread):
    question = make_question(member("nord"), title="Korleis finn de lokale?")
    assert send_digests(at=NOON + DAY)
    told = Letter.objects.get(kind="group_digest", to_address=siri.email)
    assert told.text.startswith("##- ")
    assert reply_addresses.for_thread(thread, siri) in told.text
    assert reply_addresses.for_question(question, siri) in told.text
    assert told.headers["Reply-To"] == reply_addresses.for_digest(siri)
    assert take(letter(told.headers["Reply-To"])) == Outcome.REFUSED
    assert "fleire saker" in refusal().text


def test_a_digest_about_one_thing_is_answered_straight(siri, thread):
    send_digests(at=NOON + DAY)
    told = Letter.objects.get(kind="group_digest", to_address=siri.email)
    answer = f"Ja!\n\n> {told.text}".replace("\n", "\n> ").replace("Ja!\n> ", "Ja!\n")
    assert take(letter(told.headers["Reply-To"], answer)) == Outcome.POSTED
    assert answers(thread) == ["Ja!"]


def test_without_the_setting_letters_are_as_before_and_nothing_is_taken(settings, siri, thread):
    address = reply_addresses.for_thread(thread, siri)
    settings.REPLY_ADDRESS = ""
    send_digests(at=NOON + DAY)
    told = Letter.objects.get(kind="group_digest", to_address=siri.email)
    assert "##-" not in told.text
    assert told.headers == {}
    assert take(letter(address)) == Outcome.IGNORED
    with pytest.raises(CommandError, match="BYREGION_REPLY_ADDRESS"):
        call_command("receive_mail")


def piped(monkeypatch, raw):
    stdin = io.TextIOWrapper(io.BytesIO(raw))
    monkeypatch.setattr(sys, "stdin", stdin)


def test_the_command_takes_a_letter_from_the_pipe(siri, thread, monkeypatch, capsys):
    piped(monkeypatch, letter("x@example.no", "Hei frå røyret").as_bytes())
    call_command("receive_mail", to=reply_addresses.for_thread(thread, siri))
    assert capsys.readouterr().out == "posted\n"
    assert answers(thread) == ["Hei frå røyret"]


def test_the_mail_server_tries_again_where_the_database_is_away(thread, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("gone")

    piped(monkeypatch, b"")
    monkeypatch.setattr("byregion.network.management.commands.receive_mail.receive", fail)
    with pytest.raises(SystemExit) as stop:
        call_command("receive_mail")
    assert stop.value.code == 75


@pytest.mark.parametrize("address", ["svar", "svar+a@example.no", "s" * 20 + "@example.no", "a@b"])
def test_an_address_that_cannot_be_used_stops_the_start(address, tmp_path):
    values = {"BYREGION_DATA": str(tmp_path), "BYREGION_SECRET_KEY": "x"}
    with pytest.raises(BadEnvironment, match="BYREGION_REPLY_ADDRESS"):
        Env.read({**values, "BYREGION_REPLY_ADDRESS": address})
    assert Env.read({**values, "BYREGION_REPLY_ADDRESS": "svar@example.no"}).reply_address


def test_an_old_key_still_opens(settings, siri, thread):
    address = reply_addresses.for_thread(thread, siri)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "ny"
    assert take(letter(address)) == Outcome.POSTED


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ja\n\nOn Mon, 3 May 2026 at 10:00, Byregion\n<a@b.no>\nwrote:\n> x", "Ja"),
        ("Ja\n\nFrå: Byregion\nSendt: måndag\nTil: Siri\n\nGamalt", "Ja"),
        ("Ja\n\nFrom: Byregion <a@b.no>\nDate: Monday\n\nGamalt", "Ja"),
        ("Ja\n\n-----Opprinnelig melding-----\nGamalt", "Ja"),
        ("Ja\n________________________________\nGamalt", "Ja"),
        ("Ja\n-- \nSiri Sør\nPlanleggjar", "Ja"),
        ("Ja\n> de spurde\nNei", "Ja\nNei"),
        ("Frå: vi til dykk\nDette er teksten", "Frå: vi til dykk\nDette er teksten"),
        ("Ho skreiv det slik:\n- ein\n- to", "Ho skreiv det slik:\n- ein\n- to"),
        ("Ja\r\n\r\n\r\n\r\nNei\r\n", "Ja\n\nNei"),
    ],
)
def test_quotations_go_and_ones_own_words_stay(text, kept):
    assert without_quotation(text) == kept


def test_broken_letters_are_read_as_far_as_they_go():
    for raw in (
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: multipart/mixed\r\n\r\n--",
        b"From: <<>>;\n\nx",
    ):
        assert read(raw).where_to == ()
    nested = EmailMessage()
    nested.set_content("Hei")
    nested.add_alternative(f"<p>{base64.b64encode(b'x').decode()}</p>", subtype="html")
    assert read(nested.as_bytes()).text == "Hei"
    assert not read(nested.as_bytes()).has_attachments
