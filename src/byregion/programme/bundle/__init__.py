"""The bundle: a programme as a folder of plain files, and what can be wrong with one.

`read_bundle` gives a checked Bundle or a list of Faults; `write_bundle` writes one in canonical
form. Plain Python: knows no table and no page. The format is described in docs/reference/bundle.md.
"""

from pathlib import Path

# The programme that a fresh installation shows.
EMBEDDED = Path(__file__).resolve().parent.parent / "data" / "byregionprogrammet"
