"""Named reads of groups: the list, threads and posts, and what a proposal is made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from django.db.models import Count, Q, QuerySet

from byregion.geography import boundaries
from byregion.geography.area import area
from byregion.network import rules
from byregion.network.composition import Trait
from byregion.network.mentions import parts
from byregion.network.models import Group, Post, Thread
from byregion.people.models import User
from byregion.programme.models import CityRegion, Programme
from byregion.programme.queries.regions import regions


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post in parts, each with whether it calls on somebody, and what the reader may do."""

    post: Post
    parts: list[tuple[str, bool]]
    may_change: bool
    may_delete: bool


def listed(groups: QuerySet[Group]) -> QuerySet[Group]:
    """Give groups with the number of their regions and threads, those at work first."""
    return groups.annotate(
        region_count=Count("regions", distinct=True), thread_count=Count("threads", distinct=True)
    ).order_by("closed_at", "programme", "pk")


def threads(group: Group) -> QuerySet[Thread]:
    """Give a group's threads, the latest first, each with the number of its posts."""
    written = Count("posts", filter=Q(posts__deleted_at=None))
    found = group.threads.select_related("started_by").annotate(post_count=written)
    # Counting drops the order that the rows have by themselves.
    return found.order_by("-latest_at", "-pk")


def posts(thread: Thread, reader: User, people: Sequence[User]) -> list[ShownPost]:
    """Give a thread's posts in order, for one reader."""
    found = thread.posts.select_related("author", "thread__group")
    leads = rules.leads(reader, thread.group)
    return [
        ShownPost(
            post,
            list(parts(post.text, people)),
            may_change=rules.may_change_post(reader, post),
            may_delete=_may_delete(post, reader, leads=leads),
        )
        for post in found
    ]


def _may_delete(post: Post, reader: User, *, leads: bool) -> bool:
    own = post.author_id == reader.pk
    return (own or leads) and not post.is_deleted and not post.thread.group.is_closed


def may_facilitate(programme: str) -> QuerySet[User]:
    """Give the people who may take part in some group of the programme, by name."""
    return rules.may_facilitate(programme).order_by("name", "email")


def traits(programme: Programme) -> list[Trait]:
    """Give what is known of each region: themes, stated population, and the middle of its members.

    What isn't known is left out, and counts as neither near nor far.
    """
    return [_trait(region, programme.vintage) for region in regions(programme)]


def _trait(region: CityRegion, vintage: date) -> Trait:
    listed = region.listed_participations
    themes = frozenset(theme.slug for item in listed for theme in item.listed_themes)
    codes = region.host_codes or [member.municipality_code for member in region.members]
    return Trait(region.slug, themes, region.population_stated, _middle(codes, vintage))


def _middle(codes: Iterable[str], vintage: date) -> tuple[float, float] | None:
    """Give the mean of the municipalities' middles, in degrees; None where none is known."""
    drawn = boundaries.load()
    points = [drawn.centroid(code) for code in area(codes, at=vintage).codes]
    if not points:
        return None
    return fmean(lon for lon, _lat in points), fmean(lat for _lon, lat in points)
