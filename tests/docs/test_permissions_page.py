"""The documentation's table of permissions is the code's."""

from pathlib import Path

from byregion.people.enums import Role
from byregion.people.permission_table import as_page
from byregion.people.permissions import TABLE, Permission

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "permissions.md"


def test_the_page_is_what_the_code_says():
    # Mend with: byregion people permissions > docs/reference/permissions.md
    assert PAGE.read_text(encoding="utf-8") == as_page()


def test_the_page_has_a_mark_for_each_permission_of_each_role():
    rows = [line for line in as_page().splitlines() if line.startswith("| `")]
    assert len(rows) == len(Permission)
    assert sum(row.count(" yes ") for row in rows) == sum(len(TABLE[role]) for role in Role)
