"""The library as readers and librarians meet it."""

import io
import json

import pytest
import rispy
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.knowledge import files
from tests.knowledge.test_library import BY, SLUG, WAYS, draft

from byregion.knowledge.domain import publications as verbs
from byregion.knowledge.models import File, Publication
from byregion.people.enums import Role
from byregion.people.permissions import Place
from byregion.programme.bundle import EMBEDDED
from byregion.programme.domain.bundle import import_bundle
from byregion.programme.models import Programme

pytestmark = pytest.mark.django_db
LIST = f"/{SLUG}/publikasjon/"
FORM = {"title": "Vegar til vekst", "kind": "report", "year": "2016", "authors": "Nes, Kari\nNIBR"}


@pytest.fixture(autouse=True)
def programme(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return import_bundle(EMBEDDED).programme


@pytest.fixture
def librarian(signed_in_as):
    return signed_in_as(Role.OPERATOR)


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer
    return answer.content.decode()


@pytest.mark.parametrize("prefix", ["", "/nb", "/en"])
def test_the_list_and_an_entry_in_every_language(client, prefix):
    verbs.add_publication(WAYS, **BY)
    assert "Vegar til vekst" in read(client, f"{prefix}{LIST}")
    page = read(client, f"{prefix}{LIST}vegar-til-vekst/")
    assert 'href="https://doi.org/10.1234/vegar"' in page
    assert "Kari Nes, NIBR" in page
    assert "@techreport{nes2016vegar," in page
    assert f'href="{prefix}/{SLUG}/region/salten/"' in page
    known = read(client, f"{prefix}{LIST}sluttevaluering-2018/")
    assert 'lang="nb">Evalueringen av utviklingsprogrammet for byregioner' in known


def test_filters_stand_in_the_address(client):
    verbs.add_publication(WAYS, **BY)
    page = read(client, f"{LIST}?metode=survey&type=report&ar=2016&sprak=nn&institusjon=NIBR")
    assert "1 publikasjon" in page
    assert '<option value="survey" selected>' in page
    assert "Ingen publikasjonar er slik" in read(client, f"{LIST}?type=film")
    every = read(client, f"{LIST}?ar=x&side=99&tema=%00")
    assert "Ingen publikasjonar er slik" in every


def test_only_what_some_entry_has_is_offered(client):
    page = read(client, LIST)
    assert 'name="metode"' not in page
    assert 'value="film"' not in page


def test_the_list_is_paged(client):
    for number in range(12):
        verbs.add_publication(draft(title=f"Bok nummer {number}"), **BY)
    page = read(client, LIST)
    assert "Side 1 av 2" in page
    assert 'rel="next" href="?side=2"' in page


def test_an_entry_that_is_not_there(client):
    read(client, f"{LIST}finst-ikkje/", 404)
    read(client, f"{LIST}finst-ikkje/sitat.bib", 404)
    read(client, f"{LIST}sluttevaluering-2018/sitat.txt", 404)


def test_an_address_from_before_a_merge_leads_on(client):
    keep = verbs.add_publication(draft(year=2016), **BY)
    verbs.merge(keep, verbs.add_publication(WAYS, **BY), **BY)
    answer = client.get(f"{LIST}vegar-til-vekst-2/")
    assert (answer.status_code, answer["Location"]) == (301, f"{LIST}vegar-til-vekst/")


def test_citations_as_files(client):
    address = f"{LIST}sluttevaluering-2018/sitat"
    answer = client.get(f"{address}.ris")
    assert answer["Content-Disposition"] == 'attachment; filename="sluttevaluering-2018.ris"'
    [record] = rispy.loads(answer.content.decode())
    assert record["year"] == "2018"
    [item] = json.loads(client.get(f"{address}.json").content)
    assert item["author"][0] == {"family": "Leknes", "given": "Einar"}
    assert client.get(f"{address}.bib").content.startswith(b"@techreport{leknes2018")


def test_citations_and_tables_of_what_is_chosen(client):
    chosen = json.loads(client.get(f"{LIST}litteratur.json?ar=2018").content)
    assert [item["issued"] for item in chosen] == [{"date-parts": [[2018]]}]
    assert client.get(f"{LIST}litteratur.bib").content.count(b"@") == 19
    table = client.get(f"{LIST}data.csv?ar=2018").content.decode("utf-8-sig").splitlines()
    assert len(table) == 2
    assert table[0].startswith("slug,title,authors,institution,year")
    book = load_workbook(io.BytesIO(client.get(f"{LIST}data.xlsx").content))
    assert book["publications"].max_row == 20
    assert "institution" in read(client, "/data/")


def test_a_publication_without_address_or_file_says_no_more_than_is_known(client):
    verbs.add_publication(draft(), **BY)
    page = read(client, f"{LIST}vegar-til-vekst/")
    assert page.count('class="unknown"') == 2  # authors and year
    assert 'class="ds-button" href=""' not in page


# The office.


def test_nobody_without_the_role_comes_in(client, signed_in_as):
    assert client.get("/kontor/bibliotek/").status_code == 302
    member = signed_in_as(Role.MEMBER, Place(SLUG, "aust-lofoten"))
    for address in ("", "ny/", "fil/", "like/"):
        assert member.get(f"/kontor/bibliotek/{address}").status_code == 403
    assert member.post("/kontor/bibliotek/ny/", FORM).status_code == 403
    assert not Publication.objects.exists()


@pytest.mark.parametrize("prefix", ["", "/nb", "/en"])
def test_the_offices_pages_in_every_language(librarian, prefix):
    one = verbs.add_publication(WAYS, **BY)
    two = verbs.add_publication(draft(), **BY)
    at = f"{prefix}/kontor/bibliotek/"
    for address in ("", "ny/", f"{one.pk}/", f"{one.pk}/fjern/", "fil/", "like/",
                    f"like/{one.pk}/{two.pk}/"):  # fmt: skip
        assert "</html>" in read(librarian, f"{at}{address}")
    pair = f"/like/{one.pk}/{two.pk}/", f"/like/{two.pk}/{one.pk}/"
    assert sum(address in read(librarian, f"{at}like/") for address in pair) == 1
    assert "bibliotek" in read(librarian, f"{prefix}/kontor/")
    read(librarian, f"{at}like/{one.pk}/{one.pk}/", 404)
    read(librarian, f"{at}9999/", 404)


def test_an_entry_is_added_with_its_file(librarian, client):
    upload = SimpleUploadedFile("Rapport 1.pdf", files.pdf())
    answer = librarian.post("/kontor/bibliotek/ny/", {**FORM, "upload": upload}, follow=True)
    assert "«Vegar til vekst» står i biblioteket." in answer.content.decode()
    added = Publication.objects.get()
    assert [str(author) for author in added.authors.all()] == ["Kari Nes", "NIBR"]
    assert added.programme == SLUG
    assert added.file.state.content_type == "application/pdf"
    page = read(client, f"{LIST}vegar-til-vekst/")
    assert "Rapport-1.pdf" in page


def test_what_was_typed_stands_beside_what_is_wrong(librarian, tmp_path):
    wrong = {
        **FORM,
        "doi": "feil",
        "isbn": "123",
        "year": "16",
        "upload": SimpleUploadedFile("a.pdf", files.pdf(change=files.add_launch)),
    }
    page = librarian.post("/kontor/bibliotek/ny/", wrong).content.decode()
    assert 'value="Vegar til vekst"' in page
    assert "Ein DOI byrjar med 10." in page
    assert "Skriv henne ut til PDF på nytt" in page
    assert not Publication.objects.exists()
    assert not File.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_entry_that_is_there_already_is_asked_about(librarian):
    verbs.add_publication(WAYS, **BY)
    page = librarian.post("/kontor/bibliotek/ny/", FORM).content.decode()
    assert "Denne ser ut til å stå i biblioteket alt" in page
    assert Publication.objects.count() == 1
    librarian.post("/kontor/bibliotek/ny/", {**FORM, "is_another": "on"})
    assert Publication.objects.count() == 2
    page = librarian.post("/kontor/bibliotek/ny/", {**FORM, "doi": WAYS.doi}).content.decode()
    assert "Ein annan publikasjon har denne DOI-en: Vegar til vekst" in page


def test_an_entry_is_changed_and_taken_out(librarian):
    added = verbs.add_publication(WAYS, **BY)
    page = read(librarian, f"/kontor/bibliotek/{added.pk}/")
    assert "Nes, Kari\nNIBR" in page
    assert f'value="{SLUG}/salten"' in page
    librarian.post(f"/kontor/bibliotek/{added.pk}/", {**FORM, "title": "Nytt namn"})
    added.refresh_from_db()
    assert (added.title, added.slug) == ("Nytt namn", "vegar-til-vekst")
    librarian.post(f"/kontor/bibliotek/{added.pk}/fjern/")
    assert not Publication.objects.exists()


def test_the_programmes_own_entry_is_taken_over(librarian):
    assert "frå programmet si eiga liste" in read(librarian, "/kontor/bibliotek/")
    answer = librarian.post(f"/kontor/bibliotek/overta/{SLUG}/sluttevaluering-2018/")
    taken = Publication.objects.get()
    assert answer["Location"] == f"/kontor/bibliotek/{taken.pk}/"
    assert taken.stands_for == f"{SLUG}/sluttevaluering-2018"
    assert librarian.post(f"/kontor/bibliotek/overta/{SLUG}/finst-ikkje/").status_code == 404
    assert (
        librarian.get(f"/kontor/bibliotek/overta/{SLUG}/sluttevaluering-2018/").status_code == 405
    )


LISTED = "title;year\nVegar til vekst;2016\nNy bok;2020\n;2021\n"


def send(client, text, name="liste.csv"):
    upload = SimpleUploadedFile(name, text.encode())
    return client.post("/kontor/bibliotek/fil/", {"file": upload}).content.decode()


def test_a_file_is_shown_before_anything_is_added(librarian):
    verbs.add_publication(WAYS, **BY)
    page = send(librarian, LISTED)
    assert "1 er ny." in page
    assert "Tittelen manglar." in page
    assert "Står truleg i biblioteket alt, med denne tittelen: Vegar til vekst" in page
    assert page.count('type="checkbox" name="line"') == 1
    assert Publication.objects.count() == 1
    answer = librarian.post(
        "/kontor/bibliotek/fil/ta-inn/",
        {"text": LISTED, "name": "liste.csv", "line": ["3", "2", "4"]},
        follow=True,
    )
    assert "1 publikasjon vart lagd til." in answer.content.decode()
    assert set(Publication.objects.values_list("title", flat=True)) == {"Vegar til vekst", "Ny bok"}


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("", "a.bib", "er tom"),
        ("hei", "a.txt", ".bib, .ris eller .csv"),
        ("namn\nA\n", "a.csv", "Den første linja må namngi kolonnane"),
        ("title\n" + "x" * 1_100_000, "a.csv", "større enn 1 MB"),
    ],
)
def test_a_file_that_can_not_be_read_says_why(librarian, text, name, said):
    assert said in send(librarian, text, name)


def test_tampered_lines_add_nothing(librarian):
    for data in (
        {},
        {"text": "x", "name": "a.bib", "line": "1"},
        {"text": LISTED, "name": "a.csv"},
    ):
        answer = librarian.post("/kontor/bibliotek/fil/ta-inn/", data, follow=True)
        assert "Ingenting var kryssa av" in answer.content.decode()
    assert not Publication.objects.exists()


def test_two_are_made_one(librarian, client):
    one, two = verbs.add_publication(draft(), **BY), verbs.add_publication(WAYS, **BY)
    assert "10.1234/vegar" in read(librarian, f"/kontor/bibliotek/like/{one.pk}/{two.pk}/")
    librarian.post(f"/kontor/bibliotek/like/{one.pk}/{two.pk}/")
    assert Publication.objects.get().doi == WAYS.doi
    caches["pages"].clear()
    assert client.get(f"{LIST}{two.slug}/").status_code == 301


def test_a_librarian_of_one_programme_leaves_the_entries_of_another_alone(signed_in_as, programme):
    ours = verbs.add_publication(draft(), **BY, programme=SLUG)
    other = Programme.objects.get(slug=SLUG)
    other.pk, other.slug = None, "andre"
    other.save()
    theirs = signed_in_as(Role.OPERATOR, Place("andre"))
    known = programme.publications.first()
    entry = f"/kontor/bibliotek/{ours.pk}/"
    for address in (entry, f"{entry}fjern/"):
        assert theirs.get(address).status_code == 403
        assert theirs.post(address, FORM).status_code == 403
    assert theirs.post(f"/kontor/bibliotek/overta/{SLUG}/{known.slug}/").status_code == 403
    another = {**FORM, "title": "Fiske og fjell"}
    assert theirs.post("/kontor/bibliotek/ny/", another).status_code == 302
    own = Publication.objects.exclude(pk=ours.pk).get()
    assert own.programme == "andre"
    assert theirs.post(f"/kontor/bibliotek/like/{own.pk}/{ours.pk}/").status_code == 403
    ours.refresh_from_db()
    assert ours.title == draft().title
    listed = theirs.get("/kontor/bibliotek/").content.decode()
    assert f'href="{entry}"' not in listed
    assert f'href="/kontor/bibliotek/{own.pk}/"' in listed


def test_a_file_is_not_left_behind_where_its_entry_can_not_be_written(
    librarian, tmp_path, monkeypatch
):
    def fail(*args, **options):
        raise RuntimeError("no")

    monkeypatch.setattr("byregion.web.office.views.publications.verbs.add_publication", fail)
    upload = SimpleUploadedFile("a.pdf", files.pdf())
    with pytest.raises(RuntimeError):
        librarian.post("/kontor/bibliotek/ny/", {**FORM, "upload": upload})
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not File.objects.exists()
