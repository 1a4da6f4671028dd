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
    for number, element in enumerate(root.iter()):
        _without_style(element)
        if "id" in element.attrib:
            element.set("id", f"{identifier}-{element.get('id')}-{number}")
        for name in [name for name in element.attrib if name.startswith("aria-") or name == "role"]:
            del element.attrib[name]
    _prefix_references(root, identifier)
    _describe(root, identifier, title, description)
    return ElementTree.tostring(root, encoding="unicode")


def png(spec: Mapping[str, Any], language: str, *, scale: float = 2.0) -> bytes:
    """Draw as PNG on white, twice as large as on a page unless told."""
    white = {**spec, "config": {**spec["config"], "background": "white"}}
    drawn: bytes = vlc.vegalite_to_png(
        json.dumps(white), scale=scale, format_locale=number_locale(language), show_warnings=False
    )
    return drawn


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
