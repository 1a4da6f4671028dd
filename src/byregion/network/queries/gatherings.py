"""Named reads of gatherings: the list, one with its programme, what regions came to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import QuerySet

from byregion.common.remembered import until_changed
from byregion.common.translation import Text
from byregion.network.enums import GatheringStatus, SessionKind
from byregion.network.models import Attendance, Gathering, Material, Session
from byregion.programme.models import Gathering as KnownGathering
from byregion.programme.models import Programme


@dataclass(frozen=True, slots=True)
class Listed:
    """One gathering as a reader meets it: what sources tell, what the office holds, or both."""

    known: KnownGathering | None
    own: Gathering | None

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self._either.slug

    @property
    def title(self) -> Text:
        """Its title; the office's wins where it has one."""
        if self.own is not None and self.own.title.text:
            return self.own.title
        return self._either.title

    @property
    def start_date(self) -> date:
        """Its first day."""
        return self._either.start_date

    @property
    def dated(self) -> KnownGathering | Gathering:
        """What tells the days: of some, sources tell only the month, and the office no more."""
        return self._either

    @property
    def is_national(self) -> bool:
        """Whether it is the whole programme's."""
        return self.known.is_national if self.known else not (self.own and self.own.region)

    @property
    def is_coming(self) -> bool:
        """Whether it is ahead: closing it, once it is over, is the office's or the timer's act."""
        return self.own is not None and self.own.status == GatheringStatus.PUBLISHED

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.own is not None and self.own.is_cancelled

    @property
    def _either(self) -> KnownGathering | Gathering:
        found = self.known or self.own
        if found is None:
            raise ValueError("nothing is known of the gathering")
        return found


@dataclass(frozen=True, slots=True)
class Slot:
    """What begins at one moment: more than one session is parallel."""

    starts_at: datetime
    sessions: list[Session]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a programme."""

    date: date
    slots: list[Slot]


@dataclass(frozen=True, slots=True)
class Attended:
    """A gathering that people from a region came to."""

    gathering: Gathering
    people: int


@dataclass(frozen=True, slots=True)
class Came:
    """How many came, and from how many regions."""

    people: int
    regions: int


@until_changed(most=16)
def listed(programme: Programme) -> list[Listed]:
    """Give all public gatherings of a programme, the latest first, in a fixed number of queries."""
    known = {
        row.slug: row
        for row in programme.gatherings.select_related("phase").prefetch_related("sources")
    }
    own = {row.slug: row for row in public(programme.slug)}
    found = [Listed(known.get(slug), own.get(slug)) for slug in {**known, **own}]
    return sorted(found, key=lambda each: (each.start_date, each.slug), reverse=True)


def public(programme: str) -> QuerySet[Gathering]:
    """Give what the office has made public."""
    return Gathering.objects.filter(programme=programme).exclude(status=GatheringStatus.DRAFT)


def one(programme: Programme, slug: str) -> Listed | None:
    """Give one public gathering; None where there is none."""
    known = (
        programme.gatherings.select_related("phase")
        .prefetch_related("sources")
        .filter(slug=slug)
        .first()
    )
    own = public(programme.slug).filter(slug=slug).first()
    return Listed(known, own) if known or own else None


def days(gathering: Gathering) -> list[Day]:
    """Give the programme by day and starting time, with speakers and what remains of each."""
    sessions = gathering.sessions.prefetch_related("speakers", "materials")
    return [
        Day(day, [Slot(start, list(parallel)) for start, parallel in groupby(of_day, _start)])
        for day, of_day in groupby(sessions, lambda session: session.day)
    ]


def _start(session: Session) -> datetime:
    return session.starts_at


def materials(gathering: Gathering) -> list[Material]:
    """Give all that remains, with the session that each belongs to."""
    return list(gathering.materials.select_related("session"))


def told(gathering: Gathering) -> list[Text | str]:
    """Give what its programme and its materials are called, and who spoke: to be found by."""
    found: list[Text | str] = []
    for session in gathering.sessions.prefetch_related("speakers"):
        found += [session.title, session.text, *(each.name for each in session.speakers.all())]
    return [*found, *gathering.materials.values_list("title", flat=True)]


def without_presentation(gathering: Gathering) -> list[Session]:
    """Give the sessions with speakers whose presentation is still missing."""
    told = gathering.sessions.filter(speakers__isnull=False, materials__isnull=True)
    return list(told.exclude(kind=SessionKind.BREAK).select_related("gathering").distinct())


def came(gathering: Gathering) -> Came | None:
    """Count who came, once the gathering is closed; None where nobody was checked in."""
    rows = list(gathering.attendance.all())
    if gathering.status != GatheringStatus.HELD or not rows:
        return None
    return Came(sum(row.people for row in rows), sum(1 for row in rows if row.region))


@until_changed(most=256)
def attended(programme: str, region: str) -> list[Attended]:
    """Give the gatherings that people from the region came to, the latest first."""
    rows = Attendance.objects.filter(
        gathering__programme=programme,
        gathering__status=GatheringStatus.HELD,
        region=region,
        people__gt=0,
    ).select_related("gathering")
    return [Attended(row.gathering, row.people) for row in rows.order_by("-gathering__start_date")]


@until_changed(most=256)
def materials_of_region(programme: str, region: str) -> list[Material]:
    """Give what public gatherings have left that tells of the region, or of speakers from it."""
    shown = _shown(programme)
    of_speakers = shown.filter(session__speakers__region=region)
    return list((shown.filter(region=region) | of_speakers).distinct())


def materials_by_theme(programme: str) -> dict[str, list[Material]]:
    """Give what public gatherings have left, by the themes that it tells of, the latest first."""
    found: dict[str, list[Material]] = {}
    for material in _shown(programme).filter(themes__isnull=False).distinct():
        for row in material.themes.all():
            found.setdefault(row.theme, []).append(material)
    return found


def gatherings_of_file(key: str) -> list[Gathering]:
    """Give the gatherings that an uploaded file belongs to."""
    return list(Gathering.objects.filter(materials__in=Material.objects.holding(key)).distinct())


def _shown(programme: str) -> QuerySet[Material]:
    found = Material.objects.filter(gathering__in=public(programme))
    found = found.select_related("gathering", "session").prefetch_related("themes")
    return found.order_by("-gathering__start_date", "pk")


def rooms(sessions: Iterable[Session]) -> Iterator[str]:
    """Name the rooms in use, each once."""
    yield from sorted({session.room for session in sessions if session.room})
