"""Files made by hand: good ones, and one for each thing that can be wrong."""

import io
import struct
import zipfile

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

TYPES = """<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override
PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/>
</Types>"""
KINDS = {
    "docx": "wordprocessingml.document",
    "pptx": "presentationml.presentation",
    "xlsx": "spreadsheetml.sheet",
}


def pdf(words="Samspel mellom by og omland", *, pages=1, change=None, password=None):
    """A PDF with the words on each page; `change(writer)` hides something in it."""
    writer = PdfWriter()
    for _number in range(pages):
        page = writer.add_blank_page(300, 300)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 150 Td ({words}) Tj ET".encode("cp1252"))
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            }
        )
        page[NameObject("/Contents")] = writer._add_object(stream)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
    if change:
        change(writer)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def add_launch(writer):
    """Let the PDF start a program when it is opened."""
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")}
    )


def archive(parts, *, method=zipfile.ZIP_DEFLATED):
    """A ZIP with the parts, by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def office(kind="docx", extra=None, *, types=None):
    """A small office document with `extra` parts."""
    folder = {
        "docx": "word/document.xml",
        "pptx": "ppt/presentation.xml",
        "xlsx": "xl/workbook.xml",
    }
    part = folder[kind]
    return archive(
        {
            "[Content_Types].xml": types or TYPES.format(part=part, kind=KINDS[kind]),
            part: "<w/>",
            **(extra or {}),
        }
    )


def open_document(kind="text", manifest="<manifest/>", extra=None):
    """A small OpenDocument file."""
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "META-INF/manifest.xml": manifest,
            "content.xml": "<office/>",
            **(extra or {}),
        }
    )


def picture(kind="PNG", size=(4, 3)):
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, (12, 90, 110)).save(out, kind)
    return out.getvalue()


def mp4(*, whole=True):
    """The outline of a film."""
    boxes = [
        (b"ftyp", b"isom\x00\x00\x02\x00isomiso2"),
        (b"moov", b"\0" * 40),
        (b"mdat", b"\1" * 90),
    ]
    content = b"".join(struct.pack(">I", len(body) + 8) + name + body for name, body in boxes)
    return content if whole else content[:-30]


def bomb(megabytes=600):
    """Zeros that pack to a thousandth."""
    return b"\0" * (megabytes * 1024 * 1024)
