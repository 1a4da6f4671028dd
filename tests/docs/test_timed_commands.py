"""What timers must run is told to whoever installs: every command, and none that isn't there."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "install-for-real.md"
TEXT = PAGE.read_text(encoding="utf-8")
TOLD = sorted(set(re.findall(r"^\| `byregion ([^`]+)`", TEXT, re.MULTILINE)))
# Run by hand, by the site itself, or by a mail server: no timer's.
BY_OTHERS = {
    "build_insights", "draw", "insight", "knowledge", "programme", "receive_mail", "search",
    "serve",
}  # fmt: skip


def test_every_command_of_ours_is_a_timers_or_known_not_to_be():
    ours = {name for name, app in get_commands().items() if str(app).startswith("byregion")}
    timed = {command.split()[0] for command in TOLD}
    assert ours - timed == BY_OTHERS


@pytest.mark.parametrize("command", TOLD)
def test_a_command_that_is_told_takes_the_words_that_are_told(command):
    name, *words = command.split()
    parser = load_command_class(get_commands()[name], name).create_parser("byregion", name)
    # What a parser doesn't know ends the process, which fails the test.
    assert parser.parse_args(words) is not None


def test_the_examples_run_what_the_table_tells():
    shown = {unit.replace(".", " ") for unit in re.findall(r"byregion@([a-z_.-]+)\.service", TEXT)}
    assert shown <= set(TOLD)
    assert shown
