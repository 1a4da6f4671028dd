"""`byregion geography`: look up places, list divisions and changes, convert a table."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from byregion.analysis.errors import AnalysisError
from byregion.analysis.geography.change import all_changes, changes
from byregion.analysis.geography.find import find
from byregion.analysis.geography.harmonise import Harmonised, harmonise
from byregion.analysis.geography.vintage import Vintage, county
from byregion.analysis.geography.weights import SplitWeights, shipped_weights
from byregion.cli.geography_csv import read_sheet, with_codes, with_numbers, write_sheet
from byregion.statistics.disk import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from byregion.analysis.geography.change import CodeChange
    from byregion.analysis.geography.vintage import Municipality

LANGUAGES = {
    "no": "Norwegian",
    "se": "Northern Sámi",
    "sma": "Southern Sámi",
    "smj": "Lule Sámi",
    "fkv": "Kven",
}


def _division(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Vintage | None:
    """Read a year (its 1 January) or a date inside the register."""
    try:
        return None if value is None else Vintage.of(value)
    except AnalysisError as error:
        raise click.BadParameter(str(error)) from None


@click.group()
def geography() -> None:
    """Look up places, list divisions and changes, convert a table to another division."""


@geography.command()
@click.argument("place")
@click.option(
    "--at",
    callback=_division,
    metavar="DATE",
    help="Year or date; without it, any time since 2005.",
)
def show(place: str, at: Vintage | None) -> None:
    """Show what is known of PLACE: a number or a name in any of its languages."""
    found = find(place, at=at)
    if not found:
        when = f" in {at.label}" if at else ""
        raise click.ClickException(f"no municipality{when} has the name or number {place!r}")
    click.echo("\n\n".join("\n".join(_describe(one)) for one in found))


@geography.command("list")
@click.option(
    "--at",
    callback=_division,
    metavar="DATE",
    help="Year or date; without it, the latest division.",
)
@click.option("--counties", is_flag=True, help="Counties instead of municipalities.")
def list_places(*, at: Vintage | None, counties: bool) -> None:
    """List all municipalities, or counties, on a date."""
    vintage = at or Vintage.latest()
    places = vintage.counties() if counties else vintage.municipalities()
    for one in places:
        click.echo(f"{one.code}  {one.official_name(vintage)}")


@geography.command("changes")
@click.option(
    "--from", "start", callback=_division, metavar="DATE", help="Changes after this year or date."
)
@click.option(
    "--to", "end", callback=_division, metavar="DATE", help="Changes up to and including it."
)
def list_changes(start: Vintage | None, end: Vintage | None) -> None:
    """List what happened between two divisions."""
    if start and end and end < start:
        raise click.BadParameter("lies before --from", param_hint="--to")
    found = changes(start, end) if start else changes(end=end)
    for change in found:
        click.echo(_line(change))
    click.echo(f"{len(found)} changes", err=True)


@geography.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to", callback=_division, metavar="DATE", required=True, help="The division wanted."
)
@click.option("--code", required=True, help="Column with municipality numbers.")
@click.option("--year", help="Column with the year whose division the numbers belong to.")
@click.option(
    "--vintage",
    callback=_division,
    metavar="DATE",
    help="The division of all numbers, whatever the year.",
)
@click.option("--value", "values", multiple=True, required=True, help="Column to convert; repeat.")
@click.option("--denominator", help="The values are rates: column with what they are per.")
@click.option("--weights", help="How to divide: a CSV with code, target, weight; or population.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="CSV to write.")
def convert(
    *,
    file: Path,
    to: Vintage,
    code: str,
    year: str | None,
    vintage: Vintage | None,
    values: tuple[str, ...],
    denominator: str | None,
    weights: str | None,
    out: Path | None,
) -> None:
    """Convert a CSV table to the numbers of another division.

    Values are added up where municipalities merged, and divided by stated weights only. All other
    columns (age, sex) are kept apart as they are.
    """
    numbers = [*values, *([denominator] if denominator else [])]
    sheet = with_numbers(read_sheet(file), numbers, file)
    for column in filter(None, (code, year)):
        if column not in sheet.frame.columns:
            raise click.ClickException(f"{file} has no column {column}")
    sheet = with_codes(sheet, code)
    with _errors():
        result = harmonise(
            sheet.frame,
            to=to,
            values=values,
            code=code,
            year=year,
            kind="rate" if denominator else "additive",
            weights=_weights(weights),
            denominator=denominator,
            vintage=vintage,
        )
    text = write_sheet(replace(sheet, frame=result.frame))
    if out is None:
        click.echo(text, nl=False)
    else:
        write_bytes(out, text.encode())
    _report(result)


def _weights(given: str | None) -> SplitWeights | None:
    if given is None:
        return None
    path = Path(given)
    if not path.is_file():
        return shipped_weights(given)
    sheet = with_numbers(read_sheet(path), ["weight"], path)
    if "code" in sheet.frame.columns and "target" in sheet.frame.columns:
        sheet = with_codes(with_codes(sheet, "code"), "target")
    return SplitWeights.from_frame(
        sheet.frame, name=path.name, method="given by the user", source=str(path)
    )


def _report(result: Harmonised) -> None:
    """Say on standard error what was divided, left incomplete or left out."""
    if result.exact:
        click.echo("exact: nothing was divided", err=True)
    else:
        codes = ", ".join(_split_codes(result))
        weights = result.provenance.parameters["weights"]
        click.echo(f"estimate: {codes} divided by weights ({weights})", err=True)
    for period, target, missing in result.incomplete.rows():
        click.echo(f"incomplete: {target} lacks {missing} ({period})", err=True)
    for change in result.not_applied:
        click.echo(f"not applied: {change.date} {change.note}", err=True)


def _split_codes(result: Harmonised) -> list[str]:
    divided = result.links.filter(~result.links["exact"])
    return divided["code"].unique().sort().to_list()


def _describe(place: Municipality) -> Iterator[str]:
    start = place.valid_from.isoformat() if place.valid_from else "before 2005"
    end = f"to {place.valid_to}" if place.valid_to else "still valid"
    yield f"{place.code}  {place.official_name()}"
    yield f"  county: {place.county} {county(place.county).name}"
    yield f"  valid:  {start}, {end}"
    for name in place.names:
        since = f" (listed since {name.since})" if name.since else ""
        yield f"  {LANGUAGES[name.language]}: {name.text}{since}"
    for change in all_changes():
        if place.code in (change.old, change.new):
            yield f"  {_line(change)}"


def _line(change: CodeChange) -> str:
    note = f": {change.note}" if change.note else ""
    return f"{change.date}  {change.old} -> {change.new}  {change.kind}{note}"


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except AnalysisError as error:
        raise click.ClickException(str(error)) from None
