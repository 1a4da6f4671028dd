"""Files of a gathering: stored by the knowledge room, named by key in the network's."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from byregion.knowledge.domain import attachments
from byregion.network.domain import materials as verbs
from byregion.network.models import Material
from byregion.web.office.gathering_material_forms import MaterialForm


def save(form: MaterialForm, *, at: datetime, by: str) -> Material:
    """Store the files that were sent and save what they belong to, all of it or nothing.

    Files that were there before and no longer belong to anything are taken away. The same form
    again is the same.
    """
    material = form.instance
    before = Material.objects.filter(pk=material.pk).first()
    if before is None:
        material.form_key = form.cleaned_data["form_key"]
        known = Material.objects.filter(form_key=material.form_key or uuid4()).first()
        if known is not None:
            return known
    with transaction.atomic(), ExitStack() as stack:
        if material.url:
            material.file_key = ""
        for name, key in (("upload", "file_key"), ("captions", "captions_key")):
            if name in form.checked:
                stored = attachments.kept(
                    form.cleaned_data[name],
                    form.checked[name],
                    title=material.title,
                    shows=material.description,
                )
                setattr(material, key, stack.enter_context(stored))
        verbs.save_material(material, themes=form.cleaned_data["themes"], at=at, by=by)
        if before is not None:
            _forget(set(before.keys) - set(material.keys))
    return material


@transaction.atomic
def remove(material: Material, *, at: datetime, by: str) -> None:
    """Take something away, with the files that belonged to it alone."""
    for key in verbs.remove_material(material, at=at, by=by):
        attachments.forget(key)


def _forget(keys: Iterable[str]) -> None:
    for key in keys:
        if not Material.objects.holding(key).exists():
            attachments.forget(key)
