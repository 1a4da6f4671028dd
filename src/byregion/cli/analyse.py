"""`byregion analyse`: the whole analysis of a city region, or of any municipalities."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.region_analysis.result import result_bytes
from byregion.cli.answer import commuting_year, open_store, plain_errors, store_option, year_option
from byregion.cli.city_regions import region_or_places
from byregion.cli.places import place

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    "--from-annex",
    "annex",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take the analysis from an annex instead of the store.",
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
    annex: Path | None,
    as_json: bool,
    year: int | None,
    root: Path | None,
) -> None:
    """Analyse a city region: what it lives of, how core and hinterland depend on each other.

    REGION is the short name of a city region of the programme, such as aust-lofoten; CODES are
    numbers or names of municipalities in the division of the year.
    """
    if annex is not None and (what or cores or year or root):
        raise click.UsageError("--from-annex is a whole analysis; leave the rest out")
    if annex is None and not what:
        raise click.UsageError("name a city region or municipalities, or give --from-annex")
    with plain_errors():
        made = _read(annex) if annex else _made(what, cores, year, root)
        if as_json:
            click.echo(result_bytes(made))
        else:
            _tell(made, lang)
        for path in _write(made, kinds, lang, out):
            click.echo(f"Written     {path}", err=as_json)


def _made(
    what: Sequence[str], cores: str | None, year: int | None, root: Path | None
) -> RegionAnalysis:
    store = open_store(root)
    when = commuting_year(store, year)
    at = Vintage.of(when)
    name, members, slug = region_or_places(what, at)
    chosen = [place(text.strip(), at).code for text in cores.split(",")] if cores else None
    if chosen and (outside := sorted(set(chosen) - set(members))):
        raise click.ClickException(f"cores outside the region: {', '.join(outside)}")
    from byregion.statistics import region_analysis  # noqa: PLC0415 - slow; not for --help

    inputs = region_analysis.read_analysis_inputs(store, year=when)
    return region_analysis.analyse(inputs, members, cores=chosen, name=name, slug=slug)


def _read(path: Path) -> RegionAnalysis:
    from byregion.report import AnnexError, read_annex  # noqa: PLC0415 - slow to import

    try:
        return read_annex(path.read_bytes())
    except AnnexError as error:
        raise click.ClickException(f"{path}: {error}") from error


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


def _write(made: RegionAnalysis, kinds: Sequence[str], lang: str, out: Path) -> list[Path]:
    if not kinds:
        return []
    from byregion import report  # noqa: PLC0415 - the typesetter is slow to import

    out.mkdir(parents=True, exist_ok=True)
    stem = made.subject.slug or "-".join(made.subject.members[:6])
    written = []
    for kind in kinds:
        path = out / (f"{stem}.zip" if kind == "data" else f"{stem}.{lang}.{kind}")
        content = report.annex(made) if kind == "data" else report.MAKERS[kind](made, lang)
        path.write_bytes(content)
        written.append(path)
    return written
