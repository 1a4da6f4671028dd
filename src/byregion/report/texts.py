"""Words of the report's frame, in nn, nb and en; what the analysis says is in byregion.wording."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from byregion.wording import LANGUAGES, UnknownText


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("byregion.report") / "texts.toml").read_text(encoding="utf-8"))


def said(key: str, language: str, **values: str) -> str:
    """Give a text of the frame, filled in.

    Raises
    ------
    UnknownText
        There is no such text, or not in the language.
    """
    try:
        text = _texts()[key][language]
    except KeyError:
        raise UnknownText(f"no text {key!r} in {language!r}") from None
    return text.format(**values)


def plain_words(language: str) -> dict[str, str]:
    """Give every text of the frame that is not filled in, by key.

    Raises
    ------
    UnknownText
        The language is none of nn, nb and en.
    """
    if language not in LANGUAGES:
        raise UnknownText(f"no texts in {language!r}")
    return {key: forms[language] for key, forms in _texts().items() if "{" not in forms[language]}
