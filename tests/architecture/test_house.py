"""The house's rules that a machine can hold us to; imports are held by import-linter."""

import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "byregion"
MODULES = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
TEMPLATES = list(SOURCE.rglob("*.html"))
BANNED = {"utils", "helpers", "misc", "core", "manager", "handler", "base"}


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_module_is_too_long_to_read():
    assert {str(path): lines(path) for path in MODULES if lines(path) > 400} == {}


def test_no_template_is_too_long_to_read():
    assert {str(path): lines(path) for path in TEMPLATES if lines(path) > 140} == {}


def test_names_say_what_is_inside():
    assert [path for path in MODULES if path.stem in BANNED] == []


def test_every_package_has_a_card():
    rooms = [path for path in SOURCE.iterdir() if (path / "__init__.py").exists()]
    assert rooms
    cards = {room.name: (room / "__init__.py").read_text(encoding="utf-8") for room in rooms}
    assert [name for name, card in cards.items() if not card.startswith('"""')] == []


def test_engine_runs_without_the_platform():
    code = (
        "import sys, byregion.analysis.flows, byregion.statistics.store, byregion.cli.main;"
        "print([name for name in ('django', 'ninja', 'wagtail') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize("language", ["nn", "nb"])
def test_every_text_is_translated_with_its_placeholders(language):
    po = polib.pofile(str(SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"))
    entries = [entry for entry in po if not entry.obsolete]
    assert len(entries) > 150
    assert [entry.msgid for entry in entries if not entry.translated()] == []
    for entry in entries:
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                assert placeholders(text) == placeholders(entry.msgid), entry.msgid


def placeholders(text):
    return set(re.findall(r"%\(\w+\)[sd]", text))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_carries_no_norwegian(path):
    text = path.read_text(encoding="utf-8")
    # Norwegian letters outside a tag's attribute would be a text that gettext does not know.
    visible = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->", "", text, flags=re.DOTALL)
    assert re.findall(r"[æøåÆØÅ]\w*", visible) == []


def test_no_component_is_given_a_list_written_in_its_tag():
    # A tag takes `[form]` as letters and not as a list: what was to be mended stood there empty.
    written = re.compile(r"""<c-[^>]*\s:\w+=["']\[""")
    assert [path for path in TEMPLATES if written.search(path.read_text(encoding="utf-8"))] == []


def test_nothing_names_this_machine():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    folder = r"\.lib" + r"rary"
    wanted = re.compile(r"/(work|farm|root/\.pyenv)/|" + folder + r"|files\.python" + "hosted")
    found = []
    for name in tracked:
        path = ROOT / name
        if path.suffix in {".png", ".woff2", ".parquet"} or not path.is_file():
            continue
        if wanted.search(path.read_text(encoding="utf-8", errors="ignore")):
            found.append(name)
    assert [name for name in found if name != "tests/architecture/test_house.py"] == []
