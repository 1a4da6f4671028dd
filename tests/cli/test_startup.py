"""Help and the engine's import stay quick: what is slow to import comes when it is used.

In processes of their own, since this one has imported everything long ago.
"""

import importlib.util
import json
import subprocess
import sys

import pytest
from django.core.management import get_commands

from byregion.cli.main import PLATFORM

SLOW = ["numba", "scipy.stats", "scipy.optimize", "statsmodels", "linearmodels", "pandas", "ibis"]

HELP = """
import json, sys
import click
from byregion.cli.main import engine

asked = []

def ask(command, names):
    try:
        engine([*names, "--help"])
    except SystemExit as ended:
        assert ended.code == 0, names
    asked.append(" ".join(names))
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            if names or name in GROUPS:
                ask(command.get_command(ctx, name), [*names, name])

from byregion.cli.main import GROUPS
ask(engine, [])
print(json.dumps([asked, [name for name in SLOW if name in sys.modules]]))
"""

IMPORTS = """
import json, pkgutil, sys
import byregion.analysis

walk = pkgutil.walk_packages(byregion.analysis.__path__, "byregion.analysis.")
names = [one.name for one in walk]
for name in names:
    if name != "byregion.analysis.regions.kernels":
        __import__(name)
print(json.dumps([names, [name for name in SLOW if name in sys.modules]]))
"""


def told(program):
    done = subprocess.run(
        [sys.executable, "-c", f"SLOW = {SLOW!r}\n{program}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_help_of_no_command_imports_what_is_slow():
    asked, slow = told(HELP)
    assert slow == []
    assert {"", "gravity", "interplay motor", "statistics pull", "analyse"} <= set(asked)


def test_no_method_imports_what_is_slow_before_it_is_called():
    names, slow = told(IMPORTS)
    assert slow == []
    assert "byregion.analysis.interplay.motor" in names


@pytest.mark.parametrize("name", SLOW)
def test_what_is_slow_could_have_been_imported(name):
    """Otherwise its absence would say nothing."""
    assert importlib.util.find_spec(name)


def test_help_names_every_command_of_the_platform():
    ours = {name for name, app in get_commands().items() if str(app).startswith("byregion.")}
    assert set(PLATFORM) == ours
