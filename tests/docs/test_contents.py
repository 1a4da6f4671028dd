"""The first page of the documentation leads to every other one."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
KINDS = ("tutorials", "how-to", "reference", "explanation", "adr")
LINKED = re.findall(r"\]\(([\w./-]+\.md)\)", (DOCS / "README.md").read_text(encoding="utf-8"))


def test_every_page_is_listed_once():
    # A folder of its own inside a kind is listed by its README, which lists the rest.
    found = [
        page
        for kind in KINDS
        for glob in ("*.md", "*/README.md")
        for page in (DOCS / kind).glob(glob)
    ]
    pages = {str(page.relative_to(DOCS)) for page in found}
    listed = [link for link in LINKED if link.split("/")[0] in KINDS]
    assert len(listed) == len(set(listed))
    assert set(listed) == pages


@pytest.mark.parametrize("link", LINKED)
def test_a_link_leads_somewhere(link):
    assert (DOCS / link).is_file()


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.stem)
def test_links_inside_the_documentation_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_decisions_are_numbered_without_gaps_and_as_their_titles_say():
    decisions = sorted((DOCS / "adr").glob("*.md"))
    numbers = [int(page.name[:4]) for page in decisions]
    assert numbers == list(range(1, len(decisions) + 1))
    titles = [page.read_text(encoding="utf-8").splitlines()[0] for page in decisions]
    assert [int(title.split(".")[0].lstrip("# ")) for title in titles] == numbers
