"""Text in three languages on a model: columns name_nn, name_nb, name_en, read as `name`."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import get_language

LANGUAGES = ("nn", "nb", "en")
# A Norwegian reader gets the other Norwegian form before English.
FALLBACK = {"nn": ("nn", "nb", "en"), "nb": ("nb", "nn", "en"), "en": ("en", "nb", "nn")}


class Text(NamedTuple):
    """A text and the language it is in, so that a page can mark a fallback with `lang`."""

    text: str
    language: str

    def __str__(self) -> str:
        """Show the text alone where a template prints it."""
        return self.text


class Translated:
    """Descriptor: `summary = Translated("summary")` reads the column of the active language."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __get__(self, instance: object | None, owner: type | None = None) -> Text:
        """Give the text in the active language, else in the first one that has it."""
        if instance is None:
            return Text("", "")
        active = (get_language() or "nn").split("-")[0]
        for language in FALLBACK.get(active, LANGUAGES):
            text = getattr(instance, f"{self.field}_{language}")
            if text:
                return Text(text, language)
        return Text("", active)
