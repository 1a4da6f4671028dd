"""The motor metaphor on made-up regions whose truth is known, and the rules one by one."""

import numpy as np
import pytest

from byregion.analysis.errors import InvalidInput
from byregion.analysis.interplay.comovement import Comovement, IntervalMethod
from byregion.analysis.interplay.granger import Granger
from byregion.analysis.interplay.growth import RegionGrowth
from byregion.analysis.interplay.motor import RULES, Finding, Verdict, judge, motor_metaphor


def pair(name, core, hinterland):
    return RegionGrowth(name, "inner", tuple(range(2000, 2000 + len(core))), core, hinterland)


def noise(years, seed):
    return np.random.default_rng(seed).normal(size=years)


def following(name, strength, *, years=60, seed=1):
    core, hinterland = noise(years, seed), noise(years, seed + 100)
    hinterland[1:] += strength * core[:-1]
    return pair(name, core, hinterland)


def turned(region):
    return pair(region.region, region.hinterland, region.core)


def test_regions_with_a_known_truth_get_their_verdicts():
    steps = noise(61, 5)
    both = pair("both", steps[1:], 0.9 * steps[1:] + 0.3 * noise(60, 9))
    apart = pair("apart", steps[1:], -0.9 * steps[1:] + 0.3 * noise(60, 9))
    regions = [
        following("motor", 1.5),
        following("drain", -1.5),
        turned(following("reverse", 1.5)),
        turned(following("reverse drain", -1.5)),
        both,
        apart,
        pair("unrelated", noise(1500, 3), noise(1500, 4)),
        pair("short", noise(20, 31), noise(20, 32)),
        pair("shorter", noise(11, 3), noise(11, 4)),
        pair("still", np.zeros(20), noise(20, 4)),
    ]
    test = motor_metaphor(regions, draws=499)
    assert {finding.region: finding.verdict for finding in test.findings} == {
        "motor": Verdict.HINTERLAND_FOLLOWS_CORE,
        "drain": Verdict.HINTERLAND_LOSES_TO_CORE,
        "reverse": Verdict.CORE_FOLLOWS_HINTERLAND,
        "reverse drain": Verdict.CORE_LOSES_TO_HINTERLAND,
        "both": Verdict.TOGETHER,
        "apart": Verdict.APART,
        "unrelated": Verdict.NO_INTERPLAY,
        "short": Verdict.CANNOT_BE_TOLD,
        "shorter": Verdict.CANNOT_BE_TOLD,
        "still": Verdict.CANNOT_BE_TOLD,
    }
    assert sum(test.counts.values()) == 10
    assert test.counts[Verdict.EACH_FOLLOWS_THE_OTHER] == 0
    obstacles = {finding.region: finding.obstacle for finding in test.findings}
    assert obstacles["shorter"] == "11 years of growth, fewer than 12"
    assert "does not vary" in obstacles["still"]
    assert obstacles["short"] == ""
    assert test.core_first is None  # one pair only is as long as the longest


def test_the_panel_finds_what_the_regions_share():
    regions = [following(str(seed), 0.4, years=20, seed=seed) for seed in range(20)]
    still = pair("still", np.zeros(20), noise(20, 4))
    test = motor_metaphor([*regions, still], draws=99)
    assert test.core_first.p_value < 0.001
    assert test.hinterland_first.p_value > 0.01
    assert (test.core_first.units, test.core_first.years) == (20, 20)


def test_no_interplay_anywhere_gives_few_findings():
    regions = [pair(str(k), noise(20, k), noise(20, 500 + k)) for k in range(60)]
    test = motor_metaphor(regions, draws=199)
    silent = test.counts[Verdict.CANNOT_BE_TOLD] + test.counts[Verdict.NO_INTERPLAY]
    assert silent >= 58


def test_results_are_the_same_each_time_and_do_not_hang_on_the_other_regions():
    one, other = following("a", 1.0), following("b", 0.2, seed=8)
    first, again = (motor_metaphor([one, other], draws=199) for _ in range(2))
    assert first.findings == again.findings
    alone = motor_metaphor([one], draws=199)
    assert alone.findings[0].together == first.findings[0].together


def test_too_few_years_everywhere_is_an_answer_and_not_an_error():
    test = motor_metaphor([pair("a", noise(9, 1), noise(9, 2))])
    assert test.counts[Verdict.CANNOT_BE_TOLD] == 1
    assert test.findings[0].adjusted_together is None
    assert test.provenance.parameters["least_years"] == 12


def test_every_verdict_has_its_rule():
    assert set(RULES) == set(Verdict)


def finding(*, together=0.5, low=0.2, high=0.7, core=0.5, hinterland=0.5, effect=1.0):
    granger = Granger(1.0, 0.5, effect, 1, 20)
    correlation = (low + high) / 2
    return Finding(
        "a",
        "inner",
        Verdict.CANNOT_BE_TOLD,
        20,
        together=Comovement(correlation, low, high, 0.5, 20, 0.95, IntervalMethod.BLOCK_BOOTSTRAP),
        core_first=granger,
        hinterland_first=granger,
        adjusted_together=together,
        adjusted_core_first=core,
        adjusted_hinterland_first=hinterland,
    )


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (finding(core=0.01, hinterland=0.01), Verdict.EACH_FOLLOWS_THE_OTHER),
        (finding(core=0.01, together=0.01), Verdict.HINTERLAND_FOLLOWS_CORE),
        (finding(core=0.05, effect=-1), Verdict.HINTERLAND_LOSES_TO_CORE),
        (finding(hinterland=0.01), Verdict.CORE_FOLLOWS_HINTERLAND),
        (finding(hinterland=0.01, effect=-1), Verdict.CORE_LOSES_TO_HINTERLAND),
        (finding(together=0.01), Verdict.TOGETHER),
        (finding(together=0.01, low=-0.7, high=-0.1), Verdict.APART),
        (finding(together=0.01, low=-0.1, high=0.1), Verdict.CANNOT_BE_TOLD),
        (finding(low=-0.2, high=0.29), Verdict.NO_INTERPLAY),
        (finding(low=-0.2, high=0.31), Verdict.CANNOT_BE_TOLD),
        (finding(low=-0.31, high=0.1), Verdict.CANNOT_BE_TOLD),
        (Finding("a", "inner", Verdict.CANNOT_BE_TOLD, 3), Verdict.CANNOT_BE_TOLD),
    ],
)
def test_rules(made, verdict):
    assert judge(made, 0.05, 0.3) is verdict


@pytest.mark.parametrize(
    ("regions", "options", "word"),
    [
        ([], {}, "no regions"),
        ([following("a", 1), following("a", 2)], {}, "a inner"),
        ([following("a", 1)], {"negligible": 0}, "negligible"),
        ([following("a", 1)], {"least_years": 5}, "least_years"),
        ([following("a", 1)], {"level": 0}, "level"),
        ([following("a", 1)], {"lags": 0}, "lags"),
        ([pair("a", noise(20, 1), noise(19, 1))], {}, "do not match"),
    ],
)
def test_calls_that_make_no_sense_are_refused(regions, options, word):
    with pytest.raises(InvalidInput, match=word):
        motor_metaphor(regions, **options)
