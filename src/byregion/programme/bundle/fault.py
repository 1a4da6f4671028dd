"""One thing that is wrong with a bundle, said so that the one who wrote it can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Fault:
    """Where it is, what is wrong and how to mend it; `row` is a line number, 1 is the header."""

    file: str
    row: int | None
    column: str
    message: str
    mend: str

    def __str__(self) -> str:
        """Write the fault on one line, with its place first."""
        place = ":".join(str(part) for part in (self.file, self.row, self.column) if part)
        return f"{place}: {self.message} {self.mend}"


class BundleFaults(ValueError):
    """A bundle that cannot be used; `faults` has everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
