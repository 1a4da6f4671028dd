"""What can go wrong in an analysis, as types that a caller can tell apart.

Every message says what is wrong and how to mend it, in English; a face that shows it to a user
translates by type and uses the attributes, never the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Details = Mapping[str, str | int | tuple[str, ...]]


class AnalysisError(ValueError):
    """Base of all errors that the engine raises on purpose.

    `key` names the text in `byregion.wording` that says it to people, where there is one nearer
    than the type's own; `details` is what that text is made of.
    """

    def __init__(self, message: str = "", *, key: str = "", details: Details | None = None) -> None:
        self.key = key
        self.details: Details = dict(details or {})
        super().__init__(message)


class InvalidInput(AnalysisError):
    """A frame or parameter does not have the shape or range that the method needs."""


class UnknownCodes(AnalysisError):
    """Codes that no municipality had at the time in question."""

    def __init__(self, codes: Iterable[str], *, where: str) -> None:
        self.codes: tuple[str, ...] = tuple(sorted(set(codes)))
        self.where = where
        super().__init__(
            f"unknown codes in {where}: {shorten(self.codes)}", details={"codes": self.codes}
        )


class NotEnoughData(AnalysisError):
    """The method is defined, but not for so few observations."""


class InfeasibleMargins(AnalysisError):
    """Row and column totals that no table of the asked structure can have."""


class DidNotConverge(AnalysisError):
    """An iteration stopped before it reached its tolerance; no figure is returned."""


def shorten(codes: Sequence[str], *, most: int = 10) -> str:
    """List codes for a message, the first `most` of them, and say how many were left out."""
    shown = ", ".join(codes[:most])
    left_out = len(codes) - most
    return f"{shown} and {left_out} more" if left_out > 0 else shown
