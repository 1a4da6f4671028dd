"""Import and export of a programme's bundle. An import is whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from byregion.programme.bundle.read import read_bundle
from byregion.programme.bundle.schema import (
    AWARDS,
    FIGURES,
    GAPS,
    GATHERINGS,
    MEMBERSHIPS,
    PARTICIPATIONS,
    PHASES,
    PROGRAMME,
    PUBLICATIONS,
    REGIONS,
    THEMES,
    Bundle,
    Row,
    Table,
    canonical,
)
from byregion.programme.bundle.value import Value
from byregion.programme.bundle.write import write_bundle
from byregion.programme.models import (
    Award,
    CityRegion,
    Gap,
    Gathering,
    Membership,
    Participation,
    Phase,
    Programme,
    Publication,
    PublishedFigure,
    Source,
    Theme,
)

if TYPE_CHECKING:
    from pathlib import Path

    from byregion.programme.bundle.check import MunicipalityExists

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Imported:
    """The programme as it now stands, and whether the import changed anything."""

    programme: Programme
    changed: bool


def import_bundle(
    folder: Path, *, municipality_exists: MunicipalityExists | None = None
) -> Imported:
    """Make the programme of the bundle's slug what the folder says.

    In order: the folder is read and checked; if the stored programme says the same, nothing is
    written; otherwise the stored one is removed and the new one put in, in one transaction.

    Raises
    ------
    BundleFaults
        With every fault of the folder; nothing has then been written.
    """
    bundle = read_bundle(folder, municipality_exists=municipality_exists)
    slug = bundle.rows(PROGRAMME)[0]["slug"]
    with transaction.atomic():
        stored = Programme.objects.filter(slug=slug).first()
        if stored is not None:
            if bundle_of(stored).same_as(bundle):
                return Imported(stored, changed=False)
            _remove(stored)
        return Imported(_Import(bundle).run(), changed=True)


def export_bundle(programme: Programme, folder: Path) -> None:
    """Write the programme as a bundle in canonical form."""
    write_bundle(bundle_of(programme), folder)


def _remove(programme: Programme) -> None:
    # What protects phases and sources goes first; the rest follows the programme.
    Award.objects.filter(participation__region__programme=programme).delete()
    PublishedFigure.objects.filter(programme=programme).delete()
    Gathering.objects.filter(programme=programme).delete()
    programme.delete()


class _Import:
    """Puts a checked bundle in; holds what later rows refer to."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.programme = Programme.objects.create(**_plain(PROGRAMME, bundle.rows(PROGRAMME)[0]))

    def run(self) -> Programme:
        self.phases = {phase.number: phase for phase in self._owned(Phase, PHASES)}
        self.themes = {theme.slug: theme for theme in self._owned(Theme, THEMES)}
        self.regions = {region.slug: region for region in self._owned(CityRegion, REGIONS)}
        self._owned(Gap, GAPS)
        self.sources = self._add_sources()
        self._link(CityRegion.sources.through, REGIONS, self.regions, "sources", self.sources)
        self._add_participations()
        self._add_figures()
        self._add_gatherings()
        self._add_publications()
        return self.programme

    def _owned(self, model: Any, table: Table) -> list[Any]:
        rows = self.bundle.rows(table)
        made = [model(programme=self.programme, **_plain(table, row)) for row in rows]
        return list(model.objects.bulk_create(made))

    def _add_sources(self) -> dict[str, Source]:
        urls: set[str] = set()
        for table in (REGIONS, GATHERINGS):
            for row in self.bundle.rows(table):
                urls.update(_many(row["sources"]))
        for table in (AWARDS, FIGURES):
            urls.update(str(row["source"]) for row in self.bundle.rows(table) if row["source"])
        made = [Source(programme=self.programme, url=url) for url in sorted(urls)]
        return {source.url: source for source in Source.objects.bulk_create(made)}

    def _add_participations(self) -> None:
        made = {
            _in_phase(row): Participation(
                region=self.regions[row["region"]],
                phase=self.phases[row["phase"]],
                **_plain(PARTICIPATIONS, row),
            )
            for row in self.bundle.rows(PARTICIPATIONS)
        }
        Participation.objects.bulk_create(made.values())
        through = Participation.themes.through
        self._link(through, PARTICIPATIONS, made, "themes", self.themes, key=_in_phase)
        Membership.objects.bulk_create(
            Membership(participation=made[_in_phase(row)], **_plain(MEMBERSHIPS, row))
            for row in self.bundle.rows(MEMBERSHIPS)
        )
        Award.objects.bulk_create(
            Award(
                participation=made[_in_phase(row)],
                source=self.sources[str(row["source"])],
                **_plain(AWARDS, row),
            )
            for row in self.bundle.rows(AWARDS)
        )

    def _add_figures(self) -> None:
        PublishedFigure.objects.bulk_create(
            PublishedFigure(
                programme=self.programme,
                phase=self.phases.get(row["phase"]),
                source=self.sources.get(str(row["source"])),
                **_plain(FIGURES, row),
            )
            for row in self.bundle.rows(FIGURES)
        )

    def _add_gatherings(self) -> None:
        made = {
            str(row["slug"]): Gathering(
                programme=self.programme,
                phase=self.phases[row["phase"]],
                **_plain(GATHERINGS, row),
            )
            for row in self.bundle.rows(GATHERINGS)
        }
        Gathering.objects.bulk_create(made.values())
        self._link(Gathering.sources.through, GATHERINGS, made, "sources", self.sources)

    def _add_publications(self) -> None:
        made = {item.slug: item for item in self._owned(Publication, PUBLICATIONS)}
        self._link(Publication.regions.through, PUBLICATIONS, made, "regions", self.regions)

    def _link(
        self,
        through: Any,
        table: Table,
        made: Mapping[Any, models.Model],
        column: str,
        targets: Mapping[str, models.Model],
        *,
        key: Callable[[Values], Any] = lambda row: row["slug"],
    ) -> None:
        # The link table's two columns are named after the models it joins.
        near, far = (field.attname for field in through._meta.concrete_fields[1:])
        through.objects.bulk_create(
            through(**{near: made[key(row)].pk, far: targets[name].pk})
            for row in self.bundle.rows(table)
            for name in _many(row[column])
        )


REFERENCES = {"region", "phase", "themes", "source", "sources", "regions"}


def _plain(table: Table, row: Values) -> dict[str, Any]:
    return {name: row[name] for name in table.names if name not in REFERENCES}


def _in_phase(row: Values) -> tuple[Value, Value]:
    return row["region"], row["phase"]


def _many(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def bundle_of(programme: Programme) -> Bundle:
    """Give the stored programme as a bundle, in canonical order."""
    in_programme: dict[str, Any] = {"participation__region__programme": programme}
    of_region: dict[str, Any] = {"region__programme": programme}
    related = ("participation__region", "participation__phase")
    rows: dict[Table, Iterable[Any]] = {
        PROGRAMME: [programme],
        PHASES: programme.phases.all(),
        REGIONS: programme.regions.prefetch_related("sources"),
        THEMES: programme.themes.all(),
        PARTICIPATIONS: Participation.objects.filter(**of_region)
        .select_related("region", "phase")
        .prefetch_related("themes"),
        MEMBERSHIPS: Membership.objects.filter(**in_programme).select_related(*related),
        AWARDS: Award.objects.filter(**in_programme).select_related("source", *related),
        FIGURES: programme.figures.select_related("phase", "source"),
        GAPS: programme.gaps.all(),
        GATHERINGS: programme.gatherings.select_related("phase").prefetch_related("sources"),
        PUBLICATIONS: programme.publications.prefetch_related("regions"),
    }
    return Bundle(
        {
            table.file: canonical(table, [_row_of(table, stored) for stored in found])
            for table, found in rows.items()
        }
    )


def _row_of(table: Table, stored: Any) -> Row:
    return Row(None, {name: _stored_value(stored, name) for name in table.names})


def _stored_value(stored: Any, name: str) -> Value:
    read = STORED.get(name)
    value: Value = read(stored) if read else getattr(stored, name)
    return value


def _participation(stored: Any) -> Any:
    return getattr(stored, "participation", stored)


def _all_of(relation: str, field: str) -> Callable[[Any], Value]:
    return lambda stored: tuple(
        sorted(getattr(one, field) for one in getattr(stored, relation).all())
    )


STORED: dict[str, Callable[[Any], Value]] = {
    "region": lambda stored: str(_participation(stored).region.slug),
    "phase": lambda stored: getattr(_participation(stored).phase, "number", None),
    "source": lambda stored: getattr(stored.source, "url", ""),
    "sources": _all_of("sources", "url"),
    "themes": _all_of("themes", "slug"),
    "regions": _all_of("regions", "slug"),
}
