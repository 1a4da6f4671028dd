"""Cores: which units they are, how they are joined, and how many a region has.

Words
-----
Core
    A unit that others depend on for work. Several that exchange enough people are a joined core.
Polycentricity
    Functional: how evenly and how much the units exchange commuters. Morphological: how even
    they are in size.
"""
