"""The tutorial's commands give the output that the tutorial shows."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from byregion.cli.main import engine

TUTORIALS = Path(__file__).resolve().parents[2] / "docs" / "tutorials"
TEXT = (TUTORIALS / "hinterland-of-a-city.md").read_text(encoding="utf-8")
SHOWN = [
    (command, output.splitlines())
    for command, output in re.findall(r"```console\n\$ (.+)\n([^`]*)```", TEXT)
]


@pytest.fixture
def store(national_store):
    return national_store.root


def test_the_tutorial_shows_commands_and_figures():
    assert len(SHOWN) == 8
    for figure in re.findall(r"\]\((figures/.+?)\)", TEXT):
        assert (TUTORIALS / figure).is_file()


@pytest.mark.realdata
@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command for command, _ in SHOWN])
def test_a_command_gives_what_is_shown(command, output, store, tmp_path, monkeypatch):
    monkeypatch.setenv("BYREGION_DATA", str(store))
    monkeypatch.chdir(tmp_path)
    name, *arguments = shlex.split(command)
    result = CliRunner().invoke(engine, arguments)
    assert name == "byregion"
    assert result.exit_code == 0, result.output
    given = result.output.splitlines()
    assert [line for line in output if line not in given] == []


@pytest.mark.realdata
def test_the_figures_are_those_that_the_script_draws(store, tmp_path):
    subprocess.run(
        [sys.executable, TUTORIALS / "make_figures.py", "--out", tmp_path],
        check=True,
        env={**os.environ, "BYREGION_DATA": str(store)},
    )
    drawn = {path.name: path.read_bytes() for path in tmp_path.glob("*.svg")}
    kept = {path.name: path.read_bytes() for path in (TUTORIALS / "figures").glob("*.svg")}
    assert drawn == kept
