"""What forms of the office share: texts in three languages, boxes to type in, and a key."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms

LANGUAGES = {"nn": "nynorsk", "nb": "bokmål", "en": "English"}


def in_languages(label: str) -> dict[str, str]:
    """Name a text's three fields."""
    return {code: f"{label} ({name})" for code, name in LANGUAGES.items()}


def name_in_languages(form: forms.BaseForm, name: str, label: str) -> None:
    """Label a text's three fields, and say which language is typed in each."""
    for code, text in in_languages(label).items():
        form.fields[f"{name}_{code}"].label = text
        form.fields[f"{name}_{code}"].widget.attrs["lang"] = code


def area(rows: int = 4) -> forms.Textarea:
    """Ask for some lines of text."""
    return forms.Textarea(attrs={"rows": rows})


def once() -> forms.UUIDField:
    """Give the hidden key that makes a form sent twice one act."""
    return forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


def once_if_given() -> forms.UUIDField:
    """Give such a key of a form that also changes what is there already, where none is needed."""
    return forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)


def key_of(data: Any) -> UUID:
    """Give the key of the form's rendering: a new one where none came back."""
    told = data.get("form_key", "") if data is not None else ""
    try:
        return UUID(str(told))
    except ValueError:
        return uuid4()
