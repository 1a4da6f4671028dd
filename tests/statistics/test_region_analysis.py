"""Chapters that rest on tables which may be loaded: read through the loader, checked by hand."""

import polars as pl
import pytest
from tests.statistics import hand_made

from byregion import wording
from byregion.analysis.errors import InvalidInput, UnknownCodes
from byregion.statistics.errors import UnknownTable, UnknownYear
from byregion.statistics.files import load_folder
from byregion.statistics.region_analysis import analyse, read_analysis_inputs
from byregion.statistics.store import Store

TWO = hand_made.TWO
SAID = {"industry.largest", "industry.over", "industry.specialisation", "industry.shift_share",
        "industry.own", "industry.esteban", "unemployment.members", "income.members",
        "education.higher", "education.change"}  # fmt: skip


def read(folder, *makers, year=2017):
    hand_made.base(folder)
    for make in makers:
        make(folder)
    store = Store(folder / "store")
    load_folder(folder, store)
    return read_analysis_inputs(store, year=year, permutations=19)


def values(analysis, key):
    return next(f.values for c in analysis.chapters for f in c.findings if f.key == key)


def table(analysis, key):
    return next(t.frame for c in analysis.chapters for t in c.tables if t.key == key)


def caveats(analysis):
    return {f.key: f.values for c in analysis.chapters for f in c.caveats}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    makers = (
        hand_made.industry, hand_made.conditions, hand_made.components, hand_made.sexes,
    )  # fmt: skip
    return read(tmp_path_factory.mktemp("whole"), *makers)


@pytest.fixture(scope="module")
def analysis(whole):
    return analyse(whole, TWO)


def test_everything_loaded_is_said_and_has_words(analysis):
    chapter = analysis.chapter("employment")
    assert {finding.key for finding in chapter.findings} == SAID
    assert chapter.lacking == ("labour_market",)
    for language in wording.LANGUAGES:
        for one in analysis.chapters:
            assert all(wording.label(name, language) for name in one.lacking)
            for finding in (*one.findings, *one.caveats):
                assert wording.needed(finding.key) <= set(finding.values)
                assert "ukjen" not in wording.sentence(finding, language)
            for made in one.tables:
                assert wording.title(made.key, language)
                assert wording.method(made.method, language)
                assert wording.source_line(made, language)
                assert all(wording.column(each.name, language) for each in made.columns)


def test_shift_share_by_another_way(analysis, whole):
    rows = whole.tables["employment_by_industry"].frame.with_columns(
        section=pl.when(pl.col("industry").is_in(["10", "25"]))
        .then(pl.lit("C"))
        .otherwise("industry")
    )

    def sums(year, codes):
        part = rows.filter(pl.col("year") == year, pl.col("municipality").is_in(codes))
        return dict(part.group_by("section").agg(pl.col("jobs").sum()).rows())

    start, end = sums(2010, TWO), sums(2017, TWO)
    before, after = sums(2010, hand_made.MADE), sums(2017, hand_made.MADE)
    growth = sum(after.values()) / sum(before.values()) - 1
    national = sum(start.values()) * growth
    mix = sum(n * (after[s] / before[s] - 1 - growth) for s, n in start.items())
    change = sum(end.values()) - sum(start.values())
    said = values(analysis, "industry.shift_share")
    assert said["change"] == change == 126
    assert said["national"] == pytest.approx(national)
    assert said["mix"] == pytest.approx(mix)
    own = values(analysis, "industry.own")["regional"]
    assert own == pytest.approx(change - national - mix)
    split = values(analysis, "industry.esteban")
    assert split["competitive"] + split["allocation"] == pytest.approx(own)
    drawn = table(analysis, "industry.shift_share")
    assert drawn["value"].sum() == pytest.approx(change)


def test_shares_add_up_to_one_and_differences_to_nothing(analysis):
    sections = table(analysis, "industry.sections")
    assert sections["share_here"].sum() == pytest.approx(1)
    assert sections["country_share"].sum() == pytest.approx(1)
    assert table(analysis, "industry.difference")["value"].sum() == pytest.approx(0)
    levels = table(analysis, "education.levels")
    assert levels["share_here"].sum() == pytest.approx(1)


def test_a_hidden_industry_is_left_out_everywhere_and_named(tmp_path):
    def hidden(folder):
        hand_made.industry(folder, hidden={(hand_made.MOSS, "03")})

    made = analyse(read(tmp_path, hidden), TWO)
    # By where people live everything is known, so that is what is used; and said.
    assert values(made, "industry.largest")["basis"] == "basis_employed_residents"
    assert "caveat.industry_home" in caveats(made)
    assert "caveat.industry_unknown" not in caveats(made)


def test_an_industry_hidden_both_ways_has_no_number_at_all(tmp_path):
    def hidden(folder):
        hand_made.industry(folder)
        path = folder / "employment_by_industry.csv"
        rows = pl.read_csv(path, infer_schema=False)
        # Hidden in Oslo: the country's sum is unknown, so nothing can be compared with it.
        secret = (pl.col("municipality") == "0301") & (pl.col("industry") == "03")
        rows.with_columns(
            pl.when(secret).then(pl.lit(":")).otherwise(name).alias(name)
            for name in ("jobs", "employed_residents")
        ).write_csv(path)

    made = analyse(read(tmp_path, hidden), TWO)
    assert caveats(made)["caveat.industry_unknown"] == {"sections": ("section_A",)}
    for key in ("industry.sections", "industry.by_section"):
        assert "section_A" not in table(made, key)["section"].to_list()
    assert "section_A" not in table(made, "industry.difference")["label"].to_list()
    parts = table(made, "industry.shift_share")["value"].sum()
    assert parts == pytest.approx(values(made, "industry.shift_share")["change"])


def test_all_industries_hidden_gives_no_number_and_says_so(tmp_path):
    def hidden(folder):
        hand_made.industry(folder)
        path = folder / "employment_by_industry.csv"
        rows = pl.read_csv(path, infer_schema=False)
        rows.with_columns(jobs=pl.lit(":"), employed_residents=pl.lit(":")).write_csv(path)

    chapter = analyse(read(tmp_path, hidden), TWO).chapter("employment")
    assert "industry_known" in chapter.lacking
    assert not [f for f in chapter.findings if f.key.startswith("industry.")]
    assert not [t for t in chapter.tables if t.key.startswith("industry.")]


def test_one_year_of_industries_has_a_mix_and_no_change(tmp_path):
    made = analyse(read(tmp_path, lambda f: hand_made.industry(f, years=(2017,))), TWO)
    keys = {f.key for f in made.chapter("employment").findings}
    assert "industry.largest" in keys
    assert "industry.shift_share" not in keys


def test_industries_of_a_year_in_which_the_region_cannot_be_followed(tmp_path):
    # In 2020 Moss took in Rygge, which is not a member.
    made = analyse(read(tmp_path, lambda f: hand_made.industry(f, years=(2021,))), TWO)
    assert "industry_years" in made.chapter("employment").lacking


def test_components_are_summed_over_years_without_a_gap(analysis, tmp_path):
    assert values(analysis, "population.natural") == {"period": "2005-2017", "natural": 260}
    assert values(analysis, "population.migration") == {"period": "2005-2017", "migration": -78}
    years = [*range(2005, 2010), 2015, 2016]
    gap = analyse(read(tmp_path, lambda f: hand_made.components(f, years=years)), TWO)
    assert values(gap, "population.natural") == {"period": "2015-2016", "natural": 40}


def test_an_unknown_component_makes_the_sum_unknown_and_draws_nothing(tmp_path):
    def unknown(folder):
        hand_made.components(folder, unknown=(2016, hand_made.MOSS))

    chapter = analyse(read(tmp_path, unknown), TWO).chapter("population")
    natural = next(f for f in chapter.findings if f.key == "population.natural")
    assert natural.values["natural"] is None
    assert "ukjent" in wording.sentence(natural, "nb")
    assert "population.component_sums" not in {figure.key for figure in chapter.figures}


def test_births_deaths_and_moves_are_told_apart_where_they_are_loaded(analysis, tmp_path):
    made = analyse(read(tmp_path, lambda f: hand_made.components(f, apart=True)), TWO)
    born, moved = (values(made, f"population.{name}_parts") for name in ("natural", "migration"))
    assert born == {"period": "2005-2017", "births": 1300, "deaths": 1040}
    assert born["births"] - born["deaths"] == values(made, "population.natural")["natural"]
    assert moved == {"period": "2005-2017", "moves_in": 2522, "moves_out": 2600}
    assert table(made, "population.components").row(0, named=True) == {
        "year": 2005, "births": 100, "deaths": 80, "natural_increase": 20,
        "moves_in": 194, "moves_out": 200, "net_migration": -6, "change": 14,
    }  # fmt: skip
    # A file without them is read as before, and nothing is said of them.
    assert "births" not in table(analysis, "population.components").columns
    keys = {f.key for f in analysis.chapter("population").findings}
    assert not keys & {"population.natural_parts", "population.migration_parts"}


def test_unknown_births_are_said_to_be_unknown(tmp_path):
    def unknown(folder):
        hand_made.components(folder, unknown=(2016, hand_made.MOSS), apart=True)

    chapter = analyse(read(tmp_path, unknown), TWO).chapter("population")
    parts = next(f for f in chapter.findings if f.key == "population.natural_parts")
    assert parts.values["births"] is None
    assert wording.sentence(parts, "en") == "How many were born and how many died is unknown."


def test_rates_and_medians_are_shown_by_member_and_never_summed(analysis):
    assert values(analysis, "unemployment.members") == {
        "members": 2, "highest": "Sarpsborg", "high": pytest.approx(0.021), "lowest": "Moss",
        "low": 0.02, "middle": pytest.approx(0.023), "period": "2017M11",
    }  # fmt: skip
    assert values(analysis, "income.members")["high"] == 401000
    higher = values(analysis, "education.higher")
    assert higher["share"] == pytest.approx(280 / 993)


def test_an_unknown_member_is_named(tmp_path):
    def unknown(folder):
        hand_made.conditions(folder, unknown=hand_made.MOSS)

    made = analyse(read(tmp_path, unknown), TWO)
    assert caveats(made)["caveat.unemployment_unknown"] == {"names": ("Moss",)}
    assert caveats(made)["caveat.income_unknown"] == {"names": ("Moss",)}
    assert values(made, "income.members")["members"] == 1
    assert "education_known" in made.chapter("employment").lacking


def test_ages_are_told_by_sex_and_add_up_to_both(analysis, tmp_path):
    pyramid = table(analysis, "population.pyramid")
    assert set(pyramid["sex"]) == {"female", "male"}
    both = table(analyse(read(tmp_path), TWO), "population.pyramid")
    assert set(both["sex"]) == {"both"}
    on = ["moment", "year", "age_from"]
    summed = pyramid.group_by(on).agg(pl.col("persons").sum()).sort(on)
    assert summed["persons"].to_list() == pytest.approx(both.sort(on)["persons"].to_list())
    # The counts that were made up have a woman more in every age with an odd number.
    now = pyramid.filter(pl.col("moment") == "now").group_by("sex").agg(pl.col("persons").sum())
    counted = dict(now.rows())
    assert counted["female"] > counted["male"]
    assert caveats(analysis)["caveat.projection"] == {"sexes": True}


def test_one_count_by_sex_is_too_little_to_project_with(tmp_path):
    made = analyse(read(tmp_path, lambda f: hand_made.sexes(f, years=(2017,))), TWO)
    assert set(table(made, "population.pyramid")["sex"]) == {"both"}
    assert caveats(made)["caveat.projection"] == {"sexes": False}


def test_distances_are_in_a_straight_line_and_say_so(whole):
    made = analyse(whole, TWO, cores=[hand_made.SARPSBORG])
    said = values(made, "accessibility.distance")
    assert said["core"] == "Sarpsborg"
    # Moss lies by the fjord, some thirty kilometres to the north-west.
    assert 25 < said["kilometres"] < 38
    assert "caveat.straight_line" in caveats(made)
    assert "travel_times" in made.chapter("accessibility").lacking


def test_a_year_or_a_table_that_is_not_there_is_a_clear_error(tmp_path):
    with pytest.raises(UnknownTable):
        read_analysis_inputs(Store(tmp_path / "nothing"))
    with pytest.raises(UnknownYear) as raised:
        read(tmp_path, year=2011)
    assert raised.value.details == {"table": "commuting", "years": ("2017",)}
    assert "2017" in wording.error(raised.value, "nn")


@pytest.mark.parametrize(
    ("members", "cores", "kind", "said"),
    [
        (["9999"], None, UnknownCodes, "9999"),
        ([], None, InvalidInput, "minst én"),
        (["0104", "0104"], None, InvalidInput, "0104"),
        (["0104"], ["0105"], InvalidInput, "0105"),
    ],
)
def test_bad_choices_are_told_in_words(whole, members, cores, kind, said):
    with pytest.raises(kind) as raised:
        analyse(whole, members, cores=cores)
    text = wording.error(raised.value, "nb")
    assert said in text
    assert str(raised.value) not in text


def only_years(folder, *years):
    path = folder / "population.parquet"
    pl.read_parquet(path).filter(pl.col("year").is_in(years)).write_parquet(path)


def test_a_division_with_one_year_of_population_is_refused_in_words(tmp_path):
    with pytest.raises(InvalidInput) as raised:
        read(tmp_path, lambda f: only_years(f, 2017))
    assert "minst to år" in wording.error(raised.value, "nn")


def test_two_years_of_population_are_enough(tmp_path):
    made = analyse(read(tmp_path, lambda f: only_years(f, 2016, 2017)), TWO)
    growth = values(made, "glance.growth")
    assert (growth["first"], growth["last"]) == (2016, 2017)
    # Without counts five years apart nothing is projected, and nothing is said of it.
    assert "population.projection" not in {f.key for f in made.chapter("population").findings}
    assert "caveat.projection" not in caveats(made)


def test_a_municipality_without_population_is_named(tmp_path):
    def without(folder):
        path = folder / "population.parquet"
        kept = pl.col("municipality") != hand_made.MOSS
        pl.read_parquet(path).filter(kept).write_parquet(path)

    with pytest.raises(InvalidInput) as raised:
        read(tmp_path, without)
    assert hand_made.MOSS in wording.error(raised.value, "nb")


def test_a_year_that_one_member_lacks_is_left_out_of_its_sum(tmp_path):
    def hole(folder):
        path = folder / "population.parquet"
        lost = (pl.col("year") == 2012) & (pl.col("municipality") == hand_made.MOSS)
        pl.read_parquet(path).filter(~lost).write_parquet(path)

    lines = table(analyse(read(tmp_path, hole), TWO), "population.lines")
    region = lines.filter(pl.col("series") == "region")["year"].to_list()
    assert region == [year for year in hand_made.YEARS if year != 2012]


@pytest.mark.parametrize("lost", ["the year", "one municipality"])
def test_interplay_is_of_the_years_after_a_gap(tmp_path, lost):
    def gap(folder):
        path = folder / "population.parquet"
        gone = pl.col("year") == 2009
        if lost == "one municipality":
            gone &= pl.col("municipality") == hand_made.MOSS
        pl.read_parquet(path).filter(~gone).write_parquet(path)

    made = analyse(read(tmp_path, gap), TWO, cores=[hand_made.SARPSBORG])
    zone = next(f for f in made.chapter("interplay").findings if f.key == "interplay.zone")
    # From 2010 to 2017 there are seven years of growth.
    assert zone.values["years"] == 7


def test_two_years_are_too_few_for_interplay(tmp_path):
    nation = read(tmp_path, lambda f: only_years(f, 2016, 2017))
    made = analyse(nation, TWO, cores=[hand_made.SARPSBORG])
    assert values(made, "interplay.motor")["verdict"] == "unknown"
    assert values(made, "interplay.untested") == {"reason": "few_years"}


MOSS, SARPSBORG = hand_made.MOSS, hand_made.SARPSBORG


def travelled(tmp_path, rows, **more):
    folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    made = read(folder, lambda f: hand_made.travel(f, rows, **more))
    return analyse(made, TWO, cores=(SARPSBORG,)).chapter("accessibility")


def test_travel_times_are_shown_where_they_are_loaded_for_the_division(tmp_path):
    chapter = travelled(tmp_path, [(MOSS, SARPSBORG, "31.6"), (SARPSBORG, MOSS, "40")])
    found = next(f for f in chapter.findings if f.key == "accessibility.travel")
    assert found.values == {"name": "Moss", "core": "Sarpsborg", "minutes": 31.6, "members": 1}
    assert wording.sentence(found, "nb") == "Fra Moss tar det 32 minutter til Sarpsborg."
    assert wording.sentence(found, "nn") == "Frå Moss tek det 32 minutt til Sarpsborg."
    made = chapter.table("accessibility.travel")
    assert made.frame.select("unit", "nearest_core", "minutes").rows() == [
        (MOSS, "Sarpsborg", 31.6)
    ]
    assert "travel_times" not in chapter.lacking
    assert "Ukjent opphav" in wording.source_line(made, "nn")


def test_travel_times_of_another_division_or_without_the_core_say_nothing(tmp_path):
    for rows, more in (
        ([(MOSS, SARPSBORG, "31")], {"year": 2020}),
        ([(SARPSBORG, MOSS, "31")], {}),
        ([(MOSS, SARPSBORG, "..")], {}),
    ):
        chapter = travelled(tmp_path, rows, **more)
        assert "travel_times" in chapter.lacking
        assert not [f for f in chapter.findings if f.key == "accessibility.travel"]
