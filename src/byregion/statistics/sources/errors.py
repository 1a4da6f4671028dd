"""What can go wrong between us and a publisher's service."""

from __future__ import annotations

from byregion.statistics.errors import StatisticsError


class SourceError(StatisticsError):
    """Base of all errors in talking to a publisher's service."""


class InvalidResponse(SourceError):
    """The service answered, but not with what its protocol says."""


class RefusedQuery(SourceError):
    """The service refused the question; `diagnosis` is its own words, where it gave any."""

    def __init__(self, status: int, diagnosis: str, *, address: str) -> None:
        self.status = status
        self.diagnosis = diagnosis
        super().__init__(f"{address} answered {status}: {diagnosis}")


class ServiceUnavailable(SourceError):
    """The service could not be reached, or kept answering that it is busy."""


class UnknownPeriod(SourceError):
    """The publisher's table has nothing for the years that were asked for."""


class ChangedTable(SourceError):
    """The publisher's table no longer has the dimensions or codes that the catalogue names."""
