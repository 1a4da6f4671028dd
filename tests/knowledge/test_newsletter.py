"""The newsletter: asked for, proved, made, sent once to each, ended and forgotten."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.management import call_command
from tests.factories.network import make_gathering
from tests.factories.people import NOON, make_person

from byregion.audit.models import Event
from byregion.knowledge import newsletter_addresses as addresses
from byregion.knowledge.domain import newsletter, subscriptions
from byregion.knowledge.models import (
    NewsletterIssue,
    Subscriber,
    SubscriptionRequest,
)
from byregion.knowledge.newsletter_writing import OWN_ADDRESS
from byregion.knowledge.queries.newsletter import content
from byregion.mail.domain.outbox import send_due
from byregion.mail.enums import LetterStatus
from byregion.mail.models import Letter
from byregion.network.enums import GatheringStatus
from byregion.people.domain import own_data, retention
from byregion.people.enums import Role

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)
TITLES = {"title_nn": "Nytt i haust", "title_nb": "Nytt i høst", "title_en": "News of autumn"}
GREETINGS = {"greeting_nn": "Hei\n\nalle", "greeting_nb": "Hei", "greeting_en": "Hello"}


@pytest.fixture
def editor(db):
    return make_person(Role.OPERATOR)


def subscriber(name="kari", language="nn", at=NOON):
    return Subscriber.objects.create(
        address=f"{name}@example.org", language=language, confirmed_at=at
    )


def make_issue(editor, **texts):
    return newsletter.make_issue({**TITLES, **GREETINGS, **texts}, by=editor, at=NOON)


def sent(editor, issue=None):
    issue = issue or make_issue(editor)
    newsletter.send_issue(issue, by=editor, at=LATER)
    newsletter.queue_letters(issue, at=LATER)
    return issue


def ask(address="kari@example.org", language="nn", at=NOON):
    subscriptions.ask(address, language=language, at=at)
    return SubscriptionRequest.objects.filter(address=address.lower()).first()


# Asking


def test_nobody_subscribes_by_being_written_in_a_form():
    request = ask("Kari@Example.org")
    assert not Subscriber.objects.exists()
    letter = Letter.objects.get()
    assert letter.to_address == "kari@example.org"
    assert addresses.confirm_page(request) in letter.text
    assert letter.secret == addresses.confirm_page(request)


def test_a_form_sent_again_and_again_is_one_letter_an_hour():
    for minutes in (0, 10, 59):
        ask(at=NOON + timedelta(minutes=minutes))
    assert Letter.objects.count() == 1
    ask(at=NOON + timedelta(minutes=61))
    assert Letter.objects.count() == 2
    assert SubscriptionRequest.objects.count() == 1


def test_the_link_makes_a_subscriber_once():
    request = ask(language="en")
    made = subscriptions.confirm(request.key, at=LATER)
    assert (made.address, made.language, made.confirmed_at) == ("kari@example.org", "en", LATER)
    assert not SubscriptionRequest.objects.exists()
    with pytest.raises(subscriptions.NothingToConfirm):
        subscriptions.confirm(request.key, at=LATER)
    event = Event.objects.get(act="subscription.confirmed")
    assert event.subject_key == str(made.key)
    assert "kari" not in str(event.details)


def test_saying_yes_anew_changes_the_language_and_makes_no_second_subscriber():
    known = subscriber()
    request = ask(language="en")
    assert subscriptions.confirm(request.key, at=LATER) == known
    known.refresh_from_db()
    assert (known.language, known.confirmed_at) == ("en", NOON)


def test_a_link_is_good_for_three_days():
    request = ask()
    with pytest.raises(subscriptions.NothingToConfirm):
        subscriptions.confirm(request.key, at=NOON + subscriptions.OPEN)
    assert not Subscriber.objects.exists()


def test_an_old_link_is_no_good_when_a_new_letter_was_asked_for():
    old = ask().key
    ask(at=LATER)
    with pytest.raises(subscriptions.NothingToConfirm):
        subscriptions.confirm(old, at=LATER)


def test_addresses_that_nobody_confirmed_are_forgotten_with_their_letters():
    ask("a@example.org")
    ask("b@example.org", at=NOON + timedelta(days=2))
    tally = retention.forget_old(at=NOON + timedelta(days=3))
    assert tally["newsletter_requests"] == 1
    assert [one.address for one in SubscriptionRequest.objects.all()] == ["b@example.org"]
    assert [letter.to_address for letter in Letter.objects.all()] == ["b@example.org"]


def test_ending_forgets_the_address_and_twice_is_once():
    one = subscriber()
    assert subscriptions.end(one.key, at=LATER)
    assert not subscriptions.end(one.key, at=LATER)
    assert not Subscriber.objects.exists()
    assert Event.objects.filter(act="subscription.ended").count() == 1


def test_a_person_is_told_what_is_kept_and_forgotten():
    person = make_person(email="kari@example.org")
    subscriber()
    ask()
    kept = own_data.export(person, at=NOON)["newsletter"]
    assert [row["address"] for row in kept] == ["kari@example.org"]
    own_data.erase(person, by=person, at=NOON)
    assert not Subscriber.objects.exists()
    assert not SubscriptionRequest.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "x:y", "3f2a77c4-9f0e-4d5b-8c11-5d7a0c2b9e10:wrong"])
def test_a_token_that_was_not_made_here_opens_nothing(token):
    for read in (addresses.requested, addresses.ended):
        with pytest.raises(addresses.NotOurs):
            read(token)


def test_a_token_to_say_yes_does_not_end_anything():
    token = addresses.confirm_page(ask()).rstrip("/").rpartition("/")[2]
    with pytest.raises(addresses.NotOurs):
        addresses.ended(token)


# Making


def test_items_stand_in_the_order_that_the_editor_chose(editor, add_article):
    issue = make_issue(editor)
    first, second = add_article("A", "a"), add_article("B", "b")
    gathering = make_gathering()
    for one in (first, second, first):
        newsletter.add_item(issue, article=one.translation_key, by=editor, at=NOON)
    newsletter.add_item(issue, gathering=gathering.key, by=editor, at=NOON)
    last = issue.items.last()
    newsletter.move_item(issue, last.pk, -1, by=editor, at=NOON)
    newsletter.move_item(issue, last.pk, -1, by=editor, at=NOON)
    newsletter.move_item(issue, last.pk, -1, by=editor, at=NOON)  # is first already
    titles = [item.title for item in content(issue, "nn").items]
    assert titles == ["Haustsamling nn", "A", "B"]
    newsletter.remove_item(issue, last.pk, by=editor, at=NOON)
    assert [item.title for item in content(issue, "nn").items] == ["A", "B"]


def test_each_language_gets_its_own_words_else_the_next_with_the_language_named(
    editor, add_article
):
    issue = make_issue(editor, greeting_en="")
    newsletter.add_item(issue, article=add_article().translation_key, by=editor, at=NOON)
    said = content(issue, "en")
    assert (said.title, said.title_language) == ("News of autumn", "en")
    assert (said.greeting, said.greeting_language) == ("Hei", "nb")
    # The article stands in for itself under the English tree, in nynorsk.
    assert said.items[0].language == "nn"
    assert said.items[0].url.startswith("http://localhost:8000/en/artikkel/")


def test_what_is_no_longer_public_is_left_out(editor, add_article):
    issue, article = make_issue(editor), add_article()
    gathering = make_gathering()
    newsletter.add_item(issue, article=article.translation_key, by=editor, at=NOON)
    newsletter.add_item(issue, gathering=gathering.key, by=editor, at=NOON)
    gathering.status = GatheringStatus.DRAFT
    gathering.save()
    for page in type(article).objects.filter(translation_key=article.translation_key):
        page.unpublish()
    assert content(issue, "nn").items == ()


# Sending


def test_everyone_gets_one_letter_in_their_language_with_a_way_out(editor):
    people = [subscriber("a", "nn"), subscriber("b", "nb"), subscriber("c", "en")]
    issue = sent(editor)
    letters = {letter.to_address: letter for letter in Letter.objects.all()}
    subjects = [letters[one.address].subject for one in people]
    assert subjects == ["Nytt i haust", "Nytt i høst", "News of autumn"]
    for one in people:
        letter, end = letters[one.address], addresses.end_page(one)
        assert end in letter.text
        assert end in letter.html
        assert OWN_ADDRESS not in letter.html
        assert letter.headers == {
            "List-Unsubscribe": f"<{end}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        assert addresses.issue_page(issue, one.language) in letter.text


def test_styles_are_written_into_the_marks_and_words_are_escaped(editor):
    subscriber("a", "en")
    sent(editor, make_issue(editor, greeting_en="<script>alert(1)</script>"))
    html = Letter.objects.get().html
    assert "<script" not in html
    assert '<h1 lang="en" style="' in html


def test_the_text_and_the_html_lead_to_the_same_places(editor, add_article):
    issue, one = make_issue(editor), subscriber("a", "nb")
    article = add_article()
    newsletter.add_item(issue, article=article.translation_key, by=editor, at=NOON)
    newsletter.add_item(issue, gathering=make_gathering().key, by=editor, at=NOON)
    sent(editor, issue)
    letter = Letter.objects.get()
    said = content(issue, "nb")
    for item in said.items:
        assert item.title in letter.text
        assert item.title in letter.html
    places = set(re.findall(r"https?://\S+", letter.text))
    assert places == set(re.findall(r'href="([^"]+)"', letter.html))
    assert places >= {item.url for item in said.items} | {addresses.end_page(one)}


def test_sent_twice_is_sent_once(editor):
    subscriber()
    issue = sent(editor)
    with pytest.raises(newsletter.CannotChange):
        newsletter.send_issue(issue, by=editor, at=LATER)
    assert newsletter.queue_letters(issue, at=LATER) == 0
    assert Letter.objects.count() == 1


def test_queueing_goes_on_where_it_stopped_and_forgets_nobody(editor, monkeypatch):
    monkeypatch.setattr(newsletter, "BATCH", 2)
    for number in range(5):
        subscriber(f"p{number}")
    issue = make_issue(editor)
    newsletter.send_issue(issue, by=editor, at=LATER)
    assert newsletter.queue_letters(issue, at=LATER, most=2) == 2
    # One ends it meanwhile; letters that have gone may be deleted by then.
    Subscriber.objects.get(address="p3@example.org").delete()
    Letter.objects.all().delete()
    assert newsletter.queue_what_waits(at=LATER) == 2
    assert {letter.to_address for letter in Letter.objects.all()} == {
        "p2@example.org",
        "p4@example.org",
    }
    issue.refresh_from_db()
    assert issue.is_queued
    assert newsletter.queue_what_waits(at=LATER) == 0


def test_a_batch_that_breaks_off_is_queued_again_whole(editor, monkeypatch):
    for number in range(3):
        subscriber(f"p{number}")
    issue = make_issue(editor)
    newsletter.send_issue(issue, by=editor, at=LATER)
    queue, calls = newsletter.queue, []

    def breaks(*args, **kwargs):
        calls.append(kwargs["key"])
        if len(calls) == 2:
            raise RuntimeError("the power went")
        return queue(*args, **kwargs)

    monkeypatch.setattr(newsletter, "queue", breaks)
    with pytest.raises(RuntimeError):
        newsletter.queue_letters(issue, at=LATER)
    assert not Letter.objects.exists()
    assert newsletter.queue_letters(issue, at=LATER) == 3
    assert Letter.objects.count() == 3


def test_who_says_yes_after_it_was_sent_gets_the_next_one(editor):
    issue = make_issue(editor)
    newsletter.send_issue(issue, by=editor, at=LATER)
    subscriber(at=LATER + timedelta(minutes=1))
    assert newsletter.queue_letters(issue, at=LATER) == 0


def test_what_was_sent_stays_as_it_was(editor, add_article):
    issue, article = make_issue(editor), add_article("Før")
    newsletter.add_item(issue, article=article.translation_key, by=editor, at=NOON)
    sent(editor, issue)
    article.title = "Etter"
    article.save()
    assert [item.title for item in content(issue, "nn").items] == ["Før"]
    refused = [
        lambda: newsletter.edit_issue(issue, TITLES, by=editor, at=LATER),
        lambda: newsletter.add_item(issue, article=uuid4(), by=editor, at=LATER),
        lambda: newsletter.remove_item(issue, 1, by=editor, at=LATER),
        lambda: newsletter.move_item(issue, 1, 1, by=editor, at=LATER),
        lambda: newsletter.delete_issue(issue, by=editor, at=LATER),
    ]
    for act in refused:
        with pytest.raises(newsletter.CannotChange):
            act()


def test_a_newsletter_that_says_nothing_is_not_sent(editor):
    empty = dict.fromkeys(GREETINGS, "")
    with pytest.raises(newsletter.CannotChange, match="seier ingenting"):
        newsletter.send_issue(make_issue(editor, **empty), by=editor, at=LATER)
    untitled = dict.fromkeys(TITLES, "")
    with pytest.raises(newsletter.CannotChange, match="tittel"):
        newsletter.send_issue(make_issue(editor, **untitled), by=editor, at=LATER)
    assert not NewsletterIssue.objects.exclude(sent_at=None).exists()


def test_a_draft_is_thrown_away(editor):
    issue = make_issue(editor)
    newsletter.delete_issue(issue, by=editor, at=NOON)
    assert not NewsletterIssue.objects.exists()


def test_a_letter_leaves_with_its_headers_and_a_bounce_is_tried_again(editor, settings):
    settings.EMAIL_HOST_SET = True
    one = subscriber()
    sent(editor)
    settings.EMAIL_BACKEND = "tests.knowledge.test_newsletter.Refuses"
    assert send_due(at=LATER).failed == 1
    letter = Letter.objects.get()
    assert (letter.status, letter.attempts) == (LetterStatus.QUEUED, 1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due(at=LATER + timedelta(minutes=2)).sent == 1
    message = mail.outbox[0].message()
    assert message["List-Unsubscribe"] == f"<{addresses.end_page(one)}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


class Refuses:
    """A mail server that takes nothing."""

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError

    def close(self):
        pass


def test_the_command_queues_what_is_left(editor, capsys):
    subscriber()
    issue = make_issue(editor)
    newsletter.send_issue(issue, by=editor, at=LATER)
    call_command("newsletter")
    assert capsys.readouterr().out == "1 letters queued\n"
