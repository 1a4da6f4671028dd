import numpy as np
import pytest

from byregion.analysis.errors import InvalidInput, NotEnoughData
from byregion.analysis.industry.complexity import economic_complexity, specialised

# Nested: u0 is specialised in the most, i3 is had by the fewest.
NESTED = [[40, 30, 20, 10], [50, 40, 10, 0], [60, 40, 0, 0], [100, 0, 0, 0]]


def random_table(square):
    numbers = np.random.default_rng(11).gamma(0.5, 100, size=(9, 7)).round() + 1
    return square(numbers.tolist())


def test_specialisation_is_a_quotient_of_at_least_one(square):
    """Industry totals 250, 110, 30, 10 of 400; u0 has 100."""
    kept = specialised(square(NESTED), smallest=1)
    assert kept.quotients[0].tolist() == pytest.approx([0.64, 12 / 11, 8 / 3, 4])
    assert kept.matrix.tolist() == [[0, 1, 1, 1], [0, 1, 1, 0], [0, 1, 0, 0], [1, 0, 0, 0]]


def test_equal_mixes_count_as_specialised_in_spite_of_rounding(square):
    assert specialised(square([[1, 2, 4], [3, 6, 12], [7, 14, 28]]), smallest=1).matrix.all()


def test_index_is_the_second_eigenvector_of_the_definition(square):
    kept = specialised(random_table(square), smallest=1)
    M = kept.matrix
    result = economic_complexity(random_table(square), smallest=1)
    transition = (M / M.sum(axis=1, keepdims=True)) @ (M / M.sum(axis=0)).T
    values, vectors = np.linalg.eig(transition)
    order = np.argsort(values.real)[::-1]
    assert values.real[order[0]] == pytest.approx(1)
    assert result.eigenvalue == pytest.approx(values.real[order[1]])
    expected = vectors[:, order[1]].real
    expected = (expected - expected.mean()) / expected.std()
    eci = result.units["eci"].to_numpy()
    assert abs(eci @ expected) / len(eci) == pytest.approx(1)
    assert np.corrcoef(eci, result.units["diversity"].to_numpy())[0, 1] >= 0
    assert [eci.mean(), eci.std()] == pytest.approx([0, 1], abs=1e-12)
    pci = result.industries["pci"].to_numpy()
    mean_of_units = (M.T @ eci) / M.sum(axis=0)
    assert np.corrcoef(pci, mean_of_units)[0, 1] == pytest.approx(1)


def test_fitness_by_hand_after_one_round(square):
    """From ones: fitness is diversity over its mean."""
    result = economic_complexity(random_table(square), smallest=1, iterations=1).units
    diversity = result["diversity"].to_numpy()
    assert result["fitness"].to_numpy() == pytest.approx(diversity / diversity.mean())


def test_fitness_follows_its_recursion(square):
    data = random_table(square)
    M = specialised(data, smallest=1).matrix
    fitness, quality = np.ones(9), np.ones(7)
    for _ in range(4):
        new = np.array([sum(M[c, p] * quality[p] for p in range(7)) for c in range(9)])
        other = [1 / sum(M[c, p] / fitness[c] for c in range(9)) for p in range(7)]
        fitness, quality = new / new.mean(), np.array(other) / np.mean(other)
    result = economic_complexity(data, smallest=1, iterations=4)
    assert result.units["fitness"].to_numpy() == pytest.approx(fitness)


def test_units_below_the_floor_are_left_out_and_named(square):
    numbers = np.random.default_rng(11).gamma(0.5, 100, size=(9, 7)).round() + 1
    numbers[4] = [0, 0, 0, 0, 0, 0, 2]
    result = economic_complexity(square(numbers.tolist()), smallest=50)
    assert result.left_out.rows() == [("u4", 2.0)]
    assert "u4" not in result.units["unit"].to_list()
    without = economic_complexity(square(np.delete(numbers, 4, axis=0).tolist()), smallest=50)
    assert result.units["eci"].to_list() == pytest.approx(without.units["eci"].to_list())


def test_indices_that_are_not_determined_are_refused(square):
    with pytest.raises(InvalidInput, match="fall into parts"):
        economic_complexity(square(NESTED), smallest=1)
    with pytest.raises(InvalidInput, match="not unique"):
        economic_complexity(square([[1, 2, 4]] * 3), smallest=1)


def test_an_index_that_does_not_go_with_diversity_has_no_sign(square):
    """A chain that is its own mirror image: either end could be the complex one."""
    chain = [[10, 10, 0, 0], [10, 10, 10, 0], [0, 10, 10, 10], [0, 0, 10, 10]]
    with pytest.raises(InvalidInput, match="sign is not determined"):
        economic_complexity(square(chain), smallest=1)


def test_faulty_parameters_and_too_few_units_are_refused(square):
    data = random_table(square)
    with pytest.raises(InvalidInput, match="above zero"):
        economic_complexity(data, smallest=0)
    with pytest.raises(InvalidInput, match="iterations"):
        economic_complexity(data, iterations=0)
    with pytest.raises(NotEnoughData, match="0 and 0 are left"):
        economic_complexity(data, smallest=1e9)
