"""`byregion analyse`: the whole analysis of a city region, or of any municipalities."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.region_analysis.result import result_bytes
from byregion.cli.answer import commuting_year, open_store, plain_errors, store_option, year_option
from byregion.cli.city_regions import region_or_places
from byregion.cli.from_annex import Made, read_annex
from byregion.cli.places import place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from byregion.analysis.region_analysis.result import RegionAnalysis

KINDS = ("pdf", "docx", "html", "data")


def _kinds(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in value.split(",") if part.strip())
    if wrong := [kind for kind in found if kind not in KINDS]:
        raise click.BadParameter(f"{', '.join(wrong)}: choose among {', '.join(KINDS)}")
    return tuple(dict.fromkeys(found))


@click.command()
@click.argument("what", metavar="REGION|CODES...", nargs=-1)
@click.option("--cores", help="Municipalities that are cores, separated by commas; else found.")
@click.option(
    "--report",
    "kinds",
    default="",
    callback=_kinds,
    help="Files to write, separated by commas: pdf, docx, html, data.",
)
@click.option("--lang", type=click.Choice(["nn", "nb", "en"]), default="nn", show_default=True)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Folder for the files; this one if not given.",
)
@click.option(
    "--date",
    "made_on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date on the documents; today's if not given.",
)
@click.option(
    "--without-inputs",
    is_flag=True,
    help="Leave the source tables out of the data; it can then not be computed again from them.",
)
@click.option(
    "--from-annex",
    "annex",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=(
        "Take the analysis from an annex, and compute it again: from the source tables in it, or "
        "those of --store."
    ),
)
@click.option("--json", "as_json", is_flag=True, help="Print the whole result as JSON.")
@year_option
@store_option
def analyse(
    *,
    what: tuple[str, ...],
    cores: str | None,
    kinds: tuple[str, ...],
    lang: str,
    out: Path,
    made_on: datetime | None,
    without_inputs: bool,
    annex: Path | None,
    as_json: bool,
    year: int | None,
    root: Path | None,
) -> None:
    """Analyse a city region: what it lives of, how core and hinterland depend on each other.

    REGION is the short name of a city region of the programme, such as aust-lofoten; CODES are
    numbers or names of municipalities in the division of the year.

    An annex whose analysis comes out otherwise when it is computed again ends with exit code 3,
    and nothing is written.
    """
    if annex is not None and (what or cores or year):
        raise click.UsageError("--from-annex is a whole analysis; leave the rest out")
    if annex is None and not what:
        raise click.UsageError("name a city region or municipalities, or give --from-annex")
    keep = "data" in kinds and not without_inputs
    with plain_errors():
        made = (
            read_annex(annex, root, keep=keep)
            if annex
            else _made(what, cores, year, root, keep=keep)
        )
        if as_json:
            click.echo(result_bytes(made.analysis))
        else:
            _tell(made.analysis, lang)
        for path in _write(made, kinds, lang, out, _day(made_on)):
            click.echo(f"Written     {path}", err=as_json)


def _day(given: datetime | None) -> date:
    # A command is where time enters.
    return (given or datetime.now(UTC)).date()  # noqa: TID251


def _made(
    what: Sequence[str], cores: str | None, year: int | None, root: Path | None, *, keep: bool
) -> Made:
    store = open_store(root)
    when = commuting_year(store, year)
    at = Vintage.of(when)
    name, members, slug = region_or_places(what, at)
    chosen = [place(text.strip(), at).code for text in cores.split(",")] if cores else None
    if chosen and (outside := sorted(set(chosen) - set(members))):
        raise click.ClickException(f"cores outside the region: {', '.join(outside)}")
    from byregion.statistics import region_analysis  # noqa: PLC0415 - slow; not for --help

    inputs = region_analysis.read_analysis_inputs(store, year=when)
    analysis = region_analysis.analyse(inputs, members, cores=chosen, name=name, slug=slug)
    if not keep:
        return Made(analysis)
    from byregion.report.inputs import inputs_of  # noqa: PLC0415 - needs the extra `report`

    return Made(analysis, inputs_of(store))


def _tell(made: RegionAnalysis, lang: str) -> None:
    from byregion import wording  # noqa: PLC0415 - reads its texts

    click.echo(f"{made.subject.name} ({made.year})")
    for chapter in made.chapters:
        click.echo(f"\n{wording.title(chapter.key, lang)}")
        for finding in chapter.findings:
            click.echo(f"  {wording.sentence(finding, lang)}")
        for key in chapter.lacking:
            click.echo(f"  – {wording.label(key, lang)}")
    click.echo("")
    for source in made.sources:
        retrieved = source.retrieved or "on an unknown date"
        click.echo(
            f"Source      {source.publisher}, table {source.table}, {source.title} "
            f"({source.licence}), retrieved {retrieved}"
        )


def _write(made: Made, kinds: Sequence[str], lang: str, out: Path, made_on: date) -> list[Path]:
    if not kinds:
        return []
    from byregion import report  # noqa: PLC0415 - needs the extra `report`

    analysis = made.analysis
    out.mkdir(parents=True, exist_ok=True)
    stem = analysis.subject.slug or "-".join(analysis.subject.members[:6])
    written = []
    for kind in kinds:
        path = out / (f"{stem}.zip" if kind == "data" else f"{stem}.{lang}.{kind}")
        if kind == "data":
            content = report.annex(analysis, made.inputs)
        else:
            content = report.MAKERS[kind](analysis, lang, made_on=made_on)
        path.write_bytes(content)
        written.append(path)
    return written
