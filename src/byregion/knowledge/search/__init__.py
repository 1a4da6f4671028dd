"""The site's search: words made comparable, and the two databases that find them (ADR 18).

`words` reduces text to stems in which nynorsk and bokmål, upper and lower case and spellings
without æøå are the same; `synonyms.toml` is our open list of forms that mean the same; `engine`
writes and finds them on SQLite and PostgreSQL; `sources` says what can be found; `passage` cuts out
what a hit shows.
"""
