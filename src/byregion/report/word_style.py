"""How the DOCX looks: styles that whoever edits on can change in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as Open
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

FONT = "Calibri"
INK, ACCENT = RGBColor(0x12, 0x30, 0x3A), RGBColor(0x0B, 0x55, 0x63)
WARM, QUIET = RGBColor(0xB3, 0x4F, 0x00), RGBColor(0x56, 0x64, 0x69)
STYLE: Final[dict[str, Any]] = {
    "note": "Source note",
    "cell": "Table cell",
    "warm": WARM,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
# Name, size in points, colour, space before and after.
SHAPES = (
    ("Normal", 11, INK, 0, 6),
    ("Title", 34, ACCENT, 6, 18),
    ("Subtitle", 14, ACCENT, 120, 0),
    ("Heading 1", 20, ACCENT, 24, 10),
    ("Heading 2", 13, ACCENT, 14, 4),
    ("Caption", 10, ACCENT, 12, 4),
    ("TOC Heading", 20, ACCENT, 0, 10),
    ("Header", 9, QUIET, 0, 0),
    ("Footer", 9, QUIET, 0, 0),
    ("List Bullet", 11, INK, 0, 4),
    (STYLE["note"], 8.5, QUIET, 3, 12),
    (STYLE["cell"], 8.5, INK, 1, 1),
)


def set_styles(document: Open, tag: str) -> None:
    """Set language (such as nn-NO), page, fonts and colours of every style that is used."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.6)
    page.top_margin, page.bottom_margin = Cm(2.6), Cm(2.4)
    page.different_first_page_header_footer = True
    for name, size, colour, before, after in SHAPES:
        style = _style(document, name)
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), colour
        style.font.italic = False
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        _same_font(style)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    document.styles["Caption"].font.bold = True
    _language(document, tag)


def field(paragraph: Paragraph, code: str, until: str) -> None:
    """Put a field in a paragraph; `until` stands there till the program fills it in."""
    for kind in ("begin", "instruction", "separate", "text", "end"):
        run = paragraph.add_run(until if kind == "text" else None)
        if kind == "instruction":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = code
            run._r.append(instruction)
        elif kind != "text":
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
            if kind == "begin" and code.startswith("TOC"):
                char.set(qn("w:dirty"), "true")
            run._r.append(char)


def shade(cell: _Cell) -> None:
    """Give every other row a tint."""
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="FAF7EF"/>')
    )


def _style(document: Open, name: str) -> Any:
    if name not in [style.name for style in document.styles]:
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = document.styles["Normal"]
    return document.styles[name]


def _same_font(style: Any) -> None:
    """Take away the theme's font, which would win over the named one."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)


def _language(document: Open, tag: str) -> None:
    """Set the language of the whole document, where spelling programs look for it."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for owner in (defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}"), _normal(document)):
        for old in owner.findall(qn("w:lang")):
            owner.remove(old)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), tag)
        owner.append(language)


def _normal(document: Open) -> Any:
    return document.styles["Normal"].element.get_or_add_rPr()
