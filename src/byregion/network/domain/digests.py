"""Tell people by e-mail what was written in their groups, as often as each has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from byregion.audit.domain.trail import record
from byregion.mail.domain.outbox import Receiver, queue
from byregion.network import rules
from byregion.network.enums import DigestRhythm
from byregion.network.group_addresses import digest_page, group_page, thread_page
from byregion.network.models import DigestChoice, Group, Post
from byregion.people.models import User

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Told:
    """A thread in a digest: its title, how many posts are new, who wrote them, its address."""

    title: str
    posts: int
    authors: str
    page: str


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """A group in a digest."""

    name: str
    page: str
    threads: list[Told]


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
    posts = _news(person, choice.told_until, at) if _is_due(choice, at) else []
    if not posts:
        return False
    queue(
        "mail/group_digest.txt",
        to=Receiver(person.email, person.language, person=str(person.key)),
        key=f"group-digest:{person.key}:{choice.told_until.isoformat()}",
        at=at,
        context={
            "groups": _by_group(posts, person.language),
            "choice_page": digest_page(person.language),
        },
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


def _by_group(posts: list[Post], language: str) -> list[ToldGroup]:
    with override(language):
        return [
            ToldGroup(
                str(group.name),
                group_page(group, language),
                [_told(list(of_thread), language) for _pk, of_thread in groupby(of_group, _thread)],
            )
            for group, of_group in groupby(posts, lambda post: post.thread.group)
        ]


def _thread(post: Post) -> int:
    return post.thread.pk


def _told(posts: list[Post], language: str) -> Told:
    authors = dict.fromkeys(post.author.get_full_name() for post in posts if post.author)
    thread = posts[0].thread
    return Told(thread.title, len(posts), ", ".join(authors), thread_page(thread, language))
