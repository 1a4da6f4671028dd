import pytest

from byregion.analysis.errors import InvalidInput
from byregion.analysis.spatial.fdr import benjamini_hochberg

# Benjamini & Hochberg 1995, section 4: fifteen p-values, of which four are kept at 0.05.
NEUHAUS = (
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1.0,
)


def test_the_example_of_benjamini_and_hochberg_keeps_four():
    adjusted = benjamini_hochberg(NEUHAUS)
    assert (adjusted <= 0.05).sum() == 4
    assert adjusted[3] == pytest.approx(0.0095 * 15 / 4)


@pytest.mark.parametrize("p_values", [[], [0.1, 1.2], [float("nan")]])
def test_faulty_p_values_are_refused(p_values):
    with pytest.raises(InvalidInput, match="between 0 and 1"):
        benjamini_hochberg(p_values)
