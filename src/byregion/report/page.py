"""The report as one page of HTML that needs nothing beside it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from byregion.charts import svg
from byregion.report.content import content_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.report.content import Content, Section, Tabled

STYLE = """
body{font:17px/1.6 Georgia,serif;color:#12303a;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1,h2,h3{color:#0b5563;line-height:1.25}h2{margin-top:3rem}table{border-collapse:collapse;
font-size:.85rem;display:block;overflow-x:auto}th,td{padding:.3rem .5rem;text-align:left}
thead{border-bottom:1px solid #0b5563}.n{text-align:right}small{color:#5d6b70}svg{width:100%}
"""


def html(
    analysis: RegionAnalysis, language: str, own_texts: Mapping[str, str] | None = None
) -> bytes:
    """Write the report; the same analysis, language and texts give the same bytes."""
    content = content_of(analysis, language, own_texts)
    word = content.word
    title = escape(f"{content.name}: {word['kind']}")
    parts = [
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><main><h1>{escape(content.name)}</h1>",
        *_paragraphs((word["kind"], word["figures_of"], word["members"])),
        *(part for section in content.sections for part in _section(content, section)),
        f"<h2>{escape(word['sources'])}</h2>",
        _listed(content.sources),
    ]
    for key, lines in (("methods", content.methods), ("lacking", content.lacking)):
        if lines:
            parts += [f"<h3>{escape(word[key])}</h3>", _listed(lines)]
    parts.append(f"<h3>{escape(word['licence'])}</h3>")
    parts += _paragraphs((word["licence_text"], word["cite"]))
    return "\n".join([*parts, "</main></body></html>", ""]).encode()


def _section(content: Content, section: Section) -> Iterator[str]:
    yield f"<h2>{escape(section.title)}</h2>"
    yield from _paragraphs(section.sentences)
    for drawn in section.figures:
        picture = svg(
            drawn.spec,
            content.language,
            identifier=drawn.key,
            title=drawn.title,
            description=drawn.alternative,
        )
        yield f"<h3>{escape(drawn.title)}</h3><figure>{picture}"
        yield f"<figcaption><small>{escape(drawn.source)}</small></figcaption></figure>"
    for tabled in section.tables:
        yield from _table(tabled)
    if section.own_text:
        yield f"<h3>{escape(content.word['own_text'])}</h3>"
        yield from _paragraphs(section.own_text.split("\n\n"))
    if section.caveats:
        yield f"<h3>{escape(content.word['caveats'])}</h3>{_listed(section.caveats)}"


def _table(tabled: Tabled) -> Iterator[str]:
    kinds = [' class="n"' if numeric else "" for numeric in tabled.numeric]
    yield f"<h3>{escape(tabled.title)}</h3><table><thead><tr>"
    yield "".join(
        f'<th scope="col"{kind}>{escape(name)}</th>'
        for kind, name in zip(kinds, tabled.head, strict=True)
    )
    yield "</tr></thead><tbody>"
    for row in tabled.rows:
        cells = (f"<td{kind}>{escape(text)}</td>" for kind, text in zip(kinds, row, strict=True))
        yield f"<tr>{''.join(cells)}</tr>"
    yield f"</tbody></table><p><small>{escape(tabled.note)} {escape(tabled.source)}</small></p>"


def _paragraphs(texts: Iterable[str]) -> list[str]:
    return [f"<p>{escape(text)}</p>" for text in texts]


def _listed(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
