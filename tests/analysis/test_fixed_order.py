"""numpy and LAPACK are the oracles: they add in another order, and agree to rounding."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byregion.analysis.fixed_order import (
    BLOCK,
    inner,
    inverse_positive_definite,
    largest_eigenpairs,
    product,
    solve_positive_definite,
)

SIZES = [1, 2, 3, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 150]


def positive(size, seed=3):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(size, size + 5))
    return root @ root.T + np.eye(size)


@pytest.mark.parametrize("shapes", [((5,), (5,)), ((5,), (5, 3)), ((4, 5), (5,)), ((4, 5), (5, 3))])
def test_product_is_that_of_numpy(shapes):
    rng = np.random.default_rng(1)
    left, right = (rng.normal(size=shape) for shape in shapes)
    answer = product(left, right)
    assert answer.shape == (left @ right).shape
    np.testing.assert_allclose(answer, left @ right, rtol=1e-13, atol=1e-14)


def test_inner_is_a_plain_number():
    assert inner(np.array([1.0, 2.0]), np.array([3.0, 4.0])) == 11.0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("columns", [None, 0, 1, 4])
def test_solution_is_that_of_lapack(size, columns):
    table = positive(size)
    shape = (size,) if columns is None else (size, columns)
    right = np.random.default_rng(2).normal(size=shape)
    before = right.copy()
    answer = solve_positive_definite(table, right)
    assert answer.shape == shape
    np.testing.assert_allclose(answer, np.linalg.solve(table, right), rtol=1e-9, atol=1e-11)
    np.testing.assert_array_equal(right, before)


def test_only_the_lower_half_is_read():
    table = positive(40)
    np.testing.assert_array_equal(
        inverse_positive_definite(np.tril(table)), inverse_positive_definite(table)
    )


@pytest.mark.parametrize(
    "table",
    [
        np.array([[1.0, 2.0], [2.0, 1.0]]),
        np.array([[1.0, 1.0], [1.0, 1.0]]),
        np.array([[np.nan]]),
        -np.eye(BLOCK + 3),
    ],
)
def test_table_that_is_not_positive_definite_is_refused(table):
    with pytest.raises(np.linalg.LinAlgError, match="not positive definite"):
        solve_positive_definite(table, np.ones(len(table)))


@pytest.mark.parametrize("size", SIZES[2:])
def test_eigenpairs_are_those_of_lapack(size):
    table = positive(size) - 3 * np.eye(size)
    values, vectors = largest_eigenpairs(table, 3)
    expected, axes = np.linalg.eigh(table)
    np.testing.assert_allclose(values, expected[-3:], rtol=1e-11, atol=1e-11)
    np.testing.assert_allclose(np.abs((vectors * axes[:, -3:]).sum(axis=0)), 1, rtol=1e-9)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(3, 12), st.integers(0, 10**6))
def test_eigenpairs_of_tables_with_equal_and_zero_entries(size, seed):
    """Small whole numbers: many zeros, so that some reflections have nothing to reflect."""
    half = np.random.default_rng(seed).integers(-1, 2, (size, size)).astype(float)
    table = half + half.T
    values, vectors = largest_eigenpairs(table, 2)
    np.testing.assert_allclose(values, np.linalg.eigvalsh(table)[-2:], atol=1e-10)
    np.testing.assert_allclose(table @ vectors, vectors * values, atol=1e-7)
    np.testing.assert_allclose(vectors.T @ vectors, np.eye(2), atol=1e-7)
