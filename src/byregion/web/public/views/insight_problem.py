"""What the engine refuses, in the reader's language: by the type of the error, never its text."""

from __future__ import annotations

from django.utils.translation import gettext as _

from byregion.analysis.errors import (
    AnalysisError,
    DidNotConverge,
    NotEnoughData,
    UnknownCodes,
    shorten,
)
from byregion.statistics.errors import StatisticsError, StoreDamaged, UnknownTable


def in_words(error: AnalysisError | StatisticsError) -> str:
    """Say what is wrong, and where it helps, what to do."""
    if isinstance(error, UnknownCodes):
        text = _("These are not among the municipalities that the statistics have: %(codes)s.")
        return text % {"codes": shorten(error.codes)}
    for kind, words in _words():
        if isinstance(error, kind):
            return words
    return _("The analysis cannot be made of these municipalities with the figures loaded here.")


def _words() -> list[tuple[type[Exception], str]]:
    return [
        (
            NotEnoughData,
            _("There are too few figures for these municipalities. Choose more of them."),
        ),
        (DidNotConverge, _("The calculation did not reach an answer, so none is shown.")),
        (
            UnknownTable,
            _("A table that every analysis needs is not loaded here: population or commuting."),
        ),
        (
            StoreDamaged,
            _("The statistics loaded here cannot be read. Whoever runs this site must load them."),
        ),
    ]
