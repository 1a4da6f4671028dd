"""The pages of methods say what the code does, and their examples print what they show."""

import ast
import contextlib
import inspect
import io
import re
from enum import Enum
from importlib import import_module
from pathlib import Path

import pytest

import byregion.analysis

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
METHODS = REFERENCE / "methods"
ANALYSIS = Path(byregion.analysis.__file__).parent
PAGES = {
    page.stem: page.read_text(encoding="utf-8")
    for page in sorted(METHODS.glob("*.md"))
    if page.name != "README.md"
}
INDEX = (METHODS / "README.md").read_text(encoding="utf-8")
EXAMPLES = r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?"
CALLS = r"(?m)^### `([\w.]+)`\n\n((?:\|.*\n)*)"

# What methods are made of; nobody calls it from outside the room.
INSIDE = (
    "core_ties",
    "errors",
    "fixed_order",
    "geography.apportion",
    "geography.register",
    "interaction.deterrence",
    "interaction.estimation",
    "interaction.poisson",
    "regions.contiguity",
    "regions.exchange",
    "regions.kernels",
    "regions.placeable",
    "spatial.permutation",
)
INSIDE_FUNCTIONS = (
    "commuting.require_units",
    "industry.employment.validated",
    "interaction.margins.margin_error",
    "interaction.margins.support_of",
    "interplay.growth.paired",
    "regions.result.describe",
    "regions.result.share",
    "regions.result.sums",
    "spatial.moran.judged",
    "spatial.moran.kurtosis",
    "spatial.moran.local_frame",
    "spatial.moran.moments",
    "spatial.moran.provenance",
    "geography.change.division_days",
    "geography.change.overlapping",
    "geography.change.territories",
    "geography.crosswalk.check_codes",
    "geography.crosswalk.targets",
)
# Chapters of the analysis are not methods; only what composes, holds and reads one is for users.
CHAPTERS_OUT = (
    "region_analysis.across",
    "region_analysis.compose",
    "region_analysis.inputs",
    "region_analysis.result",
)


def looked_up(path):
    parts = path.split(".")
    size = next(n for n in range(len(parts), 0, -1) if is_module(parts[:n]))
    found = import_module(".".join(["byregion.analysis", *parts[:size]]))
    for part in parts[size:]:
        found = getattr(found, part)
    return found


def is_module(parts):
    place = ANALYSIS.joinpath(*parts)
    return place.is_dir() or place.with_suffix(".py").is_file()


def default_as_shown(value):
    if value is inspect.Parameter.empty:
        return "required"
    if isinstance(value, Enum):
        return f"`{type(value).__name__}.{value.name}`"
    return f"`{value.__name__}`" if callable(value) else f"`{value!r}`"


@pytest.mark.parametrize("page", PAGES)
def test_examples_print_what_the_page_shows(page):
    examples = re.findall(EXAMPLES, PAGES[page], re.DOTALL)
    assert examples
    for code, shown in examples:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, f"{page}.md", "exec"), {"__name__": "example"})  # noqa: S102
        assert printed.getvalue().strip()
        assert printed.getvalue().rstrip() == shown.rstrip()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_all_its_parts_in_order(page):
    parts = re.findall(r"(?m)^## (.+)$", PAGES[page])
    assert parts[0] in ("Formula", "Rule")
    assert [part for part in parts[1:] if part not in ("Checked against", "Speed")] == [
        "Source",
        "Parameters",
        "Limits",
        "Example",
    ]


@pytest.mark.parametrize("page", PAGES)
def test_parameters_and_defaults_are_those_of_the_code(page):
    calls = re.findall(CALLS, PAGES[page])
    assert calls
    for path, table in calls:
        rows = [line.split(" | ", 2) for line in table.splitlines()[2:]]
        shown = [(name.lstrip("| ").strip("`"), default) for name, default, _ in rows]
        parameters = inspect.signature(looked_up(path)).parameters.values()
        assert shown == [(each.name, default_as_shown(each.default)) for each in parameters], path


def raised_by(function):
    """Error types that the docstring names, which stand unindented under Raises."""
    _, _, after = (inspect.getdoc(function) or "").partition("Raises\n------\n")
    named = [line for line in after.partition("\n\n")[0].splitlines() if not line.startswith(" ")]
    return set(re.findall(r"\w+", " ".join(named)))


@pytest.mark.parametrize("page", PAGES)
def test_errors_of_the_code_stand_on_the_page_or_on_the_one_it_leads_to(page):
    text = PAGES[page]
    led_to = re.findall(r"\b[Aa]s for \[.+?\]\(([\w-]+)\.md\)", text)
    text += "".join(PAGES[name] for name in led_to)
    for path, _ in re.findall(CALLS, PAGES[page]):
        assert {name for name in raised_by(looked_up(path)) if f"`{name}`" not in text} == set()


def test_the_index_leads_to_every_page_once_by_its_title():
    listed = re.findall(r"(?m)^\| \[(.+?)\]\(([\w-]+)\.md\) \|", INDEX)
    titles = {name: text.splitlines()[0].removeprefix("# ") for name, text in PAGES.items()}
    assert sorted(listed) == sorted((title, name) for name, title in titles.items())


def public_functions():
    for path in sorted(ANALYSIS.rglob("*.py")):
        module = ".".join(path.relative_to(ANALYSIS).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{module}.{node.name}"


def is_for_users(path):
    module = path.rpartition(".")[0]
    if module.startswith("region_analysis."):
        return module in CHAPTERS_OUT
    return module not in INSIDE and path not in INSIDE_FUNCTIONS


def test_every_public_function_stands_on_a_page():
    text = "\n".join(page.read_text(encoding="utf-8") for page in REFERENCE.rglob("*.md"))
    named = set(re.findall(r"`(?:[\w.]+\.)?(\w+)(?:\(.*?\))?`", text))
    functions = [path for path in public_functions() if is_for_users(path)]
    assert len(functions) > 80
    assert [path for path in functions if path.rpartition(".")[2] not in named] == []


def test_what_is_kept_inside_exists():
    functions = set(public_functions())
    assert [path for path in INSIDE_FUNCTIONS if path not in functions] == []
    assert [path for path in INSIDE if not is_module(path.split("."))] == []
