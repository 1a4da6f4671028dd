"""Wagtail's forms for documents and pictures, with the checks of uploads in front of storing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File as StoredFile
from django.db import transaction
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from byregion.knowledge.domain import uploads
from byregion.knowledge.files.kinds import DOCUMENTS, PICTURES
from byregion.knowledge.files.refusal import Refused
from byregion.knowledge.models import File, Picture


class SafeDocumentForm(BaseDocumentForm):
    """A document is looked through before anything is stored, and read once it is."""

    def clean_file(self) -> Any:
        """Refuse what must not be taken in; give the rest a safe name."""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            # Wagtail saves in more than one way; the room notes the state whichever it is.
            self.instance.checked = _checked(file, allowed=DOCUMENTS, may_wait=True)
        return file

    def save(self, commit: bool = True) -> File:  # noqa: FBT001, FBT002 - Django's form
        """Store the file and its row together, or neither."""
        storage, before = self.instance.file.storage, _stored_name(self.instance)
        try:
            with transaction.atomic():
                document: File = super().save(commit=commit)
        except BaseException:
            _forget(storage, self.instance.file.name, before)
            raise
        return document


class SafePictureForm(BaseImageForm):
    """A picture is decoded, and scanned, before anything is stored, and says what it shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            # Who can't see it is read this; Wagtail itself would let it be empty.
            self.fields["description"].required = True
        if "file" in self.fields:
            field = self.fields["file"]
            # Before Wagtail's own look at it, which breaks off on a picture that is cut short.
            field.to_python = partial(_looked_through, field.to_python)


def _looked_through(to_python: Callable[[Any], Any], data: Any) -> Any:
    if data:
        _checked(data, allowed=PICTURES)
        data.seek(0)
    return to_python(data)


def _checked(file: StoredFile[bytes], **options: Any) -> uploads.Checked:
    try:
        checked = uploads.check(file, file.name or "", **options)
    except Refused as refusal:
        raise ValidationError(refusal.message, code=str(refusal.reason)) from refusal
    file.name = checked.name
    return checked


def _stored_name(document: File | Picture) -> str:
    if document.pk is None:
        return ""
    kept = type(document)._default_manager.filter(pk=document.pk).values_list("file", flat=True)
    return str(kept.first() or "")


def _forget(storage: Any, name: str | None, before: str) -> None:
    # The row was taken back; what was written to the disk for it goes too.
    if name and name != before and storage.exists(name):
        storage.delete(name)
