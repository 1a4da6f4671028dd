"""The table of permissions as a page of the documentation."""

from __future__ import annotations

from byregion.people.enums import REGIONAL, STAFF, Role
from byregion.people.permissions import TABLE, Permission

HEAD = """# Permissions

Made from the code by `byregion people permissions`; a test compares them. The same table is walked
by `tests/architecture/test_access.py`, which asks every address as every role, here and elsewhere.

A role is held somewhere, and gives its permissions there: on the whole installation, in a programme
and all its regions, or in one city region. Somebody without a role, or not signed in, has none of
these; the public site asks for none.
"""
TAIL = """
## Roles

| role | held in | second step |
|---|---|---|
"""
SIGNED_IN = """
What asks only that one is signed in: one's own account, and the office's start page, which shows
the sections that one may enter. Staff who have set no second step are sent to set one wherever they
go; an organisation's own sign-in counts as one.
"""


def as_page() -> str:
    """Give the page, in Markdown: a row for each permission and a column for each role."""
    roles = list(Role)
    rows = [f"| permission | {' | '.join(role.value for role in roles)} |"]
    rows.append("|---" * (len(roles) + 1) + "|")
    for permission in sorted(Permission):
        marks = ["yes" if permission in TABLE[role] else "" for role in roles]
        rows.append(f"| `{permission}` | {' | '.join(marks)} |".replace("|  |", "| |"))
    return f"{HEAD}\n{_tidy(rows)}\n{TAIL}{_roles(roles)}\n{SIGNED_IN}"


def _roles(roles: list[Role]) -> str:
    rows = []
    for role in roles:
        where = "a city region" if role in REGIONAL else "a programme, or everywhere"
        rows.append(f"| {role.value} | {where} | {'obligatory' if role in STAFF else 'optional'} |")
    return "\n".join(rows)


def _tidy(rows: list[str]) -> str:
    return "\n".join(" ".join(row.split()) for row in rows)
