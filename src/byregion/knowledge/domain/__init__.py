"""Verbs: one act, one function, one transaction."""
