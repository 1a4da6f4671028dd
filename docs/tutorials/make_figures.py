"""Draw the figures of the tutorial from a loaded store.

python docs/tutorials/make_figures.py [--store FOLDER] [--core NAME] [--year YEAR] [--out FOLDER]

The map needs boundaries of the year's municipalities: those that come with the package are of
2020, and hold until the end of 2023.
"""

from __future__ import annotations

import argparse
from html import escape
from pathlib import Path

from byregion.analysis.geography.vintage import Vintage
from byregion.analysis.hinterland import hinterland
from byregion.analysis.interplay.lead_lag import lead_lag
from byregion.cli.interplay_growth import growth_around
from byregion.cli.places import joined_core
from byregion.geography.boundaries import load
from byregion.statistics.harmonised import commuting_flows
from byregion.statistics.store import Store, default_folder

FILL = {"core": "#08306b", "inner": "#4292c6", "outer": "#c6dbef", "none": "#f2f2f2"}
INK = {"core": "#ffffff", "inner": "#000000", "outer": "#000000", "none": "#555555"}
FONT = 'font-family="sans-serif" font-size="13"'
LEGEND = 96


def svg(box: str, title: str, description: str, body: list[str]) -> str:
    """Wrap drawn elements in a picture that says what it shows."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" {FONT}>'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    )
    return "\n".join([head, *body, "</svg>", ""])


def text(x: float, y: float, words: str, more: str = "") -> str:
    """Write words at a point."""
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(words)}</text>'


def hinterland_map(store: Store, core: str, year: int) -> str:
    """Draw the core and its hinterland, each municipality with the share who work in the core."""
    at = Vintage.of(year)
    name, codes = joined_core(core, at)
    classes = hinterland(commuting_flows(store, year=year), {name: codes}).classes
    tied = {
        unit: (kind, share)
        for unit, kind, share in classes.select("unit", "class", "share").rows()
        if kind != "none"
    }
    boundaries = load()
    view = boundaries.fit(tied, width=640, padding=24)
    body = []
    west, south, east, north = boundaries.bbox(tied)
    for unit in boundaries.codes:
        box = boundaries.bbox([unit])
        if box[0] > east or box[2] < west or box[1] > north or box[3] < south:
            continue
        kind, share = tied.get(unit, ("none", None))
        path = boundaries.svg_path([unit], projection=view.projection)
        label = boundaries.name(unit) + (f", {share:.1%}" if share else "")
        body.append(
            f'<path d="{path}" fill="{FILL[kind]}" stroke="#ffffff" stroke-width="0.8">'
            f"<title>{escape(label)}</title></path>"
            if unit in tied
            else f'<path d="{path}" fill="{FILL[kind]}" stroke="#cccccc" stroke-width="0.5"/>'
        )
    for unit, (kind, share) in tied.items():
        x, y = view.projection(*boundaries.centroid(unit))
        halo = f'paint-order="stroke" stroke="{FILL[kind]}" stroke-width="3"'
        style = f'text-anchor="middle" fill="{INK[kind]}" {halo}'
        body.append(text(x, y, boundaries.name(unit), style))
        if share:
            body.append(text(x, y + 15, f"{share:.1%}", style))
    height = view.height
    body.append(f'<rect y="{height:g}" width="640" height="{LEGEND}" fill="#ffffff"/>')
    for place, (kind, words) in enumerate(
        (("core", "core"), ("inner", "inner: 15 % or more"), ("outer", "outer: 5 to 15 %"))
    ):
        x = 24 + 190 * place
        body.append(
            f'<rect x="{x}" y="{height + 14:g}" width="16" height="16" fill="{FILL[kind]}"/>'
        )
        body.append(text(x + 24, height + 27, words))
    body.append(text(24, height + 56, f"Share of the employed residents who work in {name}."))
    source = f"Statistics Norway, table 03321, 4th quarter {year}. Borders: Kartverket, 2020."
    body.append(text(24, height + 78, source, 'fill="#555555"'))
    return svg(
        f"0 0 640 {height + LEGEND:g}",
        f"{name} and its hinterland {year}",
        "; ".join(f"{boundaries.name(u)}: {k}" for u, (k, _) in tied.items()),
        body,
    )


def lead_lag_bars(store: Store, core: str, year: int) -> str:
    """Draw the correlation of growth in core and inner hinterland at each lag."""
    name, _ = joined_core(core, Vintage.of(year))
    growth = growth_around(core, around=None, year=year, absolute=False, root=store.root)
    (series,) = (each for each in growth.series if each.zone == "inner")
    found = lead_lag(series.core, series.hinterland)
    zero = 160
    labels = zero + (20 if min(found.correlations) >= 0 else 140)
    body = [
        text(20, 24, f"Correlation of growth in {name} and its inner hinterland, by lag in years"),
        f'<line x1="40" x2="600" y1="{zero}" y2="{zero}" stroke="#000000"/>',
    ]
    for place, (lag, correlation) in enumerate(zip(found.lags, found.correlations, strict=True)):
        x, high = 60 + 78 * place, 100 * abs(correlation)
        top = zero - high if correlation > 0 else zero
        body.append(
            f'<rect x="{x}" y="{top:.1f}" width="48" height="{high:.1f}" fill="{FILL["inner"]}"/>'
        )
        above = top - 6 if correlation > 0 else top + high + 16
        body.append(text(x + 24, above, f"{correlation:.3f}", 'text-anchor="middle"'))
        body.append(text(x + 24, labels, f"{lag:+d}" if lag else "0", 'text-anchor="middle"'))
    body.append(text(60, labels + 22, "hinterland first", 'fill="#555555"'))
    body.append(text(576, labels + 22, "core first", 'text-anchor="end" fill="#555555"'))
    source = (
        f"Population growth {series.years[0]}-{series.years[-1]} less that of the rest of the "
        "country. Statistics Norway, table 07459."
    )
    body.append(text(20, labels + 50, source, 'font-size="12" fill="#555555"'))
    spoken = [f"{lag:+d}: {c:.3f}" for lag, c in zip(found.lags, found.correlations, strict=True)]
    return svg(
        f"0 0 640 {labels + 66}",
        f"Growth of {name} and its inner hinterland, at each lag in years",
        "; ".join(spoken),
        body,
    )


FIGURES = {"hinterland": hinterland_map, "lead-lag": lead_lag_bars}


def main() -> None:
    """Write all figures."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--store", type=Path, default=None)
    options.add_argument("--core", default="Haugesund")
    options.add_argument("--year", type=int, default=2022)
    options.add_argument("--out", type=Path, default=Path(__file__).parent / "figures")
    chosen = options.parse_args()
    store = Store(chosen.store or default_folder())
    chosen.out.mkdir(parents=True, exist_ok=True)
    for name, draw in FIGURES.items():
        path = chosen.out / f"{name}.svg"
        path.write_text(draw(store, chosen.core, chosen.year), encoding="utf-8")


if __name__ == "__main__":
    main()
