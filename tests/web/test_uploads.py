"""Uploads in the editor, and what a reader is handed."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from tests.factories.people import NOON, make_person
from tests.knowledge import files
from tests.knowledge.test_uploads import EICAR, FakeScanner
from tests.web.test_public_pages import make_programme

from byregion.audit.models import Event
from byregion.knowledge.domain import uploads, waiting
from byregion.knowledge.domain.tree import set_up_tree
from byregion.knowledge.files import pdf
from byregion.knowledge.files.refusal import Reason, Refused
from byregion.knowledge.models import File, FileState, Picture, Publication, ScanStatus
from byregion.people.enums import Role

pytestmark = pytest.mark.django_db
WAITED = waiting.AT_ONCE


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def editor(signed_in_as):
    set_up_tree("http://testserver")
    return signed_in_as(Role.ADMINISTRATOR, is_superuser=True)


def stored(folder):
    return [path.name for path in folder.rglob("*") if path.is_file()]


def send(client, name, content):
    upload = SimpleUploadedFile(name, content)
    return client.post("/redaktor/documents/add/", {"title": "Ei fil", "file": upload})


def keep(content, name):
    file = File(title="Ei fil")
    file.file.save(name, ContentFile(content))
    return file


def test_a_document_is_stored_with_a_safe_name_and_its_words_read(
    editor, media, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(editor, "Rapport (endeleg).PDF", files.pdf("Pendling i Salten", pages=2))
    assert answer.status_code == 302, answer.content.decode()[:500]
    file = File.objects.get()
    assert stored(media) == ["Rapport-endeleg.pdf"]
    assert file.text.count("Pendling i Salten") == 2
    assert file.page_count == 2
    assert file.state.is_read
    assert file.state.scan == ScanStatus.NOT_ASKED
    assert file.state.content_type == "application/pdf"


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", files.pdf(change=files.add_launch)), ("a.pdf", b"MZ\0\0"), ("a.svg", b"<svg/>")],
)
def test_a_refused_document_leaves_nothing_behind(editor, media, name, content):
    answer = send(editor, name, content)
    assert answer.status_code == 200
    assert "Ei fil" in answer.content.decode()  # what was typed stands
    assert not File.objects.exists()
    assert stored(media) == []


def test_many_at_once_are_looked_through_one_by_one(editor, media):
    for name, content in (("god.pdf", files.pdf()), ("vond.pdf", files.pdf()[:200])):
        editor.post(
            "/redaktor/documents/multiple/add/",
            {"title": "Fil", "files[]": SimpleUploadedFile(name, content), "collection": 1},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
    assert stored(media) == ["god.pdf"]
    assert FileState.objects.get().content_type == "application/pdf"


def test_a_file_whose_row_fails_is_not_left_on_the_disk(editor, media, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the row could not be written")

    monkeypatch.setattr(uploads, "note_state", fail)
    with pytest.raises(RuntimeError):
        send(editor, "a.pdf", files.pdf())
    assert stored(media) == []
    assert not File.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "is_kept"),
    [
        ("a.png", files.picture(), True),
        ("a.jpg", files.picture("PNG"), False),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", False),
        ("a.png", files.picture(size=(300, 300))[:-50], False),
    ],
)
def test_pictures_are_decoded_before_they_are_kept(editor, name, content, is_kept):
    editor.post(
        "/redaktor/images/add/",
        {"title": "Bilete", "description": "Ei bru", "file": SimpleUploadedFile(name, content)},
    )
    assert Picture.objects.exists() is is_kept


def test_a_document_is_handed_over_to_be_saved(client):
    file = keep(files.pdf(), "rapport.pdf")
    answer = client.get(file.url)
    b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_captions_are_shown_where_the_film_is(client):
    answer = client.get(keep(b"WEBVTT\n", "tekst.vtt").url)
    b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "text/vtt"
    assert not answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_file_has_one_address(client):
    file = keep(files.pdf(), "rapport.pdf")
    assert client.get(file.url.replace("rapport", "annan")).status_code == 404
    assert client.get("/dokument/999/rapport.pdf").status_code == 404


def test_pictures_are_given_by_size_and_nothing_else_in_the_folder_is(client, media):
    (media / "images").mkdir()
    (media / "images" / "bru.width-480.png").write_bytes(files.picture())
    (media / "images" / "side.html").write_text("<script>")
    (media / "hemmeleg.png").write_bytes(files.picture())
    answer = client.get("/media/images/bru.width-480.png")
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    b"".join(answer.streaming_content)
    for path in (
        "side.html",
        "finst-ikkje.png",
        "../hemmeleg.png",
        "%2e%2e/hemmeleg.png",
        "a\0.png",
    ):
        assert client.get(f"/media/images/{path}").status_code == 404, path
    assert client.get("/media/hemmeleg.png").status_code == 404


@pytest.fixture
def silent(settings):
    settings.CLAMD = "127.0.0.1:1"
    return settings


def test_what_waits_for_the_scanner_is_not_handed_out(editor, client, silent):
    send(editor, "a.txt", b"hei")
    file = File.objects.get()
    assert file.state.scan == ScanStatus.WAITING
    answer = client.get(file.url)
    assert answer.status_code == 503
    assert "Fila blir kontrollert" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_the_command_scans_what_waits_and_removes_what_is_harmful(
    editor, client, silent, media, django_capture_on_commit_callbacks
):
    send(editor, "god.txt", b"hei")
    send(editor, "vond.txt", EICAR)
    fake = FakeScanner()
    fake.start()
    silent.CLAMD = fake.address
    with django_capture_on_commit_callbacks(execute=True):
        call_command("uploads", "scan", stdout=(said := io.StringIO()))
    fake.stop()
    assert said.getvalue() == "1 clean, 1 harmful and removed\n"
    assert stored(media) == ["god.txt"]
    answer = client.get(File.objects.get().url)
    b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert Event.objects.filter(act="file.removed_as_harmful").count() == 1


def test_a_silent_scanner_stops_the_command(editor, silent):
    from django.core.management import CommandError

    send(editor, "god.txt", b"hei")
    with pytest.raises(CommandError, match="does not answer"):
        call_command("uploads", "scan")


def test_the_command_reads_what_was_not_read(capsys):
    read, broken = keep(files.pdf("Kvardag"), "a.pdf"), keep(b"%PDF-1.4 no", "b.pdf")
    call_command("uploads", "read")
    assert capsys.readouterr().out == "1 read, 1 could not be read\n"
    read.refresh_from_db()
    broken.refresh_from_db()
    assert (read.text, read.page_count, broken.page_count) == ("Kvardag", 1, None)
    assert [state.is_read for state in FileState.objects.order_by("pk")] == [True, False]


def test_a_file_that_is_gone_from_the_disk_is_not_read(media):
    file = keep(files.pdf(), "a.pdf")
    (media / file.file.name).unlink()
    assert not uploads.read_words(file, seconds=30)


@pytest.fixture
def slow_pdfs(monkeypatch):
    """Let every PDF take a minute to read: more than whoever sends it should wait."""
    taken = []

    def read(content, *, seconds):
        taken.append(seconds)
        if seconds < 60:
            raise Refused(Reason.SLOW)
        return pdf.PdfText("Om tidvasskraft i sundet", pages=1)

    monkeypatch.setattr("byregion.knowledge.domain.uploads.pdf.read_text", read)
    return taken


def test_a_pdf_that_is_slow_to_read_holds_nobody_up_and_is_found_once_the_command_has_read_it(
    signed_in_as, client, slow_pdfs, django_capture_on_commit_callbacks
):
    make_programme(regions=1)
    librarian = signed_in_as(Role.OPERATOR)
    upload = SimpleUploadedFile("a.pdf", files.pdf())
    form = {"title": "Vegar til vekst", "kind": "report", "upload": upload}
    with django_capture_on_commit_callbacks(execute=True):
        assert librarian.post("/kontor/bibliotek/ny/", form).status_code == 302
    assert slow_pdfs == [waiting.AT_ONCE]
    assert WAITED <= 2
    entry = f"/kontor/bibliotek/{Publication.objects.get().pk}/"
    assert "Orda i fila er ikkje lesne enno" in librarian.get(entry).content.decode()
    assert "Vegar til vekst" not in client.get("/sok/?q=tidvasskraft").content.decode()

    call_command("uploads", "read", stdout=io.StringIO())
    assert "Vegar til vekst" in client.get("/sok/?q=tidvasskraft").content.decode()
    assert "Orda i fila" not in librarian.get(entry).content.decode()


def test_a_pdf_that_can_never_be_read_is_left_after_some_attempts(signed_in_as, capsys):
    make_programme(regions=1)
    held = Publication.objects.create(
        slug="a", kind="report", title="A", file=keep(b"%PDF-1.4 no", "b.pdf"), changed_at=NOON
    )
    for _attempt in range(waiting.MOST_ATTEMPTS):
        call_command("uploads", "read")
    capsys.readouterr()
    call_command("uploads", "read")
    assert capsys.readouterr().out == "0 read, 0 could not be read\n"
    page = signed_in_as(Role.OPERATOR).get(f"/kontor/bibliotek/{held.pk}/").content.decode()
    assert "Orda i fila kan ikkje lesast" in page


def test_what_is_harmful_goes_though_the_library_has_it(media, silent):
    make_programme(regions=1)
    file = keep(EICAR, "vond.txt")
    held = Publication.objects.create(
        slug="a", kind="report", title="A", file=file, changed_at=NOON
    )
    fake = FakeScanner()
    fake.start()
    silent.CLAMD = fake.address
    call_command("uploads", "scan", stdout=(said := io.StringIO()))
    fake.stop()
    assert said.getvalue() == "0 clean, 1 harmful and removed\n"
    held.refresh_from_db()
    assert held.file is None
    assert not File.objects.exists()


def test_a_file_that_is_gone_from_the_disk_stops_no_scanning(media, silent):
    gone, there = keep(b"hei", "a.txt"), keep(b"hei", "b.txt")
    (media / gone.file.name).unlink()
    fake = FakeScanner()
    fake.start()
    silent.CLAMD = fake.address
    call_command("uploads", "scan", stdout=io.StringIO())
    fake.stop()
    there.refresh_from_db()
    assert there.state.scan == ScanStatus.CLEAN


def test_nobody_uploads_without_the_right(client):
    client.force_login(make_person())
    assert send(client, "a.pdf", files.pdf()).status_code == 403
