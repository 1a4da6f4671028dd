"""The compiled loop of the self-containment method.

Imported only when the method runs, because numba takes longer to import than most analyses take.
The readable definition is in `self_containment`; here every step touches only the neighbours of
one unit, so that the work grows with the number of flows and not with the square of the units.

All flows arrive as multiples of a power of two (see `self_containment.EXACT`), so sums and
differences are exact and incremental figures equal figures summed anew.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Csr = tuple[NDArray[np.int64], Ints, Floats]


def compiled(function: Any) -> Any:
    """Compile on first use, and keep the result on disk where there is a place to write it."""
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:
        # A read-only installation without a home: compiled anew in each process.
        return njit(nogil=True)(function)


# What a row of the log says.
MOVED, RESERVED_NO_LINK, RESERVED_WEAKENS, RESERVED_RESTLESS, ASSIGNED = range(5)


class State(NamedTuple):
    """Everything the loop changes, and the fixed figures of each unit.

    Units and clusters are numbered alike: cluster k is the one that began as unit k. `sent` and
    `received` are zero between steps.
    """

    out: Csr
    into: Csr
    residents: Floats
    jobs: Floats
    internal: Floats
    rule: Floats
    label: Ints
    lives: Floats
    works: Floats
    both: Floats
    scores: Floats
    tree: Ints
    own_inflow: Floats
    head: Ints
    following: Ints
    preceding: Ints
    size: Ints
    moves: Ints
    sent: Floats
    received: Floats
    met: Ints


@compiled
def _score(lives: float, works: float, both: float, rule: Floats) -> float:
    least_size, least, target_size, target = rule
    contained = min(both / lives, both / works)
    if contained == 1.0:
        return 1.0
    lacking = (target_size - lives) / (target_size - least_size)
    size_term = 1.0 - (1.0 - least / target) * max(lacking, 0.0)
    return float(min(contained / target, 1.0) * size_term * target / least)


@compiled
def _match(tree: Ints, scores: Floats, node: int) -> None:
    left, right = tree[2 * node], tree[2 * node + 1]
    right_wins = right >= 0 and scores[right] < scores[left]
    tree[node] = right if right_wins else left


@compiled
def _tournament(scores: Floats) -> Ints:
    """Binary tree over the clusters whose root, place 1, has the lowest score, then number."""
    leaves = 1
    while leaves < scores.size:
        leaves *= 2
    tree = np.full(2 * leaves, -1, np.int32)
    for cluster in range(scores.size):
        tree[leaves + cluster] = cluster
    for node in range(leaves - 1, 0, -1):
        _match(tree, scores, node)
    return tree


@compiled
def _rescore(s: State, k: int) -> None:
    """Score a cluster anew and replay its matches; one without members never loses."""
    s.scores[k] = np.inf
    if s.size[k] > 0:
        s.scores[k] = _score(s.lives[k], s.works[k], s.both[k], s.rule)
    node = (s.tree.size // 2 + k) // 2
    while node >= 1:
        _match(s.tree, s.scores, node)
        node //= 2


@compiled
def _loosest_member(s: State, k: int) -> int:
    """Find the member with most inflow from outside the cluster plus outflow; then lowest id."""
    member = int(s.head[k])
    best, most = member, -1.0
    while member >= 0:
        inflow = s.jobs[member] - s.internal[member] - s.own_inflow[member]
        ties = inflow + s.residents[member] - s.internal[member]
        if ties > most or (ties == most and member < best):
            best, most = member, ties
        member = int(s.following[member])
    return best


@compiled
def _gather(s: State, h: int) -> int:
    """Sum the flows between a unit and each cluster that it meets; say how many it meets."""
    count = 0
    for at in range(s.out[0][h], s.out[0][h + 1]):
        k = s.label[s.out[1][at]]
        if k >= 0:
            if s.sent[k] == 0.0:
                s.met[count] = k
                count += 1
            s.sent[k] += s.out[2][at]
    for at in range(s.into[0][h], s.into[0][h + 1]):
        k = s.label[s.into[1][at]]
        if k >= 0:
            if s.sent[k] == 0.0 and s.received[k] == 0.0:
                s.met[count] = k
                count += 1
            s.received[k] += s.into[2][at]
    return count


@compiled
def _forget(s: State, count: int) -> None:
    for place in range(count):
        s.sent[s.met[place]] = 0.0
        s.received[s.met[place]] = 0.0


@compiled
def _most_cohesive(s: State, h: int, own: int, count: int, as_package: bool) -> tuple[int, float]:  # noqa: FBT001  -- numba takes flags by position
    """Find the cluster with the largest cohesion, the own one left out; -1 where there is none."""
    best, largest = -1, 0.0
    for place in range(count):
        k = s.met[place]
        if k == own:
            continue
        cohesion = s.sent[k] ** 2 / (s.residents[h] * s.works[k])
        cohesion += s.received[k] ** 2 / (s.lives[k] * s.jobs[h])
        wins = cohesion > largest
        if cohesion == largest and best >= 0:
            wins = k < best
            if as_package:
                silent, other = s.received[k] == 0.0, s.received[best] == 0.0
                wins = k > best if silent == other else silent
        if wins:
            best, largest = k, cohesion
    return best, largest


@compiled
def _shift_own_inflow(s: State, h: int, k: int, sign: float) -> None:
    for at in range(s.out[0][h], s.out[0][h + 1]):
        neighbour = s.out[1][at]
        if s.label[neighbour] == k:
            s.own_inflow[neighbour] += sign * s.out[2][at]


@compiled
def _leave(s: State, h: int, k: int) -> None:
    s.label[h] = -1
    _shift_own_inflow(s, h, k, -1.0)
    before, after = s.preceding[h], s.following[h]
    if before >= 0:
        s.following[before] = after
    else:
        s.head[k] = after
    if after >= 0:
        s.preceding[after] = before
    s.size[k] -= 1
    s.lives[k] -= s.residents[h]
    s.works[k] -= s.jobs[h]
    s.both[k] -= s.sent[k] + s.received[k] + s.internal[h]
    _rescore(s, k)


@compiled
def _enter(s: State, h: int, k: int) -> None:
    _shift_own_inflow(s, h, k, 1.0)
    s.own_inflow[h] = s.received[k]
    # A cluster that can be entered has members, so that there is a first one to stand before.
    s.preceding[h], s.following[h] = -1, s.head[k]
    s.preceding[s.head[k]] = h
    s.head[k] = h
    s.label[h] = k
    s.moves[h] += 1
    s.size[k] += 1
    s.lives[k] += s.residents[h]
    s.works[k] += s.jobs[h]
    s.both[k] += s.sent[k] + s.received[k] + s.internal[h]
    _rescore(s, k)


@compiled
def _verdict(s: State, h: int, c: int, most_moves: int) -> int:
    if c < 0:
        return RESERVED_NO_LINK
    if s.moves[h] >= most_moves:
        return RESERVED_RESTLESS
    after = _score(
        s.lives[c] + s.residents[h],
        s.works[c] + s.jobs[h],
        s.both[c] + s.sent[c] + s.received[c] + s.internal[h],
        s.rule,
    )
    return MOVED if after >= s.scores[c] else RESERVED_WEAKENS


@compiled
def _assign_reserve(s: State, waiting: Any, log: Any, as_package: bool) -> None:  # noqa: FBT001  -- numba takes flags by position
    """Give each unit on the reserve list to its most cohesive cluster, until none can be given."""
    progress = True
    while progress:
        progress = False
        for h in waiting:
            if s.label[h] >= 0:
                continue
            count = _gather(s, h)
            c, cohesion = _most_cohesive(s, h, -1, count, as_package)
            if c >= 0:
                _enter(s, h, c)
                log.append((h, -1, c, ASSIGNED, cohesion, s.scores[c]))
                progress = True
            _forget(s, count)


@compiled
def _initial(  # noqa: PLR0917  -- numba takes arguments by position
    out: Csr, into: Csr, residents: Floats, jobs: Floats, internal: Floats, rule: Floats
) -> State:
    n = residents.size
    units = np.arange(n).astype(np.int32)
    scores = np.empty(n)
    for k in range(n):
        scores[k] = _score(residents[k], jobs[k], internal[k], rule)
    return State(
        out,
        into,
        residents,
        jobs,
        internal,
        rule,
        units,
        residents.copy(),
        jobs.copy(),
        internal.copy(),
        scores,
        _tournament(scores),
        np.zeros(n),
        units.copy(),
        np.full(n, -1, np.int32),
        np.full(n, -1, np.int32),
        np.ones(n, np.int32),
        np.zeros(n, np.int32),
        np.zeros(n),
        np.zeros(n),
        np.empty(n, np.int32),
    )


@compiled
def _as_arrays(log: Any) -> tuple[Ints, Floats]:
    steps = np.empty((len(log), 4), np.int32)
    figures = np.empty((len(log), 2))
    for row in range(len(log)):
        unit, left, entered, what, cohesion, after = log[row]
        steps[row, 0], steps[row, 1], steps[row, 2], steps[row, 3] = unit, left, entered, what
        figures[row, 0], figures[row, 1] = cohesion, after
    return steps, figures


@compiled
def regionalise(  # noqa: PLR0917  -- numba takes arguments by position
    out: Csr,
    into: Csr,
    residents: Floats,
    jobs: Floats,
    internal: Floats,
    rule: Floats,
    most_moves: int,
    as_package: bool,  # noqa: FBT001  -- numba takes flags by position
) -> tuple[Ints, Ints, Floats]:
    """Run the method; give each unit's cluster (-1: none) and the log as two arrays.

    Log rows are (unit, from, to, what) and (cohesion, validity of the receiver afterwards); `to`
    is -1 for a unit put on the reserve list, `from` is -1 for one taken from it.
    """
    s = _initial(out, into, residents, jobs, internal, rule)
    log = [(0, 0, 0, 0, 0.0, 0.0) for _ in range(0)]
    waiting = [0 for _ in range(0)]
    going_on_with = -1
    while going_on_with >= 0 or s.scores[s.tree[1]] < 1.0:
        k = going_on_with if going_on_with >= 0 else s.tree[1]
        h = _loosest_member(s, k)
        count = _gather(s, h)
        c, cohesion = _most_cohesive(s, h, k, count, as_package)
        what = _verdict(s, h, c, most_moves)
        _leave(s, h, k)
        if what == MOVED:
            _enter(s, h, c)
            log.append((h, k, c, what, cohesion, s.scores[c]))
        else:
            waiting.append(h)
            log.append((h, k, -1, what, cohesion, np.nan))
        _forget(s, count)
        going_on_with = k if as_package and s.size[k] >= 2 else -1
    if as_package:
        waiting.sort(reverse=True)
    _assign_reserve(s, waiting, log, as_package)
    steps, figures = _as_arrays(log)
    return s.label, steps, figures
