"""Tell people by e-mail what was written in their groups and asked, as often as each has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from byregion.audit.domain.trail import record
from byregion.mail.domain.outbox import queue
from byregion.network import reply_addresses, rules
from byregion.network.enums import DigestRhythm
from byregion.network.group_addresses import (
    digest_page,
    group_page,
    question_page,
    thread_page,
)
from byregion.network.models import DigestChoice, Group, Post
from byregion.network.queries.questions import in_sight
from byregion.network.receivers import to_person
from byregion.people.models import User
from byregion.people.permissions import Permission

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Told:
    """A thread in a digest: its title, how many posts are new, who wrote them, its address.

    `reply_address` is where it is answered by e-mail; empty where that is off.
    """

    title: str
    posts: int
    authors: str
    page: str
    reply_address: str


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """A group in a digest."""

    name: str
    page: str
    threads: list[Told]


@dataclass(frozen=True, slots=True)
class ToldQuestion:
    """A new question to the network in a digest."""

    title: str
    page: str
    reply_address: str


@transaction.atomic
def choose_rhythm(person: User, rhythm: DigestRhythm, *, at: datetime) -> None:
    """Set how often the person is told. Whoever was told of nothing yet begins now."""
    DigestChoice.objects.update_or_create(
        person=person,
        defaults={"rhythm": rhythm},
        create_defaults={"rhythm": rhythm, "told_until": at},
    )
    record(
        "digest.chosen",
        subject_kind="person",
        subject_key=str(person.key),
        at=at,
        by=str(person.key),
        details={"rhythm": str(rhythm)},
    )


def send_digests(*, at: datetime) -> int:
    """Queue a digest to everybody for whom one is due and something is new; gives their number.

    Run again at once it sends nobody anything.
    """
    return sum(_tell(person, at) for person in _receivers())


def _receivers() -> QuerySet[User]:
    """Give those in groups, and those who have asked for it: the rest of the network is spared."""
    chosen = User.objects.filter(is_active=True, digest__isnull=False)
    inside: set[int] = set(chosen.values_list("pk", flat=True))
    for group in Group.objects.filter(closed_at=None):
        inside |= set(rules.people_in(group).values_list("pk", flat=True))
    return User.objects.filter(pk__in=inside).order_by("pk")


@transaction.atomic
def _tell(person: User, at: datetime) -> bool:
    DigestChoice.objects.get_or_create(person=person, defaults={"told_until": at - WEEK})
    choice = DigestChoice.objects.select_for_update().get(person=person)
    if not _is_due(choice, at):
        return False
    groups = _by_group(_news(person, choice.told_until, at), person)
    questions = _questions(person, choice.told_until, at)
    if not groups and not questions:
        return False
    reply_address = _reply_address(groups, questions, person)
    queue(
        "mail/group_digest.txt",
        to=to_person(person),
        key=f"group-digest:{person.key}:{choice.told_until.isoformat()}",
        at=at,
        context={
            "groups": groups,
            "questions": questions,
            "choice_page": digest_page(person.language),
            "reply_address": reply_address,
        },
        headers=reply_addresses.headers(reply_address),
    )
    choice.told_until = at
    choice.save(update_fields=["told_until"])
    return True


def _is_due(choice: DigestChoice, at: datetime) -> bool:
    if choice.rhythm == DigestRhythm.DAILY:
        return timezone.localdate(at) > timezone.localdate(choice.told_until)
    return choice.rhythm == DigestRhythm.WEEKLY and at - choice.told_until >= WEEK


def _news(person: User, since: datetime, at: datetime) -> list[Post]:
    found = Post.objects.filter(
        thread__group__in=rules.groups_of(person),
        written_at__gt=since,
        written_at__lte=at,
        deleted_at=None,
    ).exclude(author=person)
    order = ("thread__group__pk", "thread__started_at", "thread__pk", "written_at", "pk")
    return list(found.select_related("thread__group", "author").order_by(*order))


def _questions(person: User, since: datetime, at: datetime) -> list[ToldQuestion]:
    asked = in_sight(person).filter(asked_at__gt=since, asked_at__lte=at, hidden_at=None)
    programmes = {place.programme for place in rules.speaks_for(person, Permission.ANSWER_NETWORK)}
    return [
        ToldQuestion(
            one.title,
            question_page(one, person.language),
            reply_addresses.for_question(one, person),
        )
        for one in asked.exclude(asked_by=person).filter(programme__in=programmes)
    ]


def _reply_address(groups: list[ToldGroup], questions: list[ToldQuestion], person: User) -> str:
    """Give where an answer to the letter goes: to what it tells of, where that is one thing."""
    addresses = [thread.reply_address for group in groups for thread in group.threads]
    addresses += [question.reply_address for question in questions]
    return addresses[0] if len(addresses) == 1 else reply_addresses.for_digest(person)


def _by_group(posts: list[Post], person: User) -> list[ToldGroup]:
    with override(person.language):
        return [
            ToldGroup(
                str(group.name),
                group_page(group, person.language),
                [_told(list(of_thread), person) for _pk, of_thread in groupby(of_group, _thread)],
            )
            for group, of_group in groupby(posts, lambda post: post.thread.group)
        ]


def _thread(post: Post) -> int:
    return post.thread.pk


def _told(posts: list[Post], person: User) -> Told:
    authors = dict.fromkeys(post.author.get_full_name() for post in posts if post.author)
    thread = posts[0].thread
    page = thread_page(thread, person.language)
    reply_address = reply_addresses.for_thread(thread, person)
    return Told(thread.title, len(posts), ", ".join(authors), page, reply_address)
