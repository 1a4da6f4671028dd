"""The report as one page of HTML that needs nothing beside it."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from byregion.charts import svg
from byregion.report.content import content_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.report.content import Content, Drawn, Section
    from byregion.report.tabling import Tabled

STYLE = "report.css"


def html(
    analysis: RegionAnalysis,
    language: str,
    own_texts: Mapping[str, str] | None = None,
    made_on: date | None = None,
) -> bytes:
    """Write the report; the same analysis, language, texts and date give the same bytes."""
    content = content_of(analysis, language, own_texts, made_on)
    style = (files("byregion.report") / STYLE).read_text(encoding="utf-8")
    parts = [
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(content.title)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>\n{style}</style></head><body>",
        *_cover(content),
        "<main>",
        *_contents(content),
        *(
            part
            for at, one in enumerate(content.sections, 1)
            for part in _section(content, one, at)
        ),
        *_appendix(content),
        *_sources(content),
        "</main></body></html>\n",
    ]
    return "\n".join(parts).encode()


def _cover(content: Content) -> Iterator[str]:
    word = content.word
    yield f"<header><p>{escape(word['kind'])}</p><h1>{escape(content.name)}</h1>"
    yield f"<p>{escape(word['figures_of'])}</p>"
    yield f"<p><strong>{escape(word['members'])}:</strong> {escape(word['members_text'])}</p>"
    yield f"<p><small>{escape(' · '.join(filter(None, (content.day, word['made']))))}</small></p>"
    yield "</header>"


def _contents(content: Content) -> Iterator[str]:
    word = content.word
    yield f'<nav aria-labelledby="contents"><h2 id="contents">{escape(word["contents"])}</h2><ol>'
    for number, section in enumerate(content.sections, 1):
        yield f'<li><a href="#chapter-{number}">{escape(section.title)}</a></li>'
    yield "</ol><ul>"
    if content.appendix:
        yield f'<li><a href="#appendix">{escape(word["appendix"])}</a></li>'
    yield f'<li><a href="#sources">{escape(word["sources"])}</a></li></ul></nav>'


def _section(content: Content, section: Section, number: int) -> Iterator[str]:
    word = content.word
    yield f'<section aria-labelledby="chapter-{number}">'
    yield f'<h2 id="chapter-{number}"><span>{number}</span> {escape(section.title)}</h2>'
    yield f'<div class="findings">{_listed(section.sentences)}'
    if section.caveats:
        yield f"<h3>{escape(word['caveats'])}</h3>{_listed(section.caveats)}"
    yield "</div>"
    for drawn in section.figures:
        yield _figure(content, drawn)
    for tabled in section.tables:
        yield from _table(tabled)
    if section.own_text:
        yield f"<h3>{escape(word['own_text'])}</h3>"
        yield from _paragraphs(section.own_text.split("\n\n"))
    yield "</section>"


def _figure(content: Content, drawn: Drawn) -> str:
    picture = svg(
        drawn.spec,
        content.language,
        identifier=drawn.key,
        title=drawn.title,
        description=drawn.alternative,
    )
    name = escape(f"{drawn.label} {drawn.title}")
    return (
        f"<figure><figcaption><b>{escape(drawn.label)}</b> {escape(drawn.title)}</figcaption>"
        f'<div class="drawing" role="region" tabindex="0" aria-label="{name}">{picture}</div>'
        f"<small>{escape(drawn.source)}</small></figure>"
    )


def _table(tabled: Tabled) -> Iterator[str]:
    kinds = [' class="n"' if numeric else "" for numeric in tabled.numeric]
    name = escape(f"{tabled.label} {tabled.title}")
    # What scrolls must be reached from the keyboard, and so have a name.
    yield f'<div class="rows" role="region" tabindex="0" aria-label="{name}"><table>'
    yield f"<caption><b>{escape(tabled.label)}</b> {escape(tabled.title)}</caption><thead><tr>"
    yield "".join(
        f'<th scope="col"{kind}>{escape(head)}</th>'
        for kind, head in zip(kinds, tabled.head, strict=True)
    )
    yield "</tr></thead><tbody>"
    for first, *others in tabled.rows:
        cells = zip(kinds[1:], others, strict=True)
        told = "".join(f"<td{kind}>{escape(text)}</td>" for kind, text in cells)
        yield f'<tr><th scope="row"{kinds[0]}>{escape(first)}</th>{told}</tr>'
    notes = "<br>".join(escape(text) for text in (tabled.note, tabled.source) if text)
    yield f"</tbody></table></div><p><small>{notes}</small></p>"


def _appendix(content: Content) -> Iterator[str]:
    if not content.appendix:
        return
    yield '<section aria-labelledby="appendix">'
    yield f'<h2 id="appendix">{escape(content.word["appendix"])}</h2>'
    yield from _paragraphs((content.word["appendix_lead"],))
    for tabled in content.appendix:
        yield from _table(tabled)
    yield "</section>"


def _sources(content: Content) -> Iterator[str]:
    word = content.word
    yield f'<section aria-labelledby="sources"><h2 id="sources">{escape(word["sources"])}</h2>'
    if content.sources:
        items = (
            f"<li><strong>{escape(one.name)}</strong> {escape(one.facts)}</li>"
            for one in content.sources
        )
        yield f"<h3>{escape(word['source_tables'])}</h3><ul>{''.join(items)}</ul>"
    for key, lines in (("methods", content.methods), ("lacking", content.lacking)):
        if lines:
            yield f"<h3>{escape(word[key])}</h3>{_listed(lines)}"
    for key in ("again", "licence", "cite"):
        yield f"<h3>{escape(word[key])}</h3>"
        yield from _paragraphs((word[f"{key}_text"],))
    yield "</section>"


def _paragraphs(texts: Iterable[str]) -> list[str]:
    return [f"<p>{escape(text)}</p>" for text in texts]


def _listed(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
