"""axe-core in a page: what its rules for WCAG 2.2, levels A and AA, find."""

from functools import cache
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]})"""


@cache
def _script():
    return SCRIPT.read_text(encoding="utf-8")


def faults(page):
    """List what axe finds, as rule, place and summary; empty if nothing."""
    page.evaluate(_script())
    found = page.evaluate(RUN, RULES)["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
