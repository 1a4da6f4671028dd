"""Statistics: official tables, fetched or read from files, checked, stored and served.

Words: a *table* is what a publisher publishes under a number, described in the catalogue. An
*edition* is a table as it was when it arrived; editions are never edited. The *store* is a folder
of editions with a manifest; a *query* is a named question that gives a frame and its sources.

Drawers: `catalogue` (what there is) · `files` and `validation` (tidy files in) · `sources`
(clients of the publishers' services) · `store` (editions on disk) · `queries` (frames out) · `od`
(origin-destination tables too big for memory).

This room knows neither Django nor any view. It may import `byregion.analysis`. The time is always
an argument.
"""
