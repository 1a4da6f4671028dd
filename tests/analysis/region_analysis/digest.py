"""A whole analysis in short: every finding with its values, every table by its size and sums.

    python -m tests.analysis.region_analysis.digest FOLDER

writes the digests that the test compares with, from the national tables in FOLDER. Run it only
after a change that is meant to change results, and read the difference before it is committed.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from byregion.statistics.files import read_folder
from byregion.statistics.region_analysis import analyse, read_analysis_inputs
from byregion.statistics.store import Store

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.inputs import NationInputs
    from byregion.analysis.region_analysis.result import RegionAnalysis

GOLDEN = Path(__file__).parent / "golden"
# A large region with one core across a county border; a small one; one with several cores across a
# county border, in which a municipality was divided and merged before.
REGIONS = {
    "kristiansandsregionen": ["0926", "0928", "0935", "1001", "1014", "1017", "1018"],
    "aust-lofoten": ["1851", "1865"],
    "haugesundregionen": [
        "1106", "1134", "1135", "1145", "1146", "1149", "1160", "1211", "1216",
    ],
}  # fmt: skip
PERMUTATIONS = 99


def inputs(folder: Path, store: Path) -> NationInputs:
    """Read the country of 2017 from the tidy files."""
    made = Store(store)
    made.add(read_folder(folder))
    return read_analysis_inputs(made, year=2017, permutations=PERMUTATIONS)


def digest(analysis: RegionAnalysis) -> dict[str, Any]:
    """Shorten an analysis; numbers keep ten digits, which all machines agree on."""
    return {
        "members": list(analysis.subject.members),
        "cores": list(analysis.subject.cores),
        "chapters": {
            chapter.key: {
                "findings": [[f.key, _plain(f.values)] for f in chapter.findings],
                "caveats": [[f.key, _plain(f.values)] for f in chapter.caveats],
                "lacking": list(chapter.lacking),
                "figures": [[figure.key, figure.kind] for figure in chapter.figures],
                "tables": {table.key: _sums(table.frame) for table in chapter.tables},
            }
            for chapter in analysis.chapters
        },
    }


def _sums(frame: Any) -> dict[str, Any]:
    numeric = [name for name, kind in frame.schema.items() if kind.is_numeric()]
    sums = {name: _plain(frame[name].sum()) for name in numeric if name != "p_value"}
    return {"rows": frame.height, **sums}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, tuple):
        return list(value)
    return {k: _plain(v) for k, v in value.items()} if isinstance(value, dict) else value


def main(folder: Path) -> None:
    """Write all digests."""
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as store:
        nation = inputs(folder, Path(store))
    for slug, members in REGIONS.items():
        made = digest(analyse(nation, members, name=slug, slug=slug))
        text = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True)
        (GOLDEN / f"{slug}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
