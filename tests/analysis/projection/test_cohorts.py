"""The projection against a published one, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from byregion.analysis.errors import InvalidInput
from byregion.analysis.projection.cohorts import project_population
from byregion.analysis.projection.population import CohortRates, Population

modest = settings(derandomize=True, max_examples=40, deadline=None)

# Sweden, women, 1 January 1993, and rates 1993-1998, in five-year groups to 80+: Preston, Heuveline
# and Guillot (2001), box 6.2, as the tests of markalava/CCMPP give them in full precision.
SWEDEN = {
    "women": [
        293395, 248369, 240012, 261346, 285209, 314388, 281290, 286923, 304108,
        324946, 247613, 211351, 215140, 221764, 223506, 183654, 254414,
    ],
    "fertility": [
        0, 0, 0, 0.012, 0.0908, 0.1499, 0.1125, 0.0441, 0.0074, 0.0003, 0, 0, 0, 0, 0, 0, 0,
    ],
    "survival": [
        0.999298474130982, 0.999523271204374, 0.999255384875458, 0.998733211018043,
        0.998519868845054, 0.998071361638878, 0.997059972117285, 0.995306031333712,
        0.992182641549444, 0.987776734283712, 0.981527675199983, 0.970465422882409,
        0.952606955959568, 0.923471809204568, 0.86986034386444, 0.774955902248557,
        0.517928194893993,
    ],
    "migration": [
        0.00466265614615109, 0.00334180191569801, 0.0028040264653434, 0.00403296778982651,
        0.00647945892310551, 0.00523556878761276, 0.00388922464360624, 0.00219919630005263,
        0.00116406013653044, 0.000686267872200304, 0.000868290437093367, 0.000799617697574178,
        0.000599609556567816, 0.000477985606320232, 0.000416096212182223, 0.000326701297004149,
        0.000334101110787928,
    ],
    "women_1998": [
        302392, 298682, 252007, 244150, 268267, 293515, 320624, 284767, 288031, 303166, 322062,
        243989, 205841, 205516, 205270, 194771, 274531,
    ],
}  # fmt: skip


def swedish_rates():
    return CohortRates.of(
        fertility=SWEDEN["fertility"],
        survival_female=SWEDEN["survival"],
        survival_male=SWEDEN["survival"],
        birth_survival_female=0.994974,
        birth_survival_male=0.994974,
        migration_female=SWEDEN["migration"],
        migration_male=SWEDEN["migration"],
        sex_ratio=1.05,
    )


def test_sweden_1993_to_1998_is_the_published_vector():
    start = Population.of(female=SWEDEN["women"], male=SWEDEN["women"])
    projection = project_population(start, swedish_rates(), step_years=5, steps=1)
    assert projection.final.female[0].round().tolist() == SWEDEN["women_1998"]
    # With women's rates for men too, only the newborn differ, by the sex ratio: 317,340 there.
    assert projection.final.male[0].round().tolist() == [317340, *SWEDEN["women_1998"][1:]]
    assert projection.provenance.estimate
    assert projection.totals.shape == (2, 1)


def test_places_projected_together_are_as_projected_alone():
    people = np.array([SWEDEN["women"], np.array(SWEDEN["women"])[::-1]])
    together = project_population(
        Population.of(female=people, male=people * 0.9), swedish_rates(), step_years=5, steps=3
    )
    for place in range(2):
        alone = project_population(
            Population.of(female=people[place], male=people[place] * 0.9),
            swedish_rates(),
            step_years=5,
            steps=3,
        )
        np.testing.assert_allclose(together.final.female[place], alone.final.female[0], rtol=1e-14)
        np.testing.assert_allclose(together.final.male[place], alone.final.male[0], rtol=1e-14)


def test_one_year_step_by_hand():
    start = Population.of(female=[100, 80, 60], male=[90, 70, 50])
    rates = CohortRates.of(
        fertility=[0, 0.5, 0],
        survival_female=[0.9, 0.8, 0.5],
        survival_male=[0.8, 0.7, 0.4],
        birth_survival_female=0.95,
        birth_survival_male=0.9,
        migration_female=[0, 0.1, 0],
        sex_ratio=1.0,
    )
    after = project_population(start, rates, step_years=1, steps=1)
    births = 0.5 * (84 + 94) / 2
    women = [births / 2 * 0.95, 90 + 4, 84 * 0.8 + 60 * 0.5]
    assert after.births[0, 0] == pytest.approx(births)
    assert after.final.female[0] == pytest.approx(women)
    assert after.final.male[0] == pytest.approx([births / 2 * 0.9, 72, 49 + 20])
    assert after.migrants[0, 0] == pytest.approx(8)


def test_rates_may_change_from_step_to_step():
    start = Population.of(female=[100, 100], male=[100, 100])
    calm, deadly = (
        CohortRates.of(
            fertility=[0, 0],
            survival_female=[share, share],
            survival_male=[share, share],
            birth_survival_female=1,
            birth_survival_male=1,
            sex_ratio=1.05,
        )
        for share in (1.0, 0.5)
    )
    projection = project_population(start, [calm, deadly], step_years=1, steps=2)
    assert projection.totals[:, 0].tolist() == [400, 400, 200]
    assert projection.deaths[:, 0].tolist() == [0, 200]


survivals = arrays(float, 6, elements=st.floats(0.3, 0.99))


@modest
@given(survivals, st.sampled_from([1, 5]), st.floats(0.9, 1.1))
def test_without_migration_a_stationary_population_at_replacement_keeps_its_total(
    survival, years, ratio
):
    women = np.cumprod([1000.0, *survival[:-1]])
    women[-1] /= 1 - survival[-1]
    shape = np.array([0, 0.1, 0.3, 0.2, 0, 0])
    births = women[0] * (1 + ratio)  # nobody dies in infancy here
    fertility = shape * births / (years * (shape * women).sum())
    rates = CohortRates.of(
        fertility=fertility,
        survival_female=survival,
        survival_male=survival,
        birth_survival_female=1,
        birth_survival_male=1,
        sex_ratio=ratio,
    )
    start = Population.of(female=women, male=women * ratio)
    projection = project_population(start, rates, step_years=years, steps=10)
    np.testing.assert_allclose(projection.totals[-1], start.totals, rtol=1e-12)
    np.testing.assert_allclose(projection.final.female, start.female, rtol=1e-12)


@modest
@given(
    arrays(float, (3, 6), elements=st.floats(5e4, 1e5)),
    arrays(float, (3, 6), elements=st.floats(-0.02, 0.1)),
    survivals,
)
def test_people_change_by_births_deaths_and_migrants_and_by_nothing_else(people, moves, survival):
    rates = CohortRates.of(
        fertility=[0, 0.05, 0.1, 0.05, 0, 0],
        survival_female=survival,
        survival_male=survival,
        birth_survival_female=[0.99, 0.98, 0.97],
        birth_survival_male=0.98,
        migration_female=moves,
        migration_male=np.zeros(6),
        sex_ratio=1.05,
    )
    start = Population.of(female=people, male=people)
    projection = project_population(start, rates, step_years=1, steps=1)
    change = projection.births + projection.migrants - projection.deaths
    np.testing.assert_allclose(
        projection.totals[1], (projection.totals[0] + change)[0], rtol=1e-9, atol=1e-6
    )
    assert (projection.deaths >= -1e-6).all()


GOOD = {
    "fertility": [0, 0.1],
    "survival_female": [1, 0.5],
    "survival_male": [1, 0.5],
    "birth_survival_female": 1,
    "birth_survival_male": 1,
    "sex_ratio": 1.05,
}


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"fertility": [0, -0.1]}, "negative"),
        ({"fertility": [0.1, 0.1]}, "first age group"),
        ({"fertility": [0, np.nan]}, "finite"),
        ({"fertility": [0.0]}, "two ages"),
        ({"fertility": [[[0.0, 0.1]]]}, "by place and age"),
        ({"survival_male": [1, 1.1]}, "survival_male"),
        ({"survival_female": [1, 0.5, 0.5]}, "unequal numbers of ages"),
        ({"birth_survival_female": np.nan}, "birth_survival_female"),
        ({"birth_survival_male": [[1.0]]}, "one per place"),
        (
            {"birth_survival_male": [1.0, 1.0], "migration_male": [[0.0, 0.0]] * 3},
            "unequal numbers of places",
        ),
        ({"sex_ratio": 0}, "sex_ratio"),
    ],
)
def test_rates_that_make_no_sense_are_refused(wrong, word):
    with pytest.raises(InvalidInput, match=word):
        CohortRates.of(**{**GOOD, **wrong})


@pytest.mark.parametrize(
    ("female", "male", "word"),
    [
        ([1, 2], [1, 2, 3], "shape"),
        ([1, -2], [1, 2], "negative"),
        ([1, 2], [1, np.inf], "finite"),
    ],
)
def test_people_that_make_no_sense_are_refused(female, male, word):
    with pytest.raises(InvalidInput, match=word):
        Population.of(female=female, male=male)


@pytest.mark.parametrize(
    ("wrong", "options", "word"),
    [
        ({}, {"step_years": 0}, "1 or more"),
        ({}, {"steps": 0}, "1 or more"),
        ({"fertility": [0, 0, 0], "survival_female": [1] * 3, "survival_male": [1] * 3}, {}, "age"),
        ({"birth_survival_male": [1.0, 1.0]}, {}, "2 places"),
        ({"migration_female": [-3.0, 0]}, {}, "twice the people"),
        ({"survival_male": [0.1, 0.1], "migration_male": [0, -1.0]}, {}, "more men of age group 1"),
    ],
)
def test_a_projection_that_cannot_be_made_is_refused(wrong, options, word):
    start = Population.of(female=[10, 10], male=[10, 10])
    with pytest.raises(InvalidInput, match=word):
        project_population(
            start, CohortRates.of(**{**GOOD, **wrong}), **{"step_years": 1, "steps": 1, **options}
        )


def test_rates_must_be_one_or_one_a_step():
    start = Population.of(female=[10, 10], male=[10, 10])
    with pytest.raises(InvalidInput, match="2 sets of rates for 3 steps"):
        project_population(start, [CohortRates.of(**GOOD)] * 2, step_years=1, steps=3)
