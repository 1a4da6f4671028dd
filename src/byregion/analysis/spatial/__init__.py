"""Spatial pattern: who is whose neighbour, and whether neighbours are alike."""
