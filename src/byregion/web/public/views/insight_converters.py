"""Parts of an analysis' address that have a form of their own."""

from __future__ import annotations

from byregion.common.tables import CONTENT_TYPES
from byregion.insight.addresses import CHAPTERS_BY_SLUG


class _Text:
    def to_python(self, value: str) -> str:
        """Keep the text as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """Write the text as it is."""
        return value


class ChapterSlug(_Text):
    """A chapter."""

    regex = "|".join(CHAPTERS_BY_SLUG)


class TableKey(_Text):
    """The key of a table in an analysis, such as commuting.members."""

    regex = r"[a-z_]+\.[a-z0-9_.]+"


class FigureKind(_Text):
    """What a figure is given as; csv is its table and json its specification."""

    regex = r"svg|png|csv|json"


class ReportKind(_Text):
    """What the report is given as; zip is the annex with all data."""

    regex = r"pdf|docx|html|zip"


class Codes(_Text):
    """Municipality numbers joined by hyphens; what is wrong with them is said on a page."""

    regex = r"[^/\x00]{1,300}"


class SharedFile(_Text):
    """What a table over several regions is given as."""

    regex = "|".join(CONTENT_TYPES)
