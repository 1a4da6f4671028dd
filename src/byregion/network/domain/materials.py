"""What remains after a gathering."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from byregion.audit.domain.trail import record
from byregion.network.models import Material


@transaction.atomic
def save_material(material: Material, *, at: datetime, by: str) -> Material:
    """Keep a presentation, a film, a picture or a document, new or changed."""
    material.save()
    _note("material.saved", material, at, by)
    return material


@transaction.atomic
def remove_material(material: Material, *, at: datetime, by: str) -> None:
    """Take it away; what it led to stays where it is."""
    _note("material.removed", material, at, by)
    material.delete()


def _note(act: str, material: Material, at: datetime, by: str) -> None:
    record(
        act,
        subject_kind="gathering",
        subject_key=str(material.gathering.key),
        at=at,
        by=by,
        details={"material": material.pk, "kind": material.kind},
    )
