"""Named reads of a programme as a whole: totals that add up, and those that others state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Count, QuerySet, Sum

from byregion.common.remembered import until_changed
from byregion.programme.models import (
    Award,
    Membership,
    Participation,
    Programme,
    PublishedFigure,
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a phase is known here, beside what is stated for it."""

    phase: int
    regions: int
    regions_stated: int | None
    regions_with_members: int
    municipalities: int
    municipalities_stated: int | None
    awarded_known_nok: int
    awards_known: int
    awarded_stated_nok: int | None

    @property
    def regions_unidentified(self) -> int | None:
        """Regions that are stated but not identified; unknown where nothing is stated."""
        return None if self.regions_stated is None else self.regions_stated - self.regions

    @property
    def awarded_unknown_nok(self) -> int | None:
        """The part of the stated total that is not traced to a region."""
        if self.awarded_stated_nok is None:
            return None
        return self.awarded_stated_nok - self.awarded_known_nok


@until_changed(most=1)
def default_programme() -> Programme | None:
    """The programme that the front page shows: the first one, or none yet."""
    return Programme.objects.prefetch_related("phases").order_by("pk").first()


@until_changed(most=64)
def of_slug(slug: str) -> Programme:
    """The programme with that name in addresses. Raises Programme.DoesNotExist."""
    return Programme.objects.get(slug=slug)


@until_changed(most=16)
def coverage(programme: Programme) -> list[Coverage]:
    """Count what is known per phase; six queries, whatever the number of phases and regions."""
    stated = {
        (figure.phase_id, figure.subject): figure.value
        for figure in PublishedFigure.objects.filter(programme=programme, is_main=True)
    }
    regions = _by_phase(Participation.objects.filter(region__programme=programme), Count("pk"))
    members = Membership.objects.filter(participation__region__programme=programme)
    listed = _by_phase(members, Count("participation", distinct=True))
    municipalities = _by_phase(members, Count("municipality_code", distinct=True))
    money = Award.objects.filter(participation__region__programme=programme)
    amounts, known = _by_phase(money, Sum("amount_nok")), _by_phase(money, Count("pk"))
    return [
        Coverage(
            phase=phase.number,
            regions=regions.get(phase.pk, 0),
            regions_stated=stated.get((phase.pk, "regions")),
            regions_with_members=listed.get(phase.pk, 0),
            municipalities=municipalities.get(phase.pk, 0),
            municipalities_stated=stated.get((phase.pk, "municipalities")),
            awarded_known_nok=amounts.get(phase.pk, 0),
            awards_known=known.get(phase.pk, 0),
            awarded_stated_nok=stated.get((phase.pk, "awarded_nok")),
        )
        for phase in sorted(programme.phases.all(), key=lambda phase: phase.number)
    ]


def _by_phase(rows: QuerySet[Any], count: Aggregate) -> dict[int, int]:
    phase = "phase" if rows.model is Participation else "participation__phase"
    return dict(rows.order_by().values_list(phase).annotate(total=count))
