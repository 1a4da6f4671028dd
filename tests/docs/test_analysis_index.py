"""The index of the engine names what exists."""

import re
from importlib import import_module
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
TEXT = (REFERENCE / "analysis.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| [^|`]+ \| `([\w.]+)` \| `([\w.]+)` \| .* \|$", TEXT, re.MULTILINE)


def test_every_function_named_is_there():
    assert len(ROWS) > 50
    for module, function in ROWS:
        found = import_module(f"byregion.analysis.{module}")
        for part in function.split("."):
            found = getattr(found, part)
        assert callable(found)


def test_every_page_linked_is_there():
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", TEXT))
    assert linked
    assert [page for page in sorted(linked) if not (REFERENCE / page).is_file()] == []
