from pathlib import Path

from byregion.cli.statistics import statistics
from byregion.statistics.catalogue import catalogue
from byregion.statistics.sources.jsonstat import Status
from byregion.statistics.store import ENVIRONMENT

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = (DOCS / "reference" / "statistics.md").read_text(encoding="utf-8")
HOW_TO = (DOCS / "how-to" / "load-statistics.md").read_text(encoding="utf-8")


def rows(text):
    return [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| `")]


def test_reference_lists_every_table_with_its_number_and_file():
    listed = {
        cells[0].strip(" `"): (cells[1].strip(), cells[5].strip(" `"))
        for cells in rows(REFERENCE)
        if len(cells) == 6
    }
    expected = {
        table.id: (", ".join(table.numbers) or "–", table.file or "–")
        for table in catalogue().values()
    }
    assert listed == expected


def test_reference_lists_every_command_and_option():
    for name, command in statistics.commands.items():
        assert f"`byregion statistics {name}" in REFERENCE
        options = [option for parameter in command.params for option in parameter.opts]
        for option in options:
            assert not option.startswith("--") or option in REFERENCE


def test_reference_explains_every_status():
    for status in Status:
        assert f"`{status.value}`" in REFERENCE


def test_how_to_names_the_environment_variable():
    assert ENVIRONMENT in HOW_TO
