"""What remains after a gathering."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from byregion.audit.domain.trail import record
from byregion.network.models import Gathering, Material, MaterialTheme


@transaction.atomic
def save_material(
    material: Material, *, themes: Iterable[str] = (), at: datetime, by: str
) -> Material:
    """Keep a presentation, a film, a picture or a document, new or changed, under these themes."""
    material.save()
    material.themes.all().delete()
    MaterialTheme.objects.bulk_create(
        MaterialTheme(material=material, theme=theme) for theme in sorted(set(themes))
    )
    _freshen(material, at)
    _note("material.saved", material, at, by)
    return material


@transaction.atomic
def remove_material(material: Material, *, at: datetime, by: str) -> list[str]:
    """Take it away. Gives the keys of its files that nothing else here needs any more.

    What an address led to stays where it is.
    """
    _freshen(material, at)
    _note("material.removed", material, at, by)
    keys = material.keys
    material.delete()
    return [key for key in keys if not Material.objects.holding(key).exists()]


def _freshen(material: Material, at: datetime) -> None:
    # What is searched in is made anew from what has changed; calendars have nothing new to take.
    Gathering.objects.filter(pk=material.gathering_id, changed_at__lt=at).update(changed_at=at)


def _note(act: str, material: Material, at: datetime, by: str) -> None:
    record(
        act,
        subject_kind="gathering",
        subject_key=str(material.gathering.key),
        at=at,
        by=by,
        details={"material": material.pk, "kind": material.kind},
    )
