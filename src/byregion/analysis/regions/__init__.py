"""Functional regions from commuting: several methods, one kind of result.

Words
-----
Unit
    The smallest area in the flows, here a municipality.
Region
    A set of units, named by the unit in it with most jobs.
Self-containment
    The share of a region's employed residents who work in it (supply side), or of its jobs that
    are held by its own residents (demand side).
"""
