"""`byregion insight load|list|draft|write|publish`: an analysis through its life."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from byregion.analysis.errors import AnalysisError
from byregion.insight import source_tables
from byregion.insight.annexes import opened
from byregion.insight.domain.editions import make_draft, publish, write_text
from byregion.insight.domain.shipped import load_published
from byregion.insight.errors import InsightError
from byregion.insight.models import RegionAnalysisEdition
from byregion.insight.queries.editions import draft_of
from byregion.programme.models import CityRegion
from byregion.report import AnnexError
from byregion.statistics.errors import StatisticsError

if TYPE_CHECKING:
    from argparse import ArgumentParser


REFUSED = (
    *(InsightError, AnnexError, AnalysisError, StatisticsError),
    *(OSError, UnicodeDecodeError),
)


class Command(BaseCommand):
    """Make, write in, publish and list editions of analyses."""

    help = "Make, write in, publish and list editions of analyses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what each act takes."""
        parser.add_argument("--programme", default="byregionprogrammet")
        parser.add_argument("--by", default="command line", help="Who does it.")
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("load", help="Publish the shipped analyses that are not there yet.")
        acts.add_parser("list", help="List the editions.")
        draft = acts.add_parser("draft", help="Keep the analysis of an annex as a draft.")
        draft.add_argument("annex", type=Path)
        write = acts.add_parser("write", help="Put the region's own text in a draft's chapter.")
        write.add_argument("region")
        write.add_argument("chapter")
        write.add_argument("language", choices=("nn", "nb", "en"))
        write.add_argument("file", type=Path, help="Plain text, UTF-8.")
        acts.add_parser("publish", help="Freeze and show the draft.").add_argument("region")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what was done."""
        try:
            said = ACTS[options["act"]](options)
        except REFUSED as error:
            raise CommandError(str(error)) from None
        self.stdout.write(said)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - a command is where time enters


def _load(options: dict[str, Any]) -> str:
    done = load_published(options["programme"], at=_now())
    return f"{done.added} published, {done.kept} already there"


def _list(options: dict[str, Any]) -> str:
    found = RegionAnalysisEdition.objects.filter(programme_slug=options["programme"])
    lines = [
        f"{one.region_slug}\t{one.number}\t{one.status}\t{one.year}\t{one.checksum[:12]}"
        for one in found.defer("result")
    ]
    return "\n".join(lines) or "no editions"


def _draft(options: dict[str, Any]) -> str:
    annex = opened(options["annex"].read_bytes())
    analysis = annex.analysis
    slug, programme = analysis.subject.slug, options["programme"]
    if not CityRegion.objects.filter(programme__slug=programme, slug=slug).exists():
        raise InsightError(f"{slug or 'the analysis'}: no region of {programme}")
    source_tables.keep(annex)
    edition = make_draft(analysis, programme=programme, by=options["by"], at=_now())
    whole = "with" if source_tables.are_there(analysis) else "without"
    return f"{edition}: draft, {whole} source tables"


def _write(options: dict[str, Any]) -> str:
    edition = _the_draft(options)
    text = options["file"].read_text(encoding="utf-8")
    values = {"chapter": options["chapter"], "language": options["language"], "text": text}
    write_text(edition, **values, by=options["by"], at=_now())
    return f"{edition}: text in {options['chapter']}"


def _publish(options: dict[str, Any]) -> str:
    edition = publish(_the_draft(options), by=options["by"], at=_now())
    return f"{edition}: published"


def _the_draft(options: dict[str, Any]) -> RegionAnalysisEdition:
    found = draft_of(options["programme"], options["region"])
    if found is None:
        raise InsightError(f"{options['region']} has no draft; make one of an annex first")
    return found


ACTS = {
    "load": _load,
    "list": _list,
    "draft": _draft,
    "write": _write,
    "publish": _publish,
}
