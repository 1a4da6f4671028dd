"""What is said in a group: threads, posts, whom they call on, and which post is the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from byregion.audit.domain.trail import record
from byregion.mail.domain.outbox import queue
from byregion.network import reply_addresses, rules
from byregion.network.domain.groups import check_open, locked_group
from byregion.network.domain.refusal import WrongState
from byregion.network.group_addresses import thread_page
from byregion.network.mentions import mentioned_in
from byregion.network.models import Group, Mention, Post, Thread
from byregion.network.receivers import to_person
from byregion.people.models import User


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody sent: the words, the form they came by, and people ticked to be told.

    The key of what came by e-mail is made of the letter's own.
    """

    text: str
    form_key: UUID
    tell: Iterable[User] = field(default_factory=tuple)
    by_mail: bool = False


@transaction.atomic
def start_thread(group: Group, title: str, written: Written, *, by: User, at: datetime) -> Thread:
    """Begin a thread with its first post. The same form again is the same thread.

    Whoever is called on gets a letter. Raises WrongState in a closed group.
    """
    check_open(locked_group(group))
    known = Post.objects.filter(form_key=written.form_key, author=by).first()
    if known is not None:
        return known.thread
    thread = Thread.objects.create(
        group=group, title=title, started_by=by, started_at=at, latest_at=at
    )
    _add(thread, written, by, at)
    return thread


@transaction.atomic
def write_post(thread: Thread, written: Written, *, by: User, at: datetime) -> Post:
    """Add a post. The same form again is the same post; whoever is called on gets a letter.

    Raises WrongState in a closed group.
    """
    check_open(locked_group(thread.group))
    known = Post.objects.filter(form_key=written.form_key, author=by).first()
    if known is not None:
        return known
    post = _add(thread, written, by, at)
    Thread.objects.filter(pk=thread.pk).update(latest_at=at)
    return post


@transaction.atomic
def edit_post(post: Post, text: str, *, by: User, at: datetime) -> None:
    """Change one's own words; people who are newly called on get a letter. Raises WrongState."""
    if not rules.may_change_post(by, post):
        raise WrongState(_("Only who wrote it can change it, as long as it stands."))
    post.text, post.edited_at = text, at
    post.save(update_fields=["text", "edited_at"])
    _call_on(post, (), by, at)
    _note("post.edited", post, by, at)


@transaction.atomic
def delete_post(post: Post, *, by: User, at: datetime) -> None:
    """Take the words away; the place in the thread stays, and is no answer any more.

    Raises WrongState for who neither wrote it nor leads the group.
    """
    if not rules.may_delete_post(by, post):
        raise WrongState(_("Only who wrote it, and who leads the group, can delete it."))
    post.text, post.deleted_at = "", at
    post.save(update_fields=["text", "deleted_at"])
    Mention.objects.filter(post=post).delete()
    Thread.objects.filter(answer=post).update(answer=None)
    _note("post.deleted", post, by, at, own=post.author_id == by.pk)


@transaction.atomic
def mark_answer(thread: Thread, post: Post | None, *, by: User, at: datetime) -> None:
    """Say which post answers the thread, or that none does.

    Who started the thread and who leads the group may. Raises WrongState.
    """
    check_open(thread.group)
    if thread.started_by_id != by.pk and not rules.leads(by, thread.group):
        raise WrongState(_("Only who asked, and who leads the group, can say what the answer is."))
    if post is not None and (post.thread_id != thread.pk or post.is_deleted):
        raise WrongState(_("That post can't be the answer."))
    thread.answer = post
    thread.save(update_fields=["answer"])
    record(
        "thread.answered" if post else "thread.unanswered",
        subject_kind="thread",
        subject_key=thread.pk,
        at=at,
        by=str(by.key),
    )


def _add(thread: Thread, written: Written, by: User, at: datetime) -> Post:
    post = Post.objects.create(
        thread=thread, author=by, form_key=written.form_key, text=written.text, written_at=at
    )
    _call_on(post, written.tell, by, at)
    _note("post.written", post, by, at, **({"by_mail": True} if written.by_mail else {}))
    return post


def _call_on(post: Post, ticked: Iterable[User], by: User, at: datetime) -> None:
    """Note whom the post calls on, and write to those who weren't called on before."""
    people = list(rules.people_in(post.thread.group))
    wanted = {person.pk for person in [*mentioned_in(post.text, people), *ticked]}
    known = set(post.mentioned.values_list("pk", flat=True))
    for person in people:
        if person.pk in wanted - known and person.pk != by.pk:
            Mention.objects.create(post=post, person=person)
            _write_to(person, post, by, at)


def _write_to(person: User, post: Post, by: User, at: datetime) -> None:
    reply_address = reply_addresses.for_thread(post.thread, person)
    queue(
        "mail/group_mention.txt",
        to=to_person(person),
        key=f"group-mention:{post.pk}:{person.key}",
        at=at,
        context={
            "post": post,
            "thread": post.thread,
            "group": post.thread.group,
            "author": by.get_full_name(),
            "page": thread_page(post.thread, person.language),
            "reply_address": reply_address,
        },
        headers=reply_addresses.headers(reply_address),
    )


def _note(act: str, post: Post, by: User, at: datetime, **details: bool) -> None:
    record(
        act,
        subject_kind="post",
        subject_key=post.pk,
        at=at,
        by=str(by.key),
        details={"group": str(post.thread.group.key), **details},
    )
