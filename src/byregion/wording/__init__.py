"""What an analysis says, in words: nn, nb and en from the same findings.

The texts are our own, one entry a key in `text/*.toml`, each in all three languages. A sentence is
made from a finding's values alone, so that it cannot say another number than the finding has.
"""

from byregion.wording.errors import error
from byregion.wording.grammar import LANGUAGES, Language, UnknownText
from byregion.wording.numbers import listed, number
from byregion.wording.sentences import column, evidence, label, method, needed, sentence, title
from byregion.wording.sources import (
    period,
    publisher,
    source_line,
    source_named,
    source_title,
)

__all__ = [
    "LANGUAGES",
    "Language",
    "UnknownText",
    "column",
    "error",
    "evidence",
    "label",
    "listed",
    "method",
    "needed",
    "number",
    "period",
    "publisher",
    "sentence",
    "source_line",
    "source_named",
    "source_title",
    "title",
]
