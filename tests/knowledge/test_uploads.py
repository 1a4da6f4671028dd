"""Every file that must not come in, and those that must."""

import io
import socket
import threading
import zipfile
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from tests.knowledge import files

from byregion.knowledge.domain import uploads
from byregion.knowledge.files import archive, pdf
from byregion.knowledge.files.kinds import KINDS, PICTURES
from byregion.knowledge.files.names import extension_of, safe_name
from byregion.knowledge.files.refusal import MESSAGES, Reason, Refused
from byregion.knowledge.models import ScanStatus

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def refused(content, name, **options):
    with pytest.raises(Refused) as refusal:
        uploads.check(io.BytesIO(content), name, **options)
    for language in ("nn", "nb", "en"):
        with override(language):
            assert "%(" not in refusal.value.message
    return refusal.value.reason


def action(subtype, **values):
    def change(writer):
        named = {NameObject(f"/{key}"): TextStringObject(value) for key, value in values.items()}
        made = DictionaryObject({NameObject("/S"): NameObject(f"/{subtype}"), **named})
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(made)

    return change


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rapport.pdf", files.pdf()),
        ("RAPPORT.PDF", files.pdf(change=action("URI", URI="https://example.org"))),
        ("notat.docx", files.office("docx")),
        ("framsyning.pptx", files.office("pptx", {"ppt/media/a.png": files.picture()})),
        ("tal.xlsx", files.office("xlsx")),
        ("diagram.docx", files.office("docx", {"word/embeddings/1.xlsx": files.office("xlsx")})),
        ("notat.odt", files.open_document("text")),
        ("framsyning.odp", files.open_document("presentation")),
        ("tal.ods", files.open_document("spreadsheet")),
        ("liste.csv", "namn;tal\r\nBodø;1\r\n".encode()),
        ("gammal.csv", "namn;tal\r\nBodø;1\r\n".encode("cp1252")),
        ("utf16.txt", "Bodø".encode("utf-16")),
        ("tekst.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nHei\n"),
        ("bilete.png", files.picture("PNG")),
        ("bilete.JPG", files.picture("JPEG")),
        ("bilete.webp", files.picture("WEBP")),
        ("bilete.gif", files.picture("GIF")),
        ("bilete.avif", files.picture("AVIF")),
        ("film.mp4", files.mp4()),
        ("film.webm", b"\x1aE\xdf\xa3\x9fB\x82\x84webm" + b"\0" * 60),
    ],
)
def test_a_good_file_is_taken_in(name, content):
    checked = uploads.check(io.BytesIO(content), name)
    assert checked.kind is KINDS[name.rpartition(".")[2].lower()]
    assert checked.scan == ScanStatus.NOT_ASKED


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PROGRAM = b"MZ\x90\0" + b"\0" * 200


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("tom.pdf", b"", Reason.EMPTY),
        ("program.exe", PROGRAM, Reason.KIND),
        ("teikning.svg", SVG, Reason.KIND),
        ("makro.docm", files.office(), Reason.KIND),
        ("utan-ending", b"hei", Reason.KIND),
        ("side.html", b"<html>", Reason.KIND),
        ("lur.pdf.exe", files.pdf(), Reason.KIND),
        # What the name says is not what it is.
        ("program.pdf", PROGRAM, Reason.MISMATCH),
        ("teikning.png", SVG, Reason.MISMATCH),
        ("side.txt", b"<!DOCTYPE html><script>alert(1)</script>", Reason.MISMATCH),
        ("side.csv", b"  <svg onload=alert(1)>", Reason.MISMATCH),
        ("bilete.pdf", files.picture(), Reason.MISMATCH),
        ("bilete.jpg", files.picture("PNG"), Reason.MISMATCH),
        ("tal.docx", files.office("xlsx"), Reason.MISMATCH),
        ("notat.odp", files.open_document("text"), Reason.MISMATCH),
        ("arkiv.docx", files.archive({"a.txt": "hei"}), Reason.MISMATCH),
        ("arkiv.odt", files.archive({"a.txt": "hei"}), Reason.MISMATCH),
        ("rapport.docx", files.pdf(), Reason.MISMATCH),
        ("gammal.docx", archive.OLE + b"\0" * 600, Reason.MISMATCH),
        ("tekst.vtt", b"1\n00:00 hei", Reason.MISMATCH),
        ("film.mp4", files.picture(), Reason.MISMATCH),
        ("film.webm", files.mp4(), Reason.MISMATCH),
        # Locked.
        ("last.pdf", files.pdf(password="x"), Reason.ENCRYPTED),
        ("last.docx", archive.OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
         Reason.ENCRYPTED),
        ("last.odt", files.open_document(manifest="<encryption-data/>"), Reason.ENCRYPTED),
        # Damaged.
        ("halv.pdf", files.pdf()[:200], Reason.BROKEN),
        ("halv.docx", files.office()[:-40], Reason.BROKEN),
        ("halv.png", files.picture(size=(300, 300))[:-40], Reason.BROKEN),
        ("halv.jpg", files.picture("JPEG", (300, 300))[:-200], Reason.BROKEN),
        ("halv.mp4", files.mp4(whole=False), Reason.BROKEN),
        ("utan-film.mp4", files.mp4()[:24], Reason.BROKEN),
        ("ut.docx", files.office(extra={"../../etc/passwd": "x"}), Reason.BROKEN),
        # What runs or hides.
        ("skript.pdf", files.pdf(change=action("JavaScript", JS="app.alert(1)")), Reason.ACTIVE),
        ("start.pdf", files.pdf(change=files.add_launch), Reason.ACTIVE),
        ("send.pdf", files.pdf(change=action("SubmitForm")), Reason.ACTIVE),
        ("namn.pdf", files.pdf() + b"\n% /J#61vaScript", Reason.ACTIVE),
        ("vedlegg.pdf", files.pdf(change=lambda w: w.add_attachment("a.exe", b"MZ")),
         Reason.EMBEDDED),
        ("makro.docx", files.office(extra={"word/vbaProject.bin": b"x"}), Reason.MACROS),
        ("docm.docx", files.office(types="<x macroEnabled wordprocessingml.document.main+xml/>"),
         Reason.MACROS),
        ("makro.odt", files.open_document(extra={"Basic/Standard/m.xml": "x"}), Reason.MACROS),
        ("inni.docx", files.office(extra={"word/embeddings/o.bin": archive.OLE + b"x" * 99}),
         Reason.EMBEDDED),
        ("zip.docx", files.office(extra={"word/a.zip": files.archive({"b": "c"})}),
         Reason.EMBEDDED),
        ("zip2.docx", files.office(extra={"word/embeddings/a.xlsx": files.archive({"b": "c"})}),
         Reason.EMBEDDED),
        ("gz.docx", files.office(extra={"word/a": b"\x1f\x8b\x08" + b"\0" * 20}), Reason.EMBEDDED),
        ("exe.docx", files.office(extra={"word/media/a.png": PROGRAM}), Reason.ACTIVE),
        ("mal.docx", files.office(extra={"word/_rels/settings.xml.rels":
         '<Relationships><Relationship Id="r" TargetMode="External" '
         'Type="http://x/relationships/attachedTemplate" Target="http://x/"/></Relationships>'}),
         Reason.REMOTE),
        ("noko.txt", b"a\0b", Reason.TEXT),
        ("noko.csv", bytes(range(128, 255)), Reason.TEXT),
    ],
)  # fmt: skip
def test_a_file_is_refused_for_its_own_reason(name, content, reason):
    assert refused(content, name) == reason


def test_archives_within_archives_go_one_level_down():
    inner = files.office("xlsx", {"xl/embeddings/b.xlsx": files.office("xlsx")})
    assert refused(files.office(extra={"word/embeddings/a.xlsx": inner}), "a.docx") == "embedded"


def test_a_bomb_is_stopped_while_it_is_read():
    assert refused(files.office(extra={"word/a.xml": files.bomb()}), "a.docx") == Reason.BOMB


def test_a_bomb_inside_a_workbook_counts_too():
    inner = files.office("xlsx", {"xl/a.xml": files.bomb(60)})
    assert refused(files.office(extra={"word/embeddings/a.xlsx": inner}), "a.docx") == Reason.BOMB


def test_entities_and_too_many_parts_are_bombs(monkeypatch):
    laugh = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert refused(files.office(extra={"word/styles.xml": laugh}), "a.docx") == Reason.BOMB
    monkeypatch.setattr(archive, "MOST_PARTS", 3)
    parts = {f"word/{number}.xml": "x" for number in range(4)}
    assert refused(files.office(extra=parts), "a.docx") == Reason.BOMB


def test_parts_that_share_their_bytes_are_a_bomb():
    content = bytearray(files.office(extra={"word/a.xml": "a" * 400, "word/b.xml": "a" * 400}))
    names = zipfile.ZipFile(io.BytesIO(content)).infolist()
    first, second = names[-2:]
    at = content.rindex(b"PK\x01\x02")
    content[at + 42 : at + 46] = first.header_offset.to_bytes(4, "little")
    assert second.filename == "word/b.xml"
    assert refused(bytes(content), "a.docx") == Reason.BOMB


def test_a_part_with_a_password_is_locked():
    content = bytearray(files.office())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refused(bytes(content), "a.docx") == Reason.ENCRYPTED


def test_a_false_checksum_is_damage():
    content = bytearray(files.archive(
        {"[Content_Types].xml": "wordprocessingml.document.main+xml", "word/a.xml": "a" * 90},
        method=zipfile.ZIP_STORED,
    ))  # fmt: skip
    at = content.index(b"a" * 90)
    content[at] = ord("b")
    assert refused(bytes(content), "a.docx") == Reason.BROKEN


def test_size_is_limited_by_kind(monkeypatch):
    monkeypatch.setitem(KINDS, "txt", replace(KINDS["txt"], largest=10))
    assert refused(b"x" * 11, "a.txt") == Reason.TOO_LARGE


def test_a_picture_of_endless_pixels_is_not_decoded(monkeypatch):
    monkeypatch.setattr("byregion.knowledge.files.picture.MOST_MEGAPIXELS", 0.00001)
    assert refused(files.picture(), "a.png") == Reason.PIXELS


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf, "INSPECTION", 0.01)
    assert refused(files.pdf(), "a.pdf") == Reason.SLOW


def test_a_reader_that_the_system_ends_is_a_damaged_file(monkeypatch):
    monkeypatch.setattr(pdf, "PROCESS", "byregion.knowledge.files.finst_ikkje")
    assert refused(files.pdf(), "a.pdf") == Reason.BROKEN


def test_only_what_is_asked_for_is_allowed():
    assert refused(files.pdf(), "a.pdf", allowed=PICTURES) == Reason.KIND


def test_every_reason_has_words_in_every_language():
    assert set(MESSAGES) == set(Reason)
    said = {}
    for language in ("nn", "nb", "en"):
        with override(language):
            said[language] = [str(MESSAGES[reason]) for reason in Reason]
    assert not set(said["nn"]) & set(said["en"])
    assert not set(said["nb"]) & set(said["en"])


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/Passwd.TXT", "Passwd.txt"),
        (r"C:\Users\kari\Årsmelding 2016.pdf", "Årsmelding-2016.pdf"),
        ("rapport\u202efdp.exe", "rapport-fdp.exe"),
        ("a\x00b\nc.pdf", "a-b-c.pdf"),
        ("...pdf", "fil.pdf"),
        (".htaccess", "htaccess"),
        ('x"; filename=y.pdf', "x-filename-y.pdf"),
        ("a" * 300 + ".pdf", "a" * 90 + ".pdf"),
        ("", "fil"),
    ],
)
def test_names_are_made_safe(name, safe):
    assert safe_name(name) == safe


def test_the_ending_is_the_last_one():
    assert extension_of("a.pdf.exe") == "exe"
    assert extension_of("a") == ""


def test_words_are_read_page_by_page_and_broken_words_joined():
    found = pdf.read_text(io.BytesIO(files.pdf("Pendling i Salten", pages=3)), seconds=30)
    assert found.pages == 3
    assert found.text.count("Pendling i Salten") == 3
    from byregion.knowledge.files import pdf_process

    assert pdf_process._words("næ-\nring og by-\nRegion") == "næring og by-\nRegion"


def test_a_pdf_without_words_has_none():
    with pytest.raises(Refused):
        pdf.read_text(io.BytesIO(b"%PDF-1.7 nothing"), seconds=30)


class FakeScanner(threading.Thread):
    """Speaks clamd's INSTREAM to one client after another, and knows one virus."""

    def __init__(self, says=None):
        super().__init__(daemon=True)
        self.says = says
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.server.getsockname()[1]}"
        self.received = []

    def run(self):
        while True:
            try:
                client, _address = self.server.accept()
            except OSError:
                return
            with client, client.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while length := int.from_bytes(stream.read(4), "big"):
                    content += stream.read(length)
                self.received.append(content)
                verdict = "Eicar-Test-Signature FOUND" if EICAR in content else "OK"
                client.sendall(f"{self.says or f'stream: {verdict}'}\0".encode())

    def stop(self):
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.join()


@pytest.fixture
def scanner(settings):
    fake = FakeScanner()
    fake.start()
    settings.CLAMD = fake.address
    yield fake
    fake.stop()


def test_a_scanned_file_is_clean_and_was_sent_whole(scanner):
    content = b"a" * 200_000
    assert uploads.check(io.BytesIO(content), "a.txt").scan == ScanStatus.CLEAN
    assert scanner.received == [content]


def test_a_virus_is_refused(scanner):
    assert refused(EICAR, "a.txt") == Reason.VIRUS


def test_a_silent_scanner_refuses_or_lets_wait(settings):
    settings.CLAMD = "127.0.0.1:1"
    assert refused(b"hei", "a.txt") == Reason.UNSCANNED
    assert uploads.check(io.BytesIO(b"hei"), "a.txt", may_wait=True).scan == ScanStatus.WAITING
    settings.CLAMD = "unix:/finst/ikkje.sock"
    assert refused(b"hei", "a.txt") == Reason.UNSCANNED


def test_a_scanner_that_gives_up_has_not_said_clean(settings):
    fake = FakeScanner(says="INSTREAM size limit exceeded. ERROR")
    fake.start()
    settings.CLAMD = fake.address
    assert refused(b"hei", "a.txt") == Reason.UNSCANNED
    fake.stop()


@pytest.mark.django_db
def test_scanning_needs_a_scanner(settings):
    settings.CLAMD = ""
    with pytest.raises(CommandError, match="BYREGION_CLAMD is empty"):
        call_command("uploads", "scan")
    settings.CLAMD = "127.0.0.1:1"
    from byregion.knowledge.models import File, FileState

    file = File.objects.create(title="A", file="documents/finst-ikkje.txt")
    assert FileState.objects.get(file=file).scan == ScanStatus.WAITING
