"""`byregion programme import|export|check DIR`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from byregion.analysis.geography.vintage import exists
from byregion.programme.bundle.fault import BundleFaults
from byregion.programme.bundle.read import read_bundle
from byregion.programme.bundle.schema import PROGRAMME
from byregion.programme.domain.bundle import export_bundle, import_bundle
from byregion.programme.models import Programme

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Move a programme between a folder of plain files and the database."""

    help = "Import, export or check a programme's bundle."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        for act, text in (
            ("import", "Make the programme what the folder says."),
            ("check", "Say what is wrong with the folder; write nothing."),
        ):
            acts.add_parser(act, help=text).add_argument("folder", type=Path)
        export = acts.add_parser("export", help="Write the programme to a folder.")
        export.add_argument("folder", type=Path)
        export.add_argument("--slug", help="Which programme, where there are several.")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            said = ACTS[options["act"]](folder, options.get("slug"))
        except BundleFaults as error:
            count = len(error.faults)
            head = ngettext("%(count)d fault", "%(count)d faults", count) % {"count": count}
            raise CommandError(f"{folder}: {head}\n{error}") from None
        self.stdout.write(said)


def _import(folder: Path, slug: str | None) -> str:
    done = import_bundle(folder, municipality_exists=exists)
    return f"{done.programme.slug}: {'imported' if done.changed else 'nothing has changed'}"


def _check(folder: Path, slug: str | None) -> str:
    bundle = read_bundle(folder, municipality_exists=exists)
    return f"{bundle.rows(PROGRAMME)[0]['slug']}: no faults"


def _export(folder: Path, slug: str | None) -> str:
    programme = _chosen(slug)
    export_bundle(programme, folder)
    return f"{programme.slug}: written to {folder}"


def _chosen(slug: str | None) -> Programme:
    programmes = {programme.slug: programme for programme in Programme.objects.order_by("slug")}
    if slug is None and len(programmes) == 1:
        return next(iter(programmes.values()))
    if slug in programmes:
        return programmes[slug]
    raise CommandError(
        f"Say which programme with --slug: {', '.join(programmes) or 'none is imported yet'}"
    )


ACTS = {"import": _import, "check": _check, "export": _export}
