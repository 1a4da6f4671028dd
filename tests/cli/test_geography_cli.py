"""`byregion geography`: what it prints, writes and refuses."""

import pytest
from click.testing import CliRunner

from byregion.cli.geography import geography


def run(*arguments):
    return CliRunner().invoke(geography, [str(argument) for argument in arguments])


@pytest.fixture
def sheet(tmp_path):
    def write(text, name="in.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return write


PLAIN = "municipality,year,persons\n0104,2019,30\n0136,2019,15\n101,2019,7\n"
OPTIONS = ("--code", "municipality", "--year", "year", "--value", "persons")


def test_show_tells_names_county_validity_and_changes():
    result = run("show", "kautokeino", "--at", "2024")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "5612  Guovdageaidnu - Kautokeino",
        "  county: 56 Finnmark",
        "  valid:  2024-01-01, still valid",
        "  Northern Sámi: Guovdageaidnu",
        "  Norwegian: Kautokeino",
        "  2024-01-01  5430 -> 5612  renumbered",
    ]


def test_show_gives_all_numbers_that_a_name_has_had():
    result = run("show", "Haram")
    assert "1534  Haram" in result.output
    assert "1580  Haram" in result.output
    assert "before 2005, to 2020-01-01" in result.output
    assert "Southern Sámi: Oslove (listed since 2026-01-01)" in run("show", "Oslo").output


@pytest.mark.parametrize("arguments", [("Atlantis",), ("Haram", "--at", "2021")])
def test_show_fails_where_nothing_is_found(arguments):
    result = run("show", *arguments)
    assert result.exit_code == 1
    assert "no municipality" in result.output
    assert arguments[0] in result.output


@pytest.mark.parametrize(
    ("arguments", "count", "line"),
    [
        (("--at", "2015"), 428, "0301  Oslo"),
        ((), 357, "0301  Oslo - Oslove"),
        (("--at", "2020-06-01", "--counties"), 11, "30  Viken"),
    ],
)
def test_list_gives_the_division(arguments, count, line):
    lines = run("list", *arguments).output.splitlines()
    assert len(lines) == count
    assert line in lines


@pytest.mark.parametrize("when", ["2003", "soon"])
def test_list_refuses_dates_outside_the_register(when):
    result = run("list", "--at", when)
    assert result.exit_code == 2
    assert "Invalid value for '--at'" in result.output


def test_changes_lie_between_two_divisions():
    result = run("changes", "--from", "2016", "--to", "2017")
    assert result.stdout.splitlines() == [
        "2017-01-01  0706 -> 0710  merged",
        "2017-01-01  0719 -> 0710  merged",
        "2017-01-01  0720 -> 0710  merged",
    ]
    assert "3 changes" in result.stderr
    assert len(run("changes").stdout.splitlines()) > 500
    backwards = run("changes", "--from", "2020", "--to", "2017")
    assert backwards.exit_code == 2
    assert "before --from" in backwards.output


def test_convert_adds_up_mergers_and_writes_a_file(sheet, tmp_path):
    out = tmp_path / "out.csv"
    result = run("convert", sheet(PLAIN), "--to", 2024, *OPTIONS, "-o", out)
    assert result.exit_code == 0
    assert out.read_text(encoding="utf-8") == (
        "municipality,year,persons\n3101,2019,7\n3103,2019,45\n"
    )
    assert "exact" in result.stderr


def test_convert_keeps_separator_decimal_sign_and_other_columns(sheet):
    text = "kommune;år;kjønn;andel\r\n0104;2019;K;1,5\r\n0136;2019;K;2,25\r\n0101;2019;M;:\r\n"
    path = sheet("\ufeff" + text)
    result = run(
        "convert", path, "--to", 2024, "--code", "kommune", "--year", "år", "--value", "andel"
    )
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "kommune;år;kjønn;andel",
        "3101;2019;M;",
        "3103;2019;K;3,75",
    ]


def test_convert_without_year_takes_the_division_given(sheet):
    path = sheet("code\tpersons\n0104\t1\n0136\t2\n")
    result = run(
        "convert", path, "--to", 2020, "--code", "code", "--value", "persons", "--vintage", 2015
    )
    assert result.stdout == "code\tpersons\n3002\t3\n"


def test_convert_divides_only_by_weights(sheet):
    path = sheet("municipality,year,persons\n1507,2023,1000\n")
    refused = run("convert", path, "--to", 2024, *OPTIONS)
    assert refused.exit_code == 1
    assert "1507 in 2023 into 1508, 1580" in refused.stderr
    shipped = run("convert", path, "--to", 2024, *OPTIONS, "--weights", "population")
    assert shipped.stdout.splitlines()[1:] == ["1508,2023,862", "1580,2023,138"]
    assert "estimate: 1507 divided by weights (population)" in shipped.stderr
    own = sheet("code;target;weight\n1507;1508;0,5\n1507;1580;0,5\n", "weights.csv")
    halves = run("convert", path, "--to", 2024, *OPTIONS, "--weights", own)
    assert halves.stdout.splitlines()[1:] == ["1508,2023,500", "1580,2023,500"]
    assert "weights.csv" in halves.stderr


def test_convert_says_what_is_incomplete_and_what_is_not_applied(sheet):
    path = sheet("municipality,year,persons\n0104,2019,30\n1539,2019,9\n")
    result = run("convert", path, "--to", 2024, *OPTIONS)
    assert "incomplete: 3103 lacks 0136 (2019)" in result.stderr
    assert "not applied: 2021-01-01 Vågstranda, from Rauma to Vestnes" in result.stderr


def test_convert_averages_rates_by_their_denominators(sheet):
    path = sheet("municipality,year,rate,people\n0104,2019,2,100\n0136,2019,4,300\n")
    options = ("--code", "municipality", "--year", "year", "--value", "rate")
    result = run("convert", path, "--to", 2024, *options, "--denominator", "people")
    assert result.stdout.splitlines()[1:] == ["3103,2019,3.5,400"]


@pytest.mark.parametrize(
    ("text", "encoding", "options", "message"),
    [
        (PLAIN, "utf-8", ("--code", "knr", "--value", "persons"), "has no column knr"),
        (PLAIN, "utf-8", ("--code", "municipality", "--value", "jobs"), "no column jobs"),
        (PLAIN, "utf-8", ("--code", "municipality", "--value", "persons"), "vintage="),
        ("", "utf-8", OPTIONS, "is empty"),
        ("municipality,year,persons\nø\n", "latin-1", OPTIONS, "not in UTF-8"),
        (PLAIN + "0105,2019,many\n", "utf-8", OPTIONS, "line 5: persons is 'many'"),
        (PLAIN + "0105,2019,1,2,3\n", "utf-8", OPTIONS, "cannot read"),
        (PLAIN + "3101,2019,1\n", "utf-8", OPTIONS, "another division in 2019: 3101"),
        (PLAIN, "utf-8", (*OPTIONS, "--weights", "nowhere.csv"), "no weights named"),
    ],
)
def test_convert_fails_with_a_reason(sheet, text, encoding, options, message):
    result = run("convert", sheet(text, encoding=encoding), "--to", 2024, *options)
    assert result.exit_code == 1
    assert message in result.stderr
    assert result.stdout == ""


def test_convert_refuses_weights_without_codes(sheet):
    weights = sheet("from,target,weight\n1507,1508,1\n", "weights.csv")
    path = sheet("municipality,year,persons\n1507,2023,1000\n")
    result = run("convert", path, "--to", 2024, *OPTIONS, "--weights", weights)
    assert result.exit_code == 1
    assert "weights lack the columns code" in result.stderr
