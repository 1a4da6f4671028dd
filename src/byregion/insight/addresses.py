"""The chapters' names in addresses: words that are the same in nynorsk and bokmål."""

from __future__ import annotations

CHAPTER_SLUGS = {
    "glance": "kort",
    "structure": "struktur",
    "commuting": "pendling",
    "population": "befolkning",
    "employment": "arbeid",
    "interplay": "omland",
    "accessibility": "reisetid",
    "comparison": "posisjon",
    "vulnerability": "styrke",
    "choices": "tema",
}
CHAPTERS_BY_SLUG = {slug: key for key, slug in CHAPTER_SLUGS.items()}
