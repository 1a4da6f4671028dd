"""What went wrong, in words for those who met it."""

from __future__ import annotations

import re

from byregion.wording.grammar import filled, texts

WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def error(exception: BaseException, language: str) -> str:
    """Say what went wrong.

    The text is that of the exception's `key`, else of its type or the nearest type above; an
    exception that has no text is said to be unexpected. Its message, which is in English and for
    those who program, is never shown.

    Parameters
    ----------
    exception
        Any; those of `byregion.analysis` and `byregion.statistics` have texts of their own.
    language
        nn, nb or en.
    """
    known = texts("errors")
    kinds = [WORD.sub("_", kind.__name__).lower() for kind in type(exception).__mro__]
    keys = [str(getattr(exception, "key", "")), *kinds]
    entry = known[next((key for key in keys if key in known), "unexpected")]
    return filled(entry, getattr(exception, "details", {}), language)
