"""The analyses that come with the product, put in where no edition of the region is yet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from byregion.insight.annexes import pack, unpack
from byregion.insight.domain.editions import make_draft, publish
from byregion.insight.frozen import checksum, freeze
from byregion.insight.models import RegionAnalysisEdition

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from byregion.analysis.region_analysis.result import RegionAnalysis

DATA = Path(__file__).resolve().parents[1] / "data"
INDEX = "index.json"
BY = "Byregion"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many analyses were put in, and how many regions had one already."""

    added: int
    kept: int


@transaction.atomic
def load_published(programme: str, *, at: datetime, folder: Path = DATA) -> Loaded:
    """Publish each shipped analysis whose region has no edition; doing it again changes nothing.

    A newer release's analysis of a region whose published edition came from an earlier release
    supersedes that; what a person has published is left alone.
    """
    there = {
        edition.region_slug: edition
        for edition in RegionAnalysisEdition.objects.filter(programme_slug=programme)
        .defer("result")
        .order_by("number")
    }
    added = kept = 0
    for slug, shipped in index(folder).items():
        latest = there.get(slug)
        if latest is not None and (latest.made_by != BY or latest.checksum == shipped):
            kept += 1
            continue
        _publish(unpack((folder / f"{slug}.zip").read_bytes()), programme, at)
        added += 1
    return Loaded(added, kept)


def index(folder: Path = DATA) -> dict[str, str]:
    """Give the checksum of each shipped analysis by its region, so that none need be opened."""
    file = folder / INDEX
    if not file.exists():
        return {}
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found


def ship(analyses: Iterable[RegionAnalysis], folder: Path) -> int:
    """Write the analyses as the shipped ones, and give their size in bytes together."""
    folder.mkdir(parents=True, exist_ok=True)
    size, sums = 0, {}
    for analysis in analyses:
        content = pack(analysis)
        slug = analysis.subject.slug
        (folder / f"{slug}.zip").write_bytes(content)
        sums[slug] = checksum(freeze(unpack(content)))
        size += len(content)
    text = json.dumps(sums, indent=1, sort_keys=True) + "\n"
    (folder / INDEX).write_text(text, encoding="utf-8")
    return size


def _publish(analysis: RegionAnalysis, programme: str, at: datetime) -> None:
    publish(make_draft(analysis, programme=programme, by=BY, at=at), by=BY, at=at)
