"""What is costly is computed a few at a time, and remembered."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from functools import lru_cache
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from django.conf import settings

from byregion.insight.errors import Busy

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

# Whoever has waited so long, in seconds, is asked to come back: their thread serves others.
LONGEST_WAIT = 10.0

Answer = TypeVar("Answer")


@lru_cache(maxsize=1)
def _places() -> BoundedSemaphore:
    return BoundedSemaphore(settings.COMPUTE_AT_ONCE)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one of the places at which this process computes.

    Raises
    ------
    Busy
        None became free.
    """
    if not _places().acquire(timeout=LONGEST_WAIT):
        raise Busy(LONGEST_WAIT)
    try:
        yield
    finally:
        _places().release()


class Remembered(Generic[Answer]):
    """The latest answers of a function by what they were asked for, made a few at a time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def has(self, key: Hashable) -> bool:
        """Whether the answer is remembered, and so costs nothing."""
        return key in self._kept

    def answer(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """Give the remembered answer, or make it when there is a turn.

        Raises
        ------
        Busy
            Too many others are computing.
        """
        found = self._find(key)
        if found is not None:
            return found
        with turn():
            # Somebody may have made it while this one waited.
            found = self._find(key)
            if found is None:
                found = make()
                self._keep(key, found)
            return found

    def _find(self, key: Hashable) -> Answer | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: Hashable, answer: Answer) -> None:
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
