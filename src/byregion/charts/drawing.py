"""A specification drawn: SVG that may stand in a page under a strict policy, or PNG."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import vl_convert as vlc

from byregion.charts.theme import number_locale

if TYPE_CHECKING:
    from collections.abc import Mapping

SVG = "http://www.w3.org/2000/svg"
ElementTree.register_namespace("", SVG)
GEOMETRY = {"d", "transform", "x", "y", "x1", "y1", "x2", "y2", "width", "height"}
# A path of straight lines only, as borders are.
CORNERS = re.compile(r"(?:M[-\d.]+,[-\d.]+(?:L[-\d.]+,[-\d.]+)+Z?)+")
CORNER = re.compile(r"([MLZ])([-\d.]+,[-\d.]+)?")
# A move that moves nothing.
NOWHERE = "translate(0,0)"
LONG = re.compile(r"-?\d+\.\d{2,}")


def svg(
    spec: Mapping[str, Any], language: str, *, identifier: str, title: str, description: str
) -> str:
    """Draw as SVG without inline style or script, named for those who cannot see it.

    Parameters
    ----------
    identifier
        Unique in the page; made part of every id inside.
    title, description
        What a screen reader says: the figure's title and its text alternative.
    """
    drawn = vlc.vegalite_to_svg(
        json.dumps(spec), format_locale=number_locale(language), show_warnings=False
    )
    # Vega's text is trusted and small; no entity can be declared in it.
    root = ElementTree.fromstring(drawn)  # noqa: S314
    _name_marks(root)
    for number, element in enumerate(list(root.iter())):
        _without_style(element)
        _lighten(element)
        if "id" in element.attrib:
            element.set("id", f"{identifier}-{element.get('id')}-{number}")
        for name in [name for name in element.attrib if name.startswith("aria-") or name == "role"]:
            del element.attrib[name]
    _prefix_references(root, identifier)
    _say_once(root, "font-family")
    _describe(root, identifier, title, description)
    return ElementTree.tostring(root, encoding="unicode")


def png(spec: Mapping[str, Any], language: str, *, scale: float = 2.0) -> bytes:
    """Draw as PNG on white, twice as large as on a page unless told."""
    white = {**spec, "config": {**spec["config"], "background": "white"}}
    drawn: bytes = vlc.vegalite_to_png(
        json.dumps(white), scale=scale, format_locale=number_locale(language), show_warnings=False
    )
    return drawn


def _name_marks(root: ElementTree.Element) -> None:
    """Give each mark that says something a title: what a browser shows, with or without script."""
    for group in root.iter(f"{{{SVG}}}g"):
        if "role-mark" not in group.get("class", ""):
            continue
        for mark in group.iter():
            told = mark.get("aria-label")
            if told and mark is not group:
                title = ElementTree.Element(f"{{{SVG}}}title")
                title.text = told
                mark.insert(0, title)


def _lighten(element: ElementTree.Element) -> None:
    """Leave out what draws nothing, and decimals that nobody can see."""
    for child in list(element):
        if child.get("class") in {"foreground", "background"} and not _is_seen(child):
            element.remove(child)
    element.attrib.pop("class", None)
    if element.get("transform") == NOWHERE:
        del element.attrib["transform"]
    for name in GEOMETRY & element.attrib.keys():
        element.set(name, LONG.sub(_rounded, element.get(name, "")))
    if CORNERS.fullmatch(path := element.get("d", "")):
        element.set("d", _stepwise(path))


def _say_once(root: ElementTree.Element, name: str) -> None:
    """Move an attribute that all texts have alike to the drawing, from which they inherit it."""
    texts = list(root.iter(f"{{{SVG}}}text"))
    values = {text.get(name, "") for text in texts}
    if len(values) == 1 and all(values):
        for text in texts:
            del text.attrib[name]
        root.set(name, values.pop())


def _stepwise(path: str) -> str:
    """Write each corner of a path as the step from the one before, which is half as long."""
    written, x, y = [], 0.0, 0.0
    for command, corner in CORNER.findall(path):
        if command == "Z":
            written.append("Z")
            continue
        left, top = (float(part) for part in corner.split(","))
        given = (left, top) if command == "M" else (left - x, top - y)
        # After a move or another step, a corner needs no letter of its own.
        letter = "M" if command == "M" else "l" if written[-1].startswith("M") else " "
        written.append(letter + ",".join(_short(part) for part in given))
        x, y = left, top
    return "".join(written)


def _short(part: float) -> str:
    return f"{part:.1f}".removesuffix(".0") if abs(part) >= 0.05 else "0"


def _is_seen(element: ElementTree.Element) -> bool:
    return element.get("display") != "none" and bool({"fill", "stroke"} & element.attrib.keys())


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")


def _without_style(element: ElementTree.Element) -> None:
    """Turn a style attribute into presentation attributes, which the policy allows."""
    style = element.attrib.pop("style", "")
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        name, _, value = declaration.partition(":")
        if re.fullmatch(r"[a-z-]+", name.strip()):
            element.set(name.strip(), value.strip())


def _prefix_references(root: ElementTree.Element, identifier: str) -> None:
    """Let clip paths and gradients point to the ids that they now have."""
    ids = {
        element.get("id", "").removeprefix(f"{identifier}-").rsplit("-", 1)[0]: element.get("id")
        for element in root.iter()
        if "id" in element.attrib
    }
    for element in root.iter():
        for name, value in element.attrib.items():
            found = re.fullmatch(r"url\(#(.+)\)", value)
            if found and found.group(1) in ids:
                element.set(name, f"url(#{ids[found.group(1)]})")


def _describe(root: ElementTree.Element, identifier: str, title: str, description: str) -> None:
    root.set("role", "img")
    root.set("aria-labelledby", f"{identifier}-title {identifier}-desc")
    for number, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{identifier}-{tag}"})
        element.text = text
        root.insert(number, element)
    # The page scales it; the drawing keeps its shape by its view box.
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.set("class", "figure-drawing")
