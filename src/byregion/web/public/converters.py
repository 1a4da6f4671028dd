"""Parts of an address that have a form of their own."""

from __future__ import annotations

from django.urls import register_converter


class _Text:
    def to_python(self, value: str) -> str:
        """Keep the text as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """Write the text as it is."""
        return value


class MunicipalityCode(_Text):
    """An official municipality number."""

    regex = r"[0-9]{4}"


class CountyCode(_Text):
    """An official county number."""

    regex = r"[0-9]{2}"


class FeedKind(_Text):
    """The kinds of feed."""

    regex = r"rss|atom"


class FileKind(_Text):
    """The kinds of file that a table is offered in."""

    regex = r"csv|xlsx|json"


class CitationKind(_Text):
    """The kinds of file that a citation is offered in."""

    regex = r"bib|ris|json"


register_converter(MunicipalityCode, "municipality")
register_converter(CountyCode, "county")
register_converter(FileKind, "kind")
register_converter(FeedKind, "feed")
register_converter(CitationKind, "citation")
