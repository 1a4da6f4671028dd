"""A free choice of municipalities, and how it stands in an address: 1804k-1841-1848.

A number followed by k is a core (kjerne); without any the analysis finds the cores by commuting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from byregion.analysis.geography.vintage import exists
from byregion.insight.errors import InsightError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from byregion.analysis.geography.vintage import Vintage

MOST_MUNICIPALITIES = 20
CORE = "k"
_PART = re.compile(r"([0-9]{4})(k?)")


class BadChoice(InsightError):
    """Not a choice that can be analysed; what is wrong is in the attributes."""

    def __init__(
        self,
        choice: Choice,
        *,
        unreadable: tuple[str, ...] = (),
        unknown: tuple[str, ...] = (),
        strange_cores: tuple[str, ...] = (),
    ) -> None:
        self.choice = choice
        self.unreadable = unreadable
        self.unknown = unknown
        self.strange_cores = strange_cores
        self.too_many = len(choice.codes) > MOST_MUNICIPALITIES
        self.is_empty = not choice.codes
        super().__init__(f"not a choice: {choice.text or 'empty'}")


@dataclass(frozen=True, slots=True)
class Choice:
    """Municipality numbers, sorted, each once, and those of them that are said to be cores."""

    codes: tuple[str, ...]
    cores: tuple[str, ...] = ()

    @classmethod
    def of(cls, codes: Iterable[str], cores: Iterable[str] = ()) -> Choice:
        """Put numbers in order."""
        return cls(tuple(sorted(set(codes))), tuple(sorted(set(cores))))

    @property
    def text(self) -> str:
        """The choice as it stands in an address."""
        return "-".join(f"{code}{CORE if code in self.cores else ''}" for code in self.codes)


def read(text: str, at: Vintage) -> Choice:
    """Read what an address says.

    Raises
    ------
    BadChoice
        It cannot be read, or `checked` refuses it.
    """
    parts = text.split("-") if text else []
    found = [(part, _PART.fullmatch(part)) for part in parts]
    good = [match for _, match in found if match]
    choice = Choice.of([one[1] for one in good], [one[1] for one in good if one[2]])
    return checked(choice, at, unreadable=tuple(part for part, match in found if not match))


def checked(choice: Choice, at: Vintage, *, unreadable: tuple[str, ...] = ()) -> Choice:
    """Give the choice back if it can be analysed.

    Raises
    ------
    BadChoice
        Nothing or too much is chosen, a number is no municipality of the division, or a core is
        not among the chosen.
    """
    unknown = tuple(code for code in choice.codes if not exists(code, at))
    kept = Choice.of(set(choice.codes) - set(unknown), set(choice.cores) - set(unknown))
    strange = tuple(code for code in kept.cores if code not in kept.codes)
    fault = BadChoice(kept, unreadable=unreadable, unknown=unknown, strange_cores=strange)
    if unreadable or unknown or strange or fault.too_many or fault.is_empty:
        raise fault
    return choice
