"""Whom a text calls on: names after an @, as people type them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from byregion.people.models import User


def mentioned_in(text: str, people: Iterable[User]) -> list[User]:
    """Give the people whose whole name follows an @ in the text, each once, in their own order.

    Upper and lower case are the same. Of names that begin alike the longest counts; two people of
    one name are both meant.
    """
    known = [person for person in people if person.name]
    found = {name for name, _start, _end in _names(text, known)}
    return [person for person in known if person.name.casefold() in found]


def parts(text: str, people: Iterable[User]) -> Iterator[tuple[str, bool]]:
    """Part the text in pieces, each with whether it calls on somebody."""
    known = [person for person in people if person.name]
    at = 0
    for _name, start, end in _names(text, known):
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def _names(text: str, people: Sequence[User]) -> Iterator[tuple[str, int, int]]:
    """Give each name found, and where it begins (at its @) and ends."""
    names = sorted({person.name for person in people}, key=len, reverse=True)
    start = text.find("@")
    while start >= 0:
        end = start + 1
        for name in names:
            if _stands_at(text, start, name):
                end = start + 1 + len(name)
                yield name.casefold(), start, end
                break
        start = text.find("@", end)


def _stands_at(text: str, start: int, name: str) -> bool:
    end = start + 1 + len(name)
    before, after = text[start - 1 : start], text[end : end + 1]
    is_word = text[start + 1 : end].casefold() == name.casefold()
    return is_word and not before.isalnum() and not after.isalnum()
