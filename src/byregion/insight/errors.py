"""What can be wrong with an act on an analysis."""


class InsightError(ValueError):
    """An act on an edition that its state does not allow."""


class Frozen(InsightError):
    """A published edition is never changed: a newer one supersedes it."""
