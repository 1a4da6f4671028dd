"""Byregion: a development programme for city regions, and the interplay of city and hinterland."""

__version__ = "0.1.0"
