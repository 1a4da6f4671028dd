"""What a figure shows, in words, from the same rows: a text alternative."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from byregion.wording import column, label, listed, number, title

if TYPE_CHECKING:
    from collections.abc import Callable

    from byregion.analysis.region_analysis.result import Figure, Table

TEXTS = {
    "classes": {"nn": "Kart. {parts}.", "nb": "Kart. {parts}.", "en": "Map. {parts}."},
    "flows": {
        "nn": "Kart over dei største pendlarstraumane. Størst: {parts}.",
        "nb": "Kart over de største pendlerstrømmene. Størst: {parts}.",
        "en": "Map of the largest commuting flows. Largest: {parts}.",
    },
    "matrix": {
        "nn": "Tabell med farge over pendling mellom kommunane. Størst: {parts}.",
        "nb": "Tabell med farge over pendling mellom kommunene. Størst: {parts}.",
        "en": "Shaded table of commuting between municipalities. Largest: {parts}.",
    },
    "lines": {
        "nn": "Linjediagram frå {first} til {last}, første år er 100. Siste år: {parts}.",
        "nb": "Linjediagram fra {first} til {last}, første år er 100. Siste år: {parts}.",
        "en": "Line chart from {first} to {last}, the first year is 100. Last year: {parts}.",
    },
    "pyramid": {
        "nn": "Folketal etter alder. {parts}.",
        "nb": "Folketall etter alder. {parts}.",
        "en": "Residents by age. {parts}.",
    },
    "ages": {
        "nn": "{year} ({moment}): {total} innbyggjarar, {young} under 20 år, {old} frå 65 år opp",
        "nb": "{year} ({moment}): {total} innbyggere, {young} under 20 år, {old} fra 65 år opp",
        "en": "{year} ({moment}): {total} residents, {young} under 20 and {old} aged 65 or more",
    },
    "values": {
        "nn": "Stolpediagram: {parts}.",
        "nb": "Stolpediagram: {parts}.",
        "en": "Bar chart: {parts}.",
    },
    "intervals": {
        "nn": "Anslag med usikkerheitsintervall: {parts}.",
        "nb": "Anslag med usikkerhetsintervall: {parts}.",
        "en": "Estimates with intervals: {parts}.",
    },
    "scatter": {
        "nn": "Spreiingsdiagram: {across} vassrett, {up} loddrett. {parts}.",
        "nb": "Spredningsdiagram: {across} vannrett, {up} loddrett. {parts}.",
        "en": "Scatter plot: {across} across, {up} up. {parts}.",
    },
}
MOST = 6


def alternative(figure: Figure, table: Table, language: str) -> str:
    """Say what the figure shows; the whole table stands beside it, so only the main of it."""
    frame = table.frame
    if frame.is_empty():
        return title(figure.key, language)
    if figure.kind == "bars":
        return _bars(table, language)
    return SAID[figure.kind](frame, language)


def _bars(table: Table, language: str) -> str:
    unit = next(each.unit for each in table.columns if each.name == "value")
    parts: dict[str, list[str]] = {}
    for row in table.frame.to_dicts():
        value = number(row["value"], unit, language)
        if "component" in row:
            value = f"{label(row['component'], language).lower()} {value}"
        parts.setdefault(label(row["label"], language), []).append(value)
    told = [f"{name} {', '.join(values)}" for name, values in parts.items()]
    return _text("values", language, parts="; ".join(told[:MOST]))


def _text(key: str, language: str, **values: str) -> str:
    return TEXTS[key][language].format(**values)


def _classes(frame: pl.DataFrame, language: str) -> str:
    name = "class" if "class" in frame.columns else "pattern"
    parts = []
    for (key,), rows in frame.group_by(name, maintain_order=True):
        if key == "none":
            continue
        names = rows["name"].to_list()
        more = f" (+{len(names) - MOST})" if len(names) > MOST else ""
        parts.append(f"{label(str(key), language)}: {listed(names[:MOST], language)}{more}")
    return _text("classes", language, parts="; ".join(parts) or label("none", language))


def _flows(frame: pl.DataFrame, language: str) -> str:
    moving = frame.filter(pl.col("home_name") != pl.col("work_name")).sort(
        "employed", descending=True, nulls_last=True, maintain_order=True
    )
    rows = moving.select("home_name", "work_name", "employed").head(3).rows()
    parts = [f"{a} – {b} {number(n, 'persons', language)}" for a, b, n in rows]
    kind = "flows" if "home" in frame.columns else "matrix"
    return _text(kind, language, parts="; ".join(parts) or "–")


def _lines(frame: pl.DataFrame, language: str) -> str:
    first, last = frame["year"].sort().to_list()[0], frame["year"].sort().to_list()[-1]
    end = frame.filter(pl.col("year") == last).select("series", "index").rows()
    parts = [f"{label(key, language)} {number(v, 'index', language)}" for key, v in end]
    return _text("lines", language, first=str(first), last=str(last), parts="; ".join(parts))


def _pyramid(frame: pl.DataFrame, language: str) -> str:
    parts = []
    for (moment, year), rows in frame.group_by(["moment", "year"], maintain_order=True):
        total = float(rows["persons"].sum())
        ages = {"young": pl.col("age_from") < 20, "old": pl.col("age_from") >= 65}
        shares = {
            name: number(float(rows.filter(which)["persons"].sum()) / total, "share", language)
            if total
            else number(None, "share", language)
            for name, which in ages.items()
        }
        told = {"year": str(year), "moment": label(str(moment), language).lower()}
        people = number(total, "persons", language)
        parts.append(_text("ages", language, **told, total=people, **shares))
    return _text("pyramid", language, parts="; ".join(parts))


def _scatter(frame: pl.DataFrame, language: str) -> str:
    across, up = [name for name, kind in frame.schema.items() if kind.is_numeric()][:2]
    parts = []
    for role in ("self", "peer"):
        names = frame.filter(pl.col("role") == role)["name"].head(MOST).to_list()
        if names:
            parts.append(f"{label(role, language)}: {listed(names, language)}")
    axes = {"across": column(across, language), "up": column(up, language)}
    return _text("scatter", language, **axes, parts="; ".join(parts))


def _intervals(frame: pl.DataFrame, language: str) -> str:
    rows = frame.select("label", "estimate", "low", "high").head(MOST).rows()
    parts = [
        f"{label(str(key), language)} {number(value, 'number', language)} "
        f"({number(low, 'number', language)} – {number(high, 'number', language)})"
        for key, value, low, high in rows
    ]
    return _text("intervals", language, parts="; ".join(parts))


SAID: dict[str, Callable[[pl.DataFrame, str], str]] = {
    "hinterland_map": _classes,
    "local_moran_map": _classes,
    "flow_map": _flows,
    "commuting_matrix": _flows,
    "indexed_lines": _lines,
    "age_pyramid": _pyramid,
    "scatter": _scatter,
    "intervals": _intervals,
}
