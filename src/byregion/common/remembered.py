"""Answers that many pages share: until anything public changes, or for good where none can."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.utils.translation import get_language

from byregion.common import revision

P = ParamSpec("P")
T = TypeVar("T")
_forgetters: list[Callable[[], None]] = []


def until_changed(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Decorate a read of public tables: its answer is kept, per arguments and language.

    It is kept under the revision, at most so many answers in each process. The arguments must be
    hashable, and whoever asks must leave the answer as it is, for the next one gets the same. As
    with kept pages, the revision is read before the rows are: an answer can be newer than its
    number, never older. Within a transaction nothing is kept, for what is read there may be undone.
    """

    def decorate(read: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(maxsize=most)
        def kept(_under: Hashable, args: Any, kwargs: Any) -> T:
            return read(*args, **dict(kwargs))

        @wraps(read)
        def answer(*args: P.args, **kwargs: P.kwargs) -> T:
            number = None if connection.in_atomic_block else revision.current()
            if number is None:
                return read(*args, **kwargs)
            return kept((number, get_language()), args, tuple(sorted(kwargs.items())))

        _forgetters.append(kept.cache_clear)
        return answer

    return decorate


def for_good(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Decorate a read whose answer follows from its arguments alone, as from a checksum of it all.

    At most so many answers are kept in each process; the same holds for arguments and answer.
    """

    def decorate(read: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(maxsize=most)
        def kept(args: Any, kwargs: Any) -> T:
            return read(*args, **dict(kwargs))

        @wraps(read)
        def answer(*args: P.args, **kwargs: P.kwargs) -> T:
            return kept(args, tuple(sorted(kwargs.items())))

        _forgetters.append(kept.cache_clear)
        return answer

    return decorate


def forget() -> None:
    """Forget every answer, as when another database takes the place of the one that was asked."""
    for clear in _forgetters:
        clear()
