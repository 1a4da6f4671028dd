"""Compile .po files to .mo, or report texts that a language lacks. Used by tools/messages."""

import sys
from pathlib import Path

import polib


def missing(po: polib.POFile) -> list[str]:
    """Texts without a translation, or with one that nobody has looked at (fuzzy)."""
    return [entry.msgid for entry in po if not entry.obsolete and not entry.translated()]


def main(command: str, locale: str) -> int:
    """Go through every language; the exit code tells whether all is well."""
    faults = 0
    for path in sorted(Path(locale).glob("*/LC_MESSAGES/*.po")):
        po = polib.pofile(str(path))
        if command == "compile":
            po.save_as_mofile(str(path.with_suffix(".mo")))
            continue
        for text in missing(po):
            faults += 1
            print(f"{path.parent.parent.name}: not translated: {text[:90]!r}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
