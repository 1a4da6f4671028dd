"""Named reads of who comes. What these give is personal: faces guard and note who reads it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from byregion.common.folding import fold
from byregion.network.enums import FormKind, RegistrationStatus
from byregion.network.models import Gathering, Party, Question, Registration


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the operator narrows the list by."""

    status: str = ""
    region: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class FromRegion:
    """How many from one region: with a place, waiting, come; and the region's own limit."""

    region: str
    confirmed: int
    waiting: int
    came: int
    quota: int | None


def registrations(gathering: Gathering, chosen: Chosen | None = None) -> list[Registration]:
    """Give registrations in the order they came, with party, sessions and answers."""
    chosen = chosen or Chosen()
    found: QuerySet[Registration] = (
        gathering.registrations.select_related("party")
        .prefetch_related("sessions", "answers__question")
        .order_by("party__number", "pk")
    )
    if chosen.status:
        found = found.filter(status=chosen.status)
    if chosen.region:
        found = found.filter(region="" if chosen.region == "-" else chosen.region)
    rows = list(found)
    wanted = fold(chosen.text).strip()
    if not wanted:
        return rows
    return [row for row in rows if wanted in fold(f"{row.name}\n{row.organisation}\n{row.address}")]


def party(key: UUID, gathering: Gathering) -> Party | None:
    """Give a party by its key, with its people listed."""
    found = Party.objects.filter(key=key, gathering=gathering).select_related("gathering").first()
    if found is not None:
        people = found.registrations.prefetch_related("sessions", "answers__question")
        found.listed = list(people.order_by("pk"))
    return found


def waiting(gathering: Gathering) -> list[Party]:
    """Give the waiting parties in their order, with those of them who wait."""
    rows = gathering.registrations.filter(status=RegistrationStatus.WAITING)
    parties: dict[int, Party] = {}
    for row in rows.select_related("party").order_by("party__number", "pk"):
        kept = parties.setdefault(row.party_id, row.party)
        kept.listed = [*getattr(kept, "listed", []), row]
    return list(parties.values())


def by_status(gathering: Gathering) -> Counter[str]:
    """Count people by status."""
    rows = gathering.registrations.order_by().values_list("status").annotate(people=Count("pk"))
    return Counter(dict(rows))


def by_region(gathering: Gathering) -> list[FromRegion]:
    """Count people by region, those without a region under an empty name, last."""
    quotas = dict(gathering.quotas.values_list("region", "places"))
    rows = gathering.registrations.order_by().values("region")
    counted = rows.annotate(
        confirmed=Count("pk", filter=Q(status=RegistrationStatus.CONFIRMED)),
        waiting=Count("pk", filter=Q(status=RegistrationStatus.WAITING)),
        came=Count("pk", filter=Q(checked_in_at__isnull=False)),
    )
    found: dict[str, Any] = {row["region"]: row for row in counted}
    return [
        FromRegion(
            region=region,
            confirmed=found.get(region, {}).get("confirmed", 0),
            waiting=found.get(region, {}).get("waiting", 0),
            came=found.get(region, {}).get("came", 0),
            quota=quotas.get(region, gathering.default_quota) if region else None,
        )
        for region in sorted({*found, *quotas}, key=lambda region: (region == "", region))
    ]


def questions(gathering: Gathering, form: FormKind) -> list[Question]:
    """Give a form's questions in their order."""
    return list(gathering.questions.filter(form=form))
