"""The state of an intramax run: who is left, and which pair exchanges most for its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from byregion.analysis.regions.contiguity import border_matrix

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from byregion.analysis.flows import Flows


class Exchange:
    """Flows between the clusters left, the score of every pair, and each row's best partner."""

    def __init__(self, flows: Flows, neighbours: Mapping[str, Collection[str]] | None) -> None:
        self.between = flows.matrix.toarray()
        self.lives, self.works = flows.employed_residents.copy(), flows.jobs.copy()
        n = len(flows.units)
        self.alive = np.ones(n, dtype=bool)
        self.borders: NDArray[np.bool_] | None = None
        if neighbours is not None:
            self.borders = np.asarray(border_matrix(flows.units, neighbours).toarray() > 0)
        self.scores = np.zeros((n, n))
        for i in range(n):
            self.scores[i] = self._scores_of(i)
        self.partner = np.argmax(self.scores, axis=1)
        self.best = self.scores[np.arange(n), self.partner]

    def _scores_of(self, i: int) -> NDArray[np.float64]:
        there = _over(self.between[i], self.lives[i] * self.works)
        back = _over(self.between[:, i], self.lives * self.works[i])
        open_to = self.alive.copy() if self.borders is None else self.alive & self.borders[i]
        open_to[i] = False
        return np.where(open_to, there + back, 0.0)

    def best_pair(self) -> tuple[int, int, float] | None:
        """Give the pair with the highest score, lower code first; None when nobody is left."""
        i = int(np.argmax(self.best))
        if self.best[i] <= 0:
            return None
        return i, int(self.partner[i]), float(self.best[i])

    def merge(self, kept: int, gone: int) -> float:
        """Merge two clusters and give the commuters between them."""
        taken_in = float(self.between[kept, gone] + self.between[gone, kept])
        for matrix in (self.between, self.borders):
            if matrix is not None:
                matrix[kept] += matrix[gone]
                matrix[:, kept] += matrix[:, gone]
                matrix[gone], matrix[:, gone] = 0, 0
        for totals in (self.lives, self.works):
            totals[kept] += totals[gone]
            totals[gone] = 0
        self.alive[gone] = False
        fresh = self._scores_of(kept)
        self.scores[kept], self.scores[:, kept] = fresh, fresh
        self.scores[gone], self.scores[:, gone] = 0, 0
        self._find_partners(kept, gone)
        return taken_in

    def _find_partners(self, kept: int, gone: int) -> None:
        # Only rows that lost their partner, or got a better one, can have a new best.
        stale = (
            (self.partner == kept) | (self.partner == gone) | (self.scores[:, kept] >= self.best)
        )
        stale[[kept, gone]] = True
        at = np.flatnonzero(stale)
        self.partner[at] = np.argmax(self.scores[at], axis=1)
        self.best[at] = self.scores[at, self.partner[at]]


def _over(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
