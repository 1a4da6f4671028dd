"""A country of eight municipalities, as tidy files that the loader takes."""

import itertools

import polars as pl

OSLO, MOSS, SARPSBORG, FREDRIKSTAD, EIGERSUND, STAVANGER, HAUGESUND = MADE = (
    "0301", "0104", "0105", "0106", "1101", "1103", "1106",
)  # fmt: skip
YEARS = range(2005, 2018)
TWO = [MOSS, SARPSBORG]


def _write(folder, name, rows, columns):
    pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None).write_csv(
        folder / f"{name}.csv"
    )


def base(folder):
    """Population and commuting; every municipality grows by its own pace."""
    people = [
        (year, code, age, 60 + place + (year - 2005) * (place % 3))
        for year in YEARS
        for place, code in enumerate(sorted(MADE))
        for age in range(0, 90)
    ]
    pl.DataFrame(
        people, schema=["year", "municipality", "age", "persons"], orient="row"
    ).write_parquet(folder / "population.parquet")
    near = {MOSS, SARPSBORG, FREDRIKSTAD}
    flows = [
        (2017, a, b, 900 if a == b else 150 if {a, b} <= near else 20 + place)
        for place, (a, b) in enumerate(itertools.product(sorted(MADE), repeat=2))
    ]
    pl.DataFrame(flows, schema=["year", "home", "work", "employed"], orient="row").write_parquet(
        folder / "commuting.parquet"
    )


def industry(folder, *, hidden=(), years=(2010, 2017)):
    """Fishing (03), manufacture (10, 25) and trade (47); `hidden` are (code, industry) by work."""
    rows = []
    for year, (place, code) in itertools.product(years, enumerate(sorted(MADE))):
        later = year - years[0]
        for number, jobs in {
            "03": 40 + 3 * later,
            "10": 100 + 10 * place - later,
            "25": 60 + later * (2 if code in TWO else 4),
            "47": 300 + 5 * later,
            "00": 4,
        }.items():
            shown = ":" if (code, number) in hidden else str(jobs)
            rows.append((str(year), code, number, str(jobs + 7), shown))
    columns = ["year", "municipality", "industry", "employed_residents", "jobs"]
    _write(folder, "employment_by_industry", rows, columns)


def conditions(folder, *, unknown=None):
    """Unemployment, income and education; `unknown` is a municipality without numbers."""
    place = {code: number for number, code in enumerate(sorted(MADE))}

    def known(code, value):
        return ":" if code == unknown else str(value)

    months = [
        (month, code, known(code, round(2 + place[code] / 10, 1)))
        for month in ("2016M11", "2017M10", "2017M11")
        for code in MADE
    ]
    _write(folder, "unemployment", months, ["month", "municipality", "unemployment_rate"])
    columns = ["year", "municipality", "median_income", "median_income_after_tax", "households"]
    income = [
        ("2017", code, "600000", known(code, 400000 + 1000 * place[code]), "900") for code in MADE
    ]
    _write(folder, "income", income, columns)
    levels = {"basic": 300, "upper_secondary": 400, "vocational": 20, "higher_short": 200,
              "higher_long": 80, "unknown": 10}  # fmt: skip
    education = [
        (str(year), code, level, known(code, count - (year - 2010) * (level == "basic")))
        for year in (2010, 2017)
        for code in MADE
        for level, count in levels.items()
    ]
    _write(folder, "education", education, ["year", "municipality", "level", "persons"])


def components(folder, *, years=YEARS, unknown=None, apart=False):
    """Ten more births than deaths a year; three more move out than in; `apart` says of how many."""
    parts = {"births": "50", "deaths": "40", "moves_in": "97", "moves_out": "100"} if apart else {}
    figures = {"natural_increase": "10", **parts}
    rows = [
        (
            str(year),
            code,
            "5000",
            "-3",
            "7",
            *([":"] * len(figures) if hidden else figures.values()),
        )
        for year in years
        for code in MADE
        for hidden in [(year, code) == unknown]
    ]
    columns = ["year", "municipality", "persons", "net_migration", "change", *figures]
    _write(folder, "population_change", rows, columns)


def travel(folder, rows, *, year=2017):
    """Minutes between municipalities, as (origin, destination, minutes)."""
    columns = ["year", "origin", "destination", "minutes"]
    _write(folder, "travel_times", [(str(year), *row) for row in rows], columns)


def sexes(folder, *, years=(2013, 2017)):
    """The population of `base` with one more woman than man where it is odd, and in no age 40."""
    given = pl.read_parquet(folder / "population.parquet").filter(pl.col("year").is_in(years))
    rows = [
        (year, code, sex, age, persons // 2 + (persons % 2 if sex == "female" else 0))
        for year, code, age, persons in given.iter_rows()
        for sex in ("female", "male")
    ]
    pl.DataFrame(
        rows, schema=["year", "municipality", "sex", "age", "persons"], orient="row"
    ).write_parquet(folder / "population_sex.parquet")
