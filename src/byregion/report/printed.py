"""The report as PDF/UA by Typst: tagged, with contents and bookmarks, figures as vectors."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import typst

from byregion.charts import svg
from byregion.report.content import content_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.report.content import Content

TEMPLATE = "report.typ"
# Only what Typst brings along, so that the same report comes out on every machine.
FONT = "Libertinus Serif"


def pdf(
    analysis: RegionAnalysis, language: str, own_texts: Mapping[str, str] | None = None
) -> bytes:
    """Set the report; the same analysis, language and texts give the same bytes."""
    content = content_of(analysis, language, own_texts)
    with TemporaryDirectory(prefix="byregion-report-") as place:
        folder = Path(place)
        template = (files("byregion.report") / TEMPLATE).read_text(encoding="utf-8")
        (folder / TEMPLATE).write_text(template, encoding="utf-8")
        told = json.dumps(_plain(content, folder), ensure_ascii=False)
        (folder / "content.json").write_text(told, encoding="utf-8")
        made: bytes = typst.compile(
            str(folder / TEMPLATE),
            root=str(folder),
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=int(datetime(analysis.year, 12, 31, tzinfo=UTC).timestamp()),
        )
    return made


def _width(picture: str) -> float:
    found = re.search(r'viewBox="\S+ \S+ ([\d.]+)', picture)
    return float(found[1]) if found else 600.0


def _plain(content: Content, folder: Path) -> dict[str, Any]:
    """Turn content into what the template reads, figures written beside it."""
    plain = asdict(content)
    for section, made in zip(plain["sections"], content.sections, strict=True):
        section["own_text"] = [part for part in made.own_text.split("\n\n") if part.strip()]
        for figure, drawn in zip(section["figures"], made.figures, strict=True):
            config = {**drawn.spec["config"], "font": FONT}
            picture = svg(
                {**drawn.spec, "config": config},
                content.language,
                identifier=drawn.key,
                title=drawn.title,
                description=drawn.alternative,
            )
            # A small drawing is not blown up to the width of the page.
            figure["width"] = _width(picture)
            figure["file"] = f"{drawn.key}.svg"
            (folder / figure["file"]).write_text(picture, encoding="utf-8")
            del figure["spec"]
    return plain
