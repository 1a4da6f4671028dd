"""The report as PDF/UA by Typst: tagged, with contents and bookmarks, figures as vectors."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime, time
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import typst

from byregion.charts import svg
from byregion.report.content import content_of
from byregion.report.tabling import is_wide, weights

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.report.content import Content
    from byregion.report.tabling import Tabled

TEMPLATE = "report.typ"
# Only what Typst brings along, so that the same report comes out on every machine.
FONT = "Libertinus Serif"
REGIONS = {"nn": "NO", "nb": "NO", "en": "GB"}
# Of the text's width and height on a page, in the units of the drawings.
WIDTH, HEIGHT = 600.0, 370.0


def pdf(
    analysis: RegionAnalysis,
    language: str,
    own_texts: Mapping[str, str] | None = None,
    made_on: date | None = None,
) -> bytes:
    """Set the report; the same analysis, language, texts and date give the same bytes."""
    content = content_of(analysis, language, own_texts, made_on)
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
            timestamp=_timestamp(made_on),
        )
    return made


def _timestamp(made_on: date | None) -> int:
    # Typst would otherwise look at the clock.
    return int(datetime.combine(made_on, time(), tzinfo=UTC).timestamp()) if made_on else 0


def _plain(content: Content, folder: Path) -> dict[str, Any]:
    """Turn content into what the template reads, figures written beside it."""
    plain = asdict(content)
    day = plain.pop("made_on")
    plain["date"] = {"year": day.year, "month": day.month, "day": day.day} if day else None
    plain["title"], plain["region"] = content.title, REGIONS[content.language]
    plain["figures_list"] = any(section.figures for section in content.sections)
    plain["tables_list"] = any(section.tables for section in content.sections)
    for section, made in zip(plain["sections"], content.sections, strict=True):
        section["own_text"] = [part for part in made.own_text.split("\n\n") if part.strip()]
        _weigh(section["tables"], made.tables)
        for figure, drawn in zip(section["figures"], made.figures, strict=True):
            del figure["spec"]
            config = {**drawn.spec["config"], "font": FONT}
            picture = svg(
                {**drawn.spec, "config": config},
                content.language,
                identifier=drawn.key,
                title=drawn.title,
                description=drawn.alternative,
            )
            width, height = _size(picture)
            figure["share"], figure["ratio"] = _share(width, height), height / width
            figure["file"] = f"{drawn.key}.svg"
            (folder / figure["file"]).write_text(picture, encoding="utf-8")
    _weigh(plain["appendix"], content.appendix)
    return plain


def _share(width: float, height: float) -> float:
    """Give the part of the page's width for a drawing.

    A small drawing is not blown up, and a tall one leaves room for what stands around it.
    """
    return min(1.0, width / WIDTH, HEIGHT / WIDTH * width / height)


def _size(picture: str) -> tuple[float, float]:
    found = re.search(r'viewBox="\S+ \S+ ([\d.]+) ([\d.]+)', picture)
    return (float(found[1]), float(found[2])) if found else (WIDTH, HEIGHT)


def _weigh(plain: list[dict[str, Any]], tables: tuple[Tabled, ...]) -> None:
    for each, made in zip(plain, tables, strict=True):
        # A narrow table takes what it needs.
        each["weights"] = weights(made) if is_wide(made) else None
