"""Linear algebra that adds in one order, so that its bytes do not depend on the number of threads.

BLAS, which numpy's `@` and scipy's solvers call, divides sums among threads where a table is large,
and another division rounds otherwise. What is here is slower, and still takes milliseconds for the
few hundred units that an analysis has. Products of whole numbers are exact in any order, and need
none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import scipy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BLOCK = 32
# Subscripts of the product of a vector or a table with a vector or a table.
SUBSCRIPTS = {(1, 1): "i,i->", (1, 2): "i,ij->j", (2, 1): "ij,j->i", (2, 2): "ij,jk->ik"}


def product(left: Floats, right: Floats) -> Floats:
    """Give `left @ right` for vectors and tables; of two vectors, an array without dimensions."""
    subscripts = SUBSCRIPTS[left.ndim, right.ndim]
    return np.asarray(np.einsum(subscripts, left, right, optimize=False), dtype=np.float64)


def inner(left: Floats, right: Floats) -> float:
    """Give the inner product of two vectors."""
    return float(product(left, right))


def solve_positive_definite(table: Floats, right: Floats) -> Floats:
    """Solve `table @ x = right` for a symmetric table with positive eigenvalues.

    Parameters
    ----------
    table
        Read on and below the diagonal only.
    right
        One right side (a vector) or several (columns).

    Raises
    ------
    numpy.linalg.LinAlgError
        The table is not positive definite, to the precision of its numbers.
    """
    lower = _cholesky(table)
    upper = np.ascontiguousarray(lower.T)
    answer = np.array(right, dtype=np.float64)
    for i in range(len(lower)):
        answer[i] = (answer[i] - product(lower[i, :i], answer[:i])) / lower[i, i]
    for i in reversed(range(len(upper))):
        answer[i] = (answer[i] - product(upper[i, i + 1 :], answer[i + 1 :])) / upper[i, i]
    return answer


def inverse_positive_definite(table: Floats) -> Floats:
    """Give the inverse of a symmetric table with positive eigenvalues.

    Raises
    ------
    numpy.linalg.LinAlgError
        See `solve_positive_definite`.
    """
    return solve_positive_definite(table, np.eye(len(table)))


def _cholesky(table: Floats) -> Floats:
    """Factor by blocks of columns: what stands to the left is taken off a whole block at once."""
    lower = np.zeros(table.shape)
    for first in range(0, len(table), BLOCK):
        last = min(first + BLOCK, len(table))
        done = lower[first:, :first]
        block = table[first:, first:last] - product(done, done[: last - first].T)
        for j in range(last - first):
            block[j:, j] -= product(block[j:, :j], block[j, :j])
            # Not a number is not above zero, either.
            if not block[j, j] > 0:
                raise np.linalg.LinAlgError("the table is not positive definite")
            block[j, j] = np.sqrt(block[j, j])
            block[j + 1 :, j] /= block[j, j]
        lower[first:, first:last] = block
    return np.tril(lower)


def largest_eigenpairs(table: Floats, count: int) -> tuple[Floats, Floats]:
    """Find the largest eigenvalues of a symmetric table and their vectors, the largest last.

    Householder's reflections make the table tridiagonal; bisection and inverse iteration find the
    pairs there (Golub and Van Loan 2013, sections 8.3 and 8.4). A vector's sign means nothing.

    Parameters
    ----------
    table
        Of at least three rows.
    count
        How many pairs.

    Returns
    -------
    The eigenvalues, and a table with the vectors, of length 1, as columns.
    """
    size = len(table)
    left = np.array(table, dtype=np.float64)
    mirrors = []
    for k in range(size - 2):
        mirror = _mirror(left[k + 1 :, k])
        mirrors.append(mirror)
        # (1 - 2vv')A(1 - 2vv') without a product of tables.
        rest = left[k + 1 :, k + 1 :]
        pushed = product(rest, mirror)
        pushed -= inner(mirror, pushed) * mirror
        rest -= 2 * (mirror[:, None] * pushed + pushed[:, None] * mirror)
        column = left[k + 1 :, k]
        column -= 2 * inner(mirror, column) * mirror
    values, found = scipy.linalg.eigh_tridiagonal(
        np.diag(left).copy(),
        np.diag(left, -1).copy(),
        select="i",
        select_range=(size - count, size - 1),
        lapack_driver="stebz",
    )
    vectors: Floats = np.asarray(found, dtype=np.float64)
    for k in reversed(range(size - 2)):
        part = vectors[k + 1 :]
        part -= 2 * mirrors[k][:, None] * product(mirrors[k], part)
    return np.asarray(values), vectors


def _mirror(column: Floats) -> Floats:
    """Give the direction v of length 1 such that (1 - 2vv') column is zero below its first."""
    length = np.sqrt(inner(column, column))
    direction = np.array(column)
    direction[0] += np.copysign(length, column[0])
    size = np.sqrt(inner(direction, direction))
    return direction / size if size > 0 else direction
