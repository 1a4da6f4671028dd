"""The first page of the documentation leads to every other one."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
KINDS = ("tutorials", "how-to", "reference", "explanation", "adr")
LINKED = re.findall(r"\]\(([\w./-]+\.md)\)", (DOCS / "README.md").read_text(encoding="utf-8"))


def test_every_page_is_listed_once():
    pages = {str(page.relative_to(DOCS)) for kind in KINDS for page in (DOCS / kind).glob("*.md")}
    listed = [link for link in LINKED if link.split("/")[0] in KINDS]
    assert len(listed) == len(set(listed))
    assert set(listed) == pages


@pytest.mark.parametrize("link", LINKED)
def test_a_link_leads_somewhere(link):
    assert (DOCS / link).is_file()


def test_decisions_are_numbered_without_gaps_and_as_their_titles_say():
    decisions = sorted((DOCS / "adr").glob("*.md"))
    numbers = [int(page.name[:4]) for page in decisions]
    assert numbers == list(range(1, len(decisions) + 1))
    titles = [page.read_text(encoding="utf-8").splitlines()[0] for page in decisions]
    assert [int(title.split(".")[0].lstrip("# ")) for title in titles] == numbers
