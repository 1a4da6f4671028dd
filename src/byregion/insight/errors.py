"""What can be wrong with an act on an analysis."""


class InsightError(ValueError):
    """An act on an edition that its state does not allow."""


class Frozen(InsightError):
    """A published edition is never changed: a newer one supersedes it."""


class DraftWaits(InsightError):
    """The region has a draft: it is published or thrown away before another is made."""


class Busy(InsightError):
    """Too much is being computed at once; `seconds` is when to try again."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"too much is being computed; try again in {seconds:.0f} s")


class StoreChanged(InsightError):
    """The store of statistics is no longer in the state that something was ordered in."""
