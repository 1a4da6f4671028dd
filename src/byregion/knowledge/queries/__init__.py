"""Reads, named for what they give."""
