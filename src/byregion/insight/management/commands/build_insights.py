"""`byregion build_insights`: make the analyses that the product ships, from a loaded store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from byregion.analysis.errors import AnalysisError
from byregion.analysis.geography.vintage import Vintage
from byregion.insight.domain.shipped import DATA, ship
from byregion.insight.queries.territory import codes_at
from byregion.programme.models import Programme
from byregion.programme.queries.regions import regions
from byregion.statistics.errors import StatisticsError
from byregion.statistics.store import Store, default_folder

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from byregion.analysis.region_analysis.result import RegionAnalysis

MOST_BYTES = 6_000_000


class Command(BaseCommand):
    """Make every identified region's analysis, as the files that are shipped."""

    help = "Make the analyses that the product ships, from a loaded store."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what to make them of."""
        parser.add_argument("--programme", default="byregionprogrammet")
        parser.add_argument("--phase", type=int, default=2)
        parser.add_argument("--year", type=int, default=2017)
        parser.add_argument("--store", type=Path, default=None)
        parser.add_argument("--out", type=Path, default=DATA)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them; refuse more than what may be shipped."""
        programme = Programme.objects.filter(slug=options["programme"]).first()
        if programme is None:
            raise CommandError(f"no programme {options['programme']!r}")
        try:
            size = ship(self._analyses(programme, options), options["out"])
        except StatisticsError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{size:,} bytes in {options['out']}")
        if size > MOST_BYTES:
            raise CommandError(f"{size:,} bytes are more than {MOST_BYTES:,}")

    def _analyses(self, programme: Programme, options: dict[str, Any]) -> Iterator[RegionAnalysis]:
        from byregion.statistics import region_analysis  # noqa: PLC0415 - slow to import

        year = options["year"]
        inputs = region_analysis.read_analysis_inputs(
            Store(options["store"] or default_folder()), year=year
        )
        for slug, name, members in _chosen(programme, options["phase"], Vintage.of(year)):
            try:
                yield region_analysis.analyse(inputs, members, name=name, slug=slug)
            except AnalysisError as error:
                self.stderr.write(f"{slug}: {error}")


def _chosen(
    programme: Programme, phase: int, at: Vintage
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for region in regions(programme):
        for part in region.listed_participations:
            codes = codes_at(part.listed_members, programme.vintage, at)
            if part.phase.number == phase and codes:
                yield region.slug, region.name, codes
