"""Geography through time: divisions, what changed between them, and harmonised tables.

Words
-----
Vintage (`vintage.py`)
    The division of the country into municipalities and counties valid on a date.
CodeChange (`change.py`)
    A link between a number before a date and one after it; replayed, they give each number its
    territory in pieces that no reform since 2005 has divided.
Crosswalk (`crosswalk.py`)
    From the numbers of one division to those of another, forwards or backwards. Exact where the
    pieces allow it, by stated weights (`weights.py`) elsewhere, refused otherwise.
Harmonised (`harmonise.py`, `harmonise_flows.py`)
    A table, or flows between places, brought to one division, with how it got there.

`find.py` finds a place by what people type. Covers 2005 up to and including 2026; data with
sources in `data/*.csv`, written by `tools/build_geography.py`.
"""
