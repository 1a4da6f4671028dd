"""Entries of the library as values: what they hold, how they are cited, how files of them are read.

An entry comes from the library's own rows or from a programme's bundle; whoever shows, cites or
compares entries doesn't ask which. No database, no request.
"""
