"""Name badges, and the list for the door, on paper: set by Typst, as the reports are (ADR 10)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from byregion.network.models import Gathering

Print = Callable[..., bytes]
REGIONS = {"nn": "NO", "nb": "NO", "en": "GB"}


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands on a badge."""

    name: str
    organisation: str
    region: str


def name_badges(gathering: Gathering, people: Sequence[Badge], *, made_on: date) -> bytes:
    """Set badges of 85 by 55 mm, ten to a page of A4, with marks to cut by."""
    told = {"people": [asdict(one) for one in people], "none": _("Nobody has a place yet.")}
    return _set("badges.typ", gathering, _("Name badges"), told, made_on)


def door_list(gathering: Gathering, people: Sequence[Badge], *, made_on: date) -> bytes:
    """Set the list for the door: a box to tick, name, organisation and region."""
    told = {
        "people": [asdict(one) for one in people],
        "head": [_("Here"), _("Name"), _("Organisation"), _("City region")],
        "count": _("People with a place: %(number)d") % {"number": len(people)},
        "made": _("Made %(day)s") % {"day": date_format(made_on, "j. F Y")},
    }
    return _set("door_list.typ", gathering, _("Who comes"), told, made_on)


def _set(
    template: str, gathering: Gathering, kind: str, told: dict[str, Any], made_on: date
) -> bytes:
    language = (get_language() or "nn").split("-")[0]
    content = {
        **told,
        "kind": kind,
        "title": gathering.title.text,
        "when": _when(gathering),
        "language": language,
        "region": REGIONS[language],
    }
    with TemporaryDirectory(prefix="byregion-gathering-") as place:
        folder = Path(place)
        source = (files("byregion.network") / template).read_text(encoding="utf-8")
        (folder / template).write_text(source, encoding="utf-8")
        written = json.dumps(content, ensure_ascii=False)
        (folder / "content.json").write_text(written, encoding="utf-8")
        made: bytes = typst.compile(
            str(folder / template),
            root=str(folder),
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=int(datetime.combine(made_on, time(), tzinfo=UTC).timestamp()),
        )
    return made


def _when(gathering: Gathering) -> str:
    days = date_format(gathering.start_date, "j. F Y")
    if gathering.end_date != gathering.start_date:
        one_month = gathering.start_date.replace(day=1) == gathering.end_date.replace(day=1)
        first = date_format(gathering.start_date, "j." if one_month else "j. F")
        between = "–" if one_month else " – "
        days = f"{first}{between}{date_format(gathering.end_date, 'j. F Y')}"
    return ", ".join(part for part in (gathering.city, days) if part)
