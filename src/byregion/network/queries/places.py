"""How many places a gathering has left, in all and for each region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from byregion.network.enums import RegistrationStatus
from byregion.network.models import Gathering, Registration, Session


@dataclass(slots=True)
class Room:
    """Free places; None is without limit. Who belongs to no region has no quota."""

    free: int | None
    default_quota: int | None = None
    quotas: dict[str, int] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)

    def takes(self, regions: Iterable[str]) -> bool:
        """Whether all of these people, named by their regions, fit at once."""
        wanted = Counter(regions)
        if self.free is not None and wanted.total() > self.free:
            return False
        return all(self._fits(region, number) for region, number in wanted.items())

    def give(self, regions: Iterable[str]) -> None:
        """Note that these people have got their places."""
        given = Counter(regions)
        self.taken += given
        if self.free is not None:
            self.free -= given.total()

    def _fits(self, region: str, number: int) -> bool:
        quota = self.quotas.get(region, self.default_quota) if region else None
        return quota is None or self.taken[region] + number <= quota


def room_of(gathering: Gathering) -> Room:
    """Count what is left now; exact while the gathering's row is locked."""
    confirmed = Registration.objects.filter(
        gathering=gathering, status=RegistrationStatus.CONFIRMED
    )
    rows = confirmed.order_by().values_list("region").annotate(people=Count("pk"))
    taken = Counter(dict(rows))
    free = None if gathering.capacity is None else gathering.capacity - taken.total()
    quotas = dict(gathering.quotas.values_list("region", "places"))
    return Room(free, gathering.default_quota, quotas, taken)


def room_in_sessions(gathering: Gathering) -> dict[Session, int | None]:
    """Give the sessions to choose, in their order, each with the places left; None is no limit."""
    has_place = Q(choices__registration__status=RegistrationStatus.CONFIRMED)
    counted = gathering.sessions.filter(is_chosen=True).annotate(
        people=Count("choices", filter=has_place)
    )
    # Counting drops the order that the rows have by themselves.
    return {
        session: None if session.capacity is None else max(0, session.capacity - session.people)
        for session in counted.order_by("starts_at", "track", "pk")
    }


def full_sessions(gathering: Gathering) -> set[int]:
    """Give the keys of sessions to choose that have no room left."""
    return {session.pk for session, left in room_in_sessions(gathering).items() if left == 0}
