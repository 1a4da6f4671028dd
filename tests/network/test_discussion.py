"""Discussions in groups: posts, who is called on, answers, and digests."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from tests.factories.groups import make_group, make_thread, member, operator, reply, words
from tests.factories.people import NOON

from byregion.audit.models import Event
from byregion.common.clock import now
from byregion.mail.models import Letter
from byregion.network import mentions
from byregion.network.domain import discussion
from byregion.network.domain.digests import choose_rhythm, send_digests
from byregion.network.domain.refusal import WrongState
from byregion.network.enums import DigestRhythm
from byregion.network.models import Post
from byregion.people.domain import own_data
from byregion.people.models import User

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def called_on(text, *names):
    people = [User(name=name, email=f"{n}@example.org") for n, name in enumerate(names)]
    return [person.name for person in mentions.mentioned_in(text, people)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Kari Nordmann, kva meiner du?", ["Kari Nordmann"]),
        ("hei @kari nordmann", ["Kari Nordmann"]),
        ("(@Kari)", ["Kari"]),
        ("@Kari Nordmannsen", ["Kari"]),
        ("@Karianne", []),
        ("post@Kari.no", []),
        ("Kari Nordmann", []),
        ("@ Kari", []),
        ("@Kari @Kari Nordmann @Åse", ["Kari", "Kari Nordmann", "Åse"]),
        ("@@Åse", ["Åse"]),
    ],
)
def test_a_name_after_an_at_calls_on_its_bearer(text, found):
    assert called_on(text, "Kari", "Kari Nordmann", "Åse", "") == found


def test_two_of_one_name_are_both_called_on():
    assert called_on("@Kari", "Kari", "Kari") == ["Kari", "Kari"]


def test_a_text_in_parts_is_the_text():
    people = [User(name="Kari")]
    text = "Hei @kari og @Ola. @Kari!"
    parts = list(mentions.parts(text, people))
    assert "".join(part for part, _is in parts) == text
    assert [part for part, is_name in parts if is_name] == ["@kari", "@Kari"]


def test_who_is_called_on_gets_a_letter_at_once_in_their_language():
    by, group = member("nord", name="Ola"), make_group()
    kari = member("sor", name="Kari Nordmann", language="en")
    thread = make_thread(group, by, "@Kari Nordmann, korleis?", title="Lokale")
    letter = Letter.objects.get()
    assert (letter.to_address, letter.kind) == (kari.email, "group_mention")
    assert letter.subject == "You are called on: Lokale"
    assert "Ola" in letter.text
    assert f"/gruppe/{group.pk}/trad/{thread.pk}/" in letter.text
    assert "Gruppe en" in letter.text


def test_nobody_outside_the_group_and_not_oneself_is_called_on():
    by, group = member("nord", name="Ola"), make_group("nord")
    member("sor", name="Kari")
    make_thread(group, by, "@Ola @Kari")
    assert not Letter.objects.exists()


def test_ticking_a_person_is_as_good_as_typing_the_name():
    by, kari, group = member("nord"), member("sor"), make_group()
    stranger = member("ost")
    discussion.start_thread(group, "A", words("Hei", tell=[kari, stranger]), by=by, at=NOON)
    assert [letter.to_address for letter in Letter.objects.all()] == [kari.email]


def test_a_form_sent_twice_is_one_thread_and_one_post():
    by, group = member("nord"), make_group()
    form, answer = words(), words("Ja")
    threads = [discussion.start_thread(group, "A", form, by=by, at=NOON) for _ in range(2)]
    posts = [discussion.write_post(threads[0], answer, by=by, at=NOON) for _ in range(2)]
    assert threads[0] == threads[1]
    assert posts[0] == posts[1]
    assert Post.objects.count() == 2


def test_ones_own_post_is_changed_and_only_the_newly_called_on_are_told():
    by, group = member("nord"), make_group()
    member("sor", name="Kari"), member("sor", name="Ola")
    post = make_thread(group, by, "@Kari").posts.get()
    discussion.edit_post(post, "@Kari og @Ola", by=by, at=NOON + DAY)
    assert Letter.objects.count() == 2
    assert post.edited_at == NOON + DAY
    with pytest.raises(WrongState):
        discussion.edit_post(post, "Noko anna", by=operator(), at=NOON)


def test_a_deleted_post_keeps_its_place_and_loses_its_words():
    by, group = member("nord"), make_group()
    thread = make_thread(group, by)
    post = reply(thread, by)
    discussion.mark_answer(thread, post, by=by, at=NOON)
    with pytest.raises(WrongState):
        discussion.delete_post(post, by=member("sor"), at=NOON)
    discussion.delete_post(post, by=by, at=NOON)
    thread.refresh_from_db()
    assert thread.posts.count() == 2
    assert thread.answer is None
    assert Post.objects.get(pk=post.pk).text == ""
    event = Event.objects.get(act="post.deleted")
    assert event.details == {"group": str(group.key), "own": True}
    with pytest.raises(WrongState):
        discussion.edit_post(post, "Att", by=by, at=NOON)


def test_who_leads_the_group_may_delete_what_others_wrote():
    group = make_group()
    post = make_thread(group, member("nord")).posts.get()
    discussion.delete_post(post, by=operator(), at=NOON)
    assert Event.objects.get(act="post.deleted").details["own"] is False


def test_who_asked_or_leads_says_what_the_answer_is():
    by, other, group = member("nord"), member("sor"), make_group()
    thread = make_thread(group, by)
    post = reply(thread, other)
    with pytest.raises(WrongState):
        discussion.mark_answer(thread, post, by=other, at=NOON)
    discussion.mark_answer(thread, post, by=by, at=NOON)
    assert thread.answer == post
    discussion.mark_answer(thread, None, by=operator(), at=NOON)
    assert thread.answer is None
    elsewhere = make_thread(group, by).posts.get()
    with pytest.raises(WrongState):
        discussion.mark_answer(thread, elsewhere, by=by, at=NOON)


def digests():
    return Letter.objects.filter(kind="group_digest")


def test_a_digest_tells_what_others_wrote_and_only_once():
    by, kari = member("nord", name="Ola"), member("sor", language="en")
    group = make_group()
    thread = make_thread(group, by, title="Lokale")
    reply(thread, by, at=NOON + timedelta(minutes=1))
    assert send_digests(at=NOON + DAY) == 1
    letter = digests().get()
    assert letter.to_address == kari.email
    assert letter.subject == "New in your groups"
    assert "Lokale: 2 new posts, by Ola." in letter.text
    assert "Gruppe en" in letter.text
    assert f"/en/kontor/gruppe/{group.pk}/trad/{thread.pk}/" in letter.text
    assert send_digests(at=NOON + DAY) == 0
    assert send_digests(at=NOON + 20 * DAY) == 0


def test_the_rhythm_is_each_persons_own():
    by, group = member("nord"), make_group()
    daily, weekly, never = (member("sor") for _ in range(3))
    choose_rhythm(daily, DigestRhythm.DAILY, at=NOON)
    choose_rhythm(weekly, DigestRhythm.WEEKLY, at=NOON)
    choose_rhythm(never, DigestRhythm.NEVER, at=NOON)
    thread = make_thread(group, by, at=NOON + timedelta(hours=1))
    assert send_digests(at=NOON + timedelta(hours=2)) == 0
    assert send_digests(at=NOON + DAY) == 1
    assert digests().get().to_address == daily.email
    reply(thread, by, at=NOON + 1.5 * DAY)
    assert send_digests(at=NOON + 2 * DAY) == 1
    assert send_digests(at=NOON + 7 * DAY) == 1
    assert {letter.to_address for letter in digests()} == {daily.email, weekly.email}


def test_a_day_turns_at_midnight_in_norway():
    by, daily, group = member("nord"), member("sor"), make_group()
    choose_rhythm(daily, DigestRhythm.DAILY, at=NOON)
    make_thread(group, by, at=NOON)
    make_thread(group, by, at=NOON + timedelta(minutes=5))
    # 21:59 UTC is one minute to midnight in Norway in May.
    assert send_digests(at=NOON.replace(hour=21, minute=59)) == 0
    assert send_digests(at=NOON.replace(hour=22, minute=1)) == 1


def test_nobody_is_told_of_groups_they_are_not_in_or_of_deleted_posts():
    by, kari = member("nord"), member("sor")
    make_thread(make_group("nord"), by)
    gone = make_thread(make_group("nord", "sor"), by).posts.get()
    discussion.delete_post(gone, by=by, at=NOON)
    assert kari in User.objects.all()
    assert send_digests(at=NOON + DAY) == 0


def test_operators_are_told_only_if_they_ask_for_it():
    by, chief, group = member("nord"), operator(), make_group("nord")
    thread = make_thread(group, by)
    assert send_digests(at=NOON + DAY) == 0
    choose_rhythm(chief, DigestRhythm.DAILY, at=NOON + DAY)
    reply(thread, by, at=NOON + 1.5 * DAY)
    assert send_digests(at=NOON + 2 * DAY) == 1
    assert digests().get().to_address == chief.email


def test_the_command_tells_how_many(capsys):
    make_thread(make_group(), member("nord"), at=now() - timedelta(hours=1))
    member("sor")
    call_command("send_digests")
    assert capsys.readouterr().out == "1 digests queued\n"


def test_a_person_takes_their_words_with_them_and_leaves_no_name():
    by, kari, group = member("nord"), member("sor", name="Kari"), make_group()
    thread = make_thread(group, by, "Hei @Kari")
    post = reply(thread, kari, "Eg veit")
    kept = own_data.export(kari, at=NOON)["groups"]
    assert [row["text"] for row in kept["posts"]] == ["Eg veit"]
    own_data.erase(kari, by=kari, at=NOON)
    post.refresh_from_db()
    assert post.author is None
    assert post.text == "Eg veit"
    assert not thread.posts.filter(mentioned=kari).exists()
