"""Sources: clients of the publishers' services.

`pxweb` speaks the protocol (PxWebApi version 2), `jsonstat` reads its answers, `selection` splits
a large question into allowed ones, `tidy` turns answers into the catalogue's tables, and `ssb`
pulls a whole table from Statistics Norway into the store.
"""
