"""The bodies that people work for: entered, and changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from byregion.audit.domain.trail import record
from byregion.common.folding import fold
from byregion.people.models import Organisation, User

FIELDS = ("name", "kind", "number", "place_code", "language")


@transaction.atomic
def add_organisation(values: Mapping[str, str], *, by: User, at: datetime) -> Organisation:
    """Enter a body by its FIELDS; its slug is made of its name, and stays."""
    made = Organisation.objects.create(
        slug=_free_slug(values["name"]), **{name: values[name] for name in FIELDS}
    )
    _note("organisation.added", made, by, at)
    return made


@transaction.atomic
def change_organisation(
    organisation: Organisation, values: Mapping[str, str], *, by: User, at: datetime
) -> Organisation:
    """Change what is known of a body."""
    for name in FIELDS:
        setattr(organisation, name, values[name])
    organisation.save(update_fields=list(FIELDS))
    _note("organisation.changed", organisation, by, at)
    return organisation


def _free_slug(name: str) -> str:
    stem = slugify(fold(name))[:40].strip("-") or "organisasjon"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbered) if slug not in taken)


def _note(act: str, organisation: Organisation, by: User, at: datetime) -> None:
    key = organisation.slug
    record(act, subject_kind="organisation", subject_key=key, at=at, by=str(by.key))
