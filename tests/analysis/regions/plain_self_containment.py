"""The self-containment method written as plainly as possible: slow, and the oracle of the kernel.

Every figure is summed anew from the dense matrix at every step.
"""

import numpy as np


class Plain:
    def __init__(self, matrix, requirements, *, mode="definition", most_moves=100):
        self.f = np.asarray(matrix, dtype=float)
        self.requirements = requirements
        self.as_package = mode == "labourmarketareas"
        self.most_moves = most_moves
        self.label = list(range(len(self.f)))
        self.moves = [0] * len(self.f)
        self.log = []

    def members(self, k):
        return [h for h, label in enumerate(self.label) if label == k]

    def clusters(self):
        return sorted({label for label in self.label if label >= 0})

    def validity(self, members):
        q = self.requirements
        lives = self.f[members].sum()
        works = self.f[:, members].sum()
        both = self.f[np.ix_(members, members)].sum()
        contained = min(both / lives, both / works)
        if contained == 1:
            return 1.0
        missing = max((q.target_size - lives) / (q.target_size - q.minimum_size), 0.0)
        ratio = q.minimum_self_containment / q.target_self_containment
        size_term = 1.0 - (1.0 - ratio) * missing
        share = min(contained / q.target_self_containment, 1.0)
        return share * size_term * q.target_self_containment / q.minimum_self_containment

    def ties_out(self, h):
        outside = [g for g in range(len(self.f)) if self.label[g] != self.label[h]]
        return self.f[outside, h].sum() + self.f[h].sum() - self.f[h, h]

    def cohesion(self, h, k):
        members = self.members(k)
        sent, received = self.f[h, members].sum(), self.f[members, h].sum()
        there = sent**2 / (self.f[h].sum() * self.f[:, members].sum())
        back = received**2 / (self.f[members].sum() * self.f[:, h].sum())
        return there + back, received == 0

    def candidate(self, h):
        options = []
        for k in self.clusters():
            if k != self.label[h]:
                cohesion, silent = self.cohesion(h, k)
                tie = (silent, k) if self.as_package else (False, -k)
                options.append((cohesion, *tie, k))
        best = max(options, default=(0,))
        return (best[-1], best[0]) if best[0] > 0 else (None, 0.0)

    def step(self, k):
        h = min(self.members(k), key=lambda h: (-self.ties_out(h), h))
        c, _ = self.candidate(h)
        accepted = c is not None and self.moves[h] < self.most_moves
        if accepted:
            before, after = self.validity(self.members(c)), self.validity([*self.members(c), h])
            accepted = after >= before
        self.label[h] = c if accepted else -1
        self.moves[h] += accepted
        self.log.append((h, k, c if accepted else -1))

    def run(self):
        going_on_with = None
        while True:
            scores = {k: self.validity(self.members(k)) for k in self.clusters()}
            k = min(scores, key=lambda k: (scores[k], k)) if scores else None
            if going_on_with is not None:
                k = going_on_with
            elif k is None or scores[k] >= 1:
                break
            self.step(k)
            more = self.as_package and len(self.members(k)) >= 2
            going_on_with = k if more else None
        waiting = [h for h, _, c in self.log if c == -1]
        self.assign_reserve(sorted(waiting, reverse=True) if self.as_package else waiting)
        return self.label

    def assign_reserve(self, waiting):
        progress = True
        while progress:
            progress = False
            for h in waiting:
                c, _ = self.candidate(h) if self.label[h] < 0 else (None, 0)
                if c is not None:
                    self.label[h] = c
                    self.log.append((h, -1, c))
                    progress = True
