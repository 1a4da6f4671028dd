"""What remains after a gathering: uploaded or linked, shown everywhere it belongs, kept safe."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from tests.factories.network import NOON, make_gathering, make_session
from tests.factories.people import make_person
from tests.knowledge import files
from tests.web.gatherings.browser import nynorsk, signed_in
from tests.web.test_public_pages import make_programme

from byregion.audit.models import Event
from byregion.knowledge.models import File, FileState, Picture, ScanStatus
from byregion.mail.models import Letter
from byregion.network import addresses
from byregion.network.domain.calendar_tasks import do_what_is_due
from byregion.network.domain.forgetting import forget_registrations
from byregion.network.domain.gathering_data import erase
from byregion.network.enums import GatheringStatus
from byregion.network.models import Material, Speaker
from byregion.people.enums import Role
from byregion.people.permissions import Place
from byregion.programme.models import Theme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def gathering():
    programme = make_programme(regions=2)
    Theme.objects.create(programme=programme, slug="naring", name_nn="Næring")
    return make_gathering()


def stored(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def sent(name, content):
    return SimpleUploadedFile(name, content)


def add(client, gathering, **fields):
    values = {"kind": "presentation", "title": "Om samspel", "language": "no", **fields}
    return client.post(nynorsk("office:materials", args=[gathering.pk]), values)


def page(name="public:gathering", *args):
    return Client().get(nynorsk(name, args=args or ["prove", "haustsamling"])).text


def test_an_uploaded_presentation_stands_on_session_region_and_theme_pages(operator, gathering):
    session = make_session(gathering)
    Speaker.objects.create(session=session, name="Siri", region="region-1")
    answer = add(
        operator,
        gathering,
        upload=sent("Foredrag (1).pdf", files.pdf("Pendling i Salten")),
        session=session.pk,
        themes=["naring"],
    )
    assert answer.status_code == 302
    file = File.objects.get()
    assert Material.objects.get().file_key == f"file:{file.pk}"
    address = file.url
    for shown in (
        page(),
        page("public:region", "prove", "region-1"),
        page("public:awards", "prove"),
    ):
        assert f'href="{address}"' in shown
    assert page().count(address) == 2, "below the session, and among what remains"
    fetched = Client().get(address)
    assert fetched["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in fetched["Content-Security-Policy"]
    assert "attachment" in fetched["Content-Disposition"]
    assert fetched.getvalue().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (("foredrag.exe", b"MZ"), "kan ikkje lastast opp"),
        (("foredrag.pdf", b"<svg onload=alert(1)>"), "ikkje det fila"),
        (("foredrag.pdf", files.pdf(change=files.add_launch)), "Skriv henne ut"),
        (("foredrag.pdf", files.pdf(password="hemmeleg")), "passord"),
        (("foredrag.mp4", files.mp4()), "kan ikkje lastast opp"),
        (("foredrag.pdf", b""), "tom"),
    ],
)
def test_a_refused_file_says_why_and_what_was_typed_is_kept(operator, gathering, media, file, says):
    answer = add(operator, gathering, title="Viktig foredrag", upload=sent(*file))
    assert answer.status_code == 200
    assert 'value="Viktig foredrag"' in answer.text
    assert 'class="errorlist"' in answer.text
    assert says in answer.text
    assert not stored(media)
    assert not Material.objects.exists()
    assert not File.objects.exists()


def test_one_of_file_and_address_and_a_new_choice_is_asked_for(operator, gathering):
    assert "éin av delane" in add(operator, gathering).text
    both = {"upload": sent("a.pdf", files.pdf()), "url": "https://example.org/a.pdf"}
    answer = add(operator, gathering, **both)
    assert "éin av delane" in answer.text
    assert "Vel fila på nytt" in answer.text


# Wagtail leaves the temporary file of a new size to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_picture_is_shown_small_with_what_it_shows(operator, gathering, media):
    picture = sent("Salen.png", files.picture(size=(1200, 900)))
    refused = add(operator, gathering, kind="picture", upload=picture)
    assert "Skriv kva biletet viser." in refused.text
    picture.seek(0)
    add(operator, gathering, kind="picture", upload=picture, description="Salen er full.")
    row = Picture.objects.get()
    assert (Material.objects.get().file_key, row.description) == (
        f"picture:{row.pk}",
        "Salen er full.",
    )
    shown = page()
    assert 'alt="Salen er full."' in shown
    assert 'width="640" height="480"' in shown
    small = row.get_rendition("max-640x480")
    fetched = Client().get(small.url)
    assert fetched["X-Content-Type-Options"] == "nosniff"
    assert fetched.getvalue().startswith(b"\x89PNG")


def test_a_film_needs_captions_and_is_played_with_them(operator, gathering):
    film = sent("opptak.mp4", files.mp4())
    assert "lova krev det" in add(operator, gathering, kind="film", upload=film).text
    film.seek(0)
    captions = sent("opptak.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nHei.\n")
    assert add(operator, gathering, kind="film", upload=film, captions=captions).status_code == 302
    shown = page()
    assert '<track kind="captions" src="/dokument/' in shown
    assert 'type="video/mp4"' in shown


def test_a_drafts_files_are_the_offices_alone(operator, gathering):
    add(operator, gathering, upload=sent("foredrag.pdf", files.pdf()))
    address = File.objects.get().url
    gathering.status = GatheringStatus.DRAFT
    gathering.save()
    assert Client().get(address).status_code == 404
    assert signed_in(Role.MEMBER, Place("prove", "region-1")).get(address).status_code == 404
    assert operator.get(address).getvalue().startswith(b"%PDF")
    gathering.status = GatheringStatus.PUBLISHED
    gathering.save()
    assert Client().get(address).getvalue().startswith(b"%PDF")


def test_a_file_that_waits_for_the_scanner_has_no_address_yet(operator, gathering):
    add(operator, gathering, upload=sent("foredrag.pdf", files.pdf()))
    FileState.objects.update(scan=ScanStatus.WAITING)
    shown = page()
    assert File.objects.get().url not in shown
    assert "blir sjekka for virus" in shown


def test_another_file_takes_the_place_and_the_old_one_goes(
    operator, gathering, media, django_capture_on_commit_callbacks
):
    add(operator, gathering, upload=sent("gamal.pdf", files.pdf()))
    material = Material.objects.get()
    address = nynorsk("office:material", args=[gathering.pk, material.pk])
    assert 'value="Om samspel"' in operator.get(address).text
    values = {"kind": "presentation", "title": "Ny tittel", "language": "no"}
    with django_capture_on_commit_callbacks(execute=True):
        operator.post(address, {**values, "upload": sent("ny.pdf", files.pdf())})
    assert [path.name for path in stored(media)] == ["ny.pdf"]
    assert operator.post(address, {**values, "title": "Same fil"}).status_code == 302
    material.refresh_from_db()
    assert (material.title, material.file_key) == ("Same fil", f"file:{File.objects.get().pk}")
    with django_capture_on_commit_callbacks(execute=True):
        operator.post(address, {**values, "url": "https://example.org/foredrag"})
    material.refresh_from_db()
    assert (material.file_key, stored(media)) == ("", [])


def test_what_is_taken_away_takes_its_file_with_it(
    operator, gathering, media, django_capture_on_commit_callbacks
):
    add(operator, gathering, upload=sent("foredrag.pdf", files.pdf()))
    remove = nynorsk("office:material-remove", args=[gathering.pk, Material.objects.get().pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert operator.post(remove).status_code == 302
        assert operator.post(remove).status_code == 404
    assert not stored(media)
    assert not File.objects.exists()
    event = Event.objects.filter(act="material.removed").get()
    assert set(event.details) == {"material", "kind"}


def test_nothing_is_left_on_the_disk_where_the_row_cannot_be_written(
    operator, gathering, media, monkeypatch
):
    def fail(*args, **kwargs):
        raise RuntimeError("no more room")

    monkeypatch.setattr("byregion.network.domain.materials._note", fail)
    with pytest.raises(RuntimeError):
        add(operator, gathering, upload=sent("foredrag.pdf", files.pdf()))
    assert not stored(media)
    assert not File.objects.exists()


def test_another_gatherings_material_cannot_be_changed_through_ones_own(gathering):
    other = make_gathering(slug="lokal", region="region-0")
    material = Material.objects.create(
        gathering=gathering, kind="document", title="Nasjonal", url="https://example.org/a"
    )
    leader = signed_in(Role.LEADER, Place("prove", "region-0"))
    for name in ("office:material", "office:material-remove"):
        address = nynorsk(name, args=[other.pk, material.pk])
        assert leader.post(address, {"title": "Kapra"}).status_code == 404
    session = make_session(gathering)
    answer = add(leader, other, url="https://example.org/b", session=session.pk)
    assert answer.status_code == 200
    assert Material.objects.count() == 1


@pytest.mark.parametrize("number", [3, 30])
def test_pages_ask_the_database_as_often_for_many_as_for_few(
    operator, gathering, number, django_assert_max_num_queries
):
    session = make_session(gathering)
    for each in range(number):
        file = File.objects.create(title=str(each), file=f"documents/{each}.pdf", file_size=9)
        material = Material.objects.create(
            gathering=gathering, kind="document", title=f"Nr. {each}", session=session,
            region="region-1", file_key=f"file:{file.pk}",
        )  # fmt: skip
        material.themes.create(theme="naring")
    with django_assert_max_num_queries(25):
        assert "Nr. 2" in page()
    with django_assert_max_num_queries(30):
        assert "Nr. 2" in page("public:awards", "prove")
    with django_assert_max_num_queries(45):
        assert "Nr. 2" in page("public:region", "prove", "region-1")
    with django_assert_max_num_queries(25):
        operator.get(nynorsk("office:materials", args=[gathering.pk]))


def test_what_was_told_is_found_by_the_search(operator, gathering):
    session = make_session(gathering, title="Samlokalisering")
    Speaker.objects.create(session=session, name="Siri Vassdal")
    content = files.pdf("Tidvasskraft i Salten")
    add(operator, gathering, title="Byen som motor", upload=sent("foredrag.pdf", content))
    assert not found("tidvasskraft")
    call_command("uploads", "read")
    for words in ("samlokalisering", "Vassdal", "byen som motor", "tidvasskraft"):
        assert found(words), words


def found(words):
    answer = Client().get(nynorsk("public:search"), {"q": words})
    return "/samling/haustsamling/" in answer.text


def asked(gathering, **fields):
    session = make_session(gathering, title="Samlokalisering")
    Speaker.objects.create(session=session, name="Siri", address="siri@example.org", **fields)
    Speaker.objects.create(session=session, name="Nils")
    return session


def test_whoever_spoke_is_asked_once_a_day_and_sends_it_by_the_link(operator, gathering):
    session = asked(gathering)
    chase = nynorsk("office:materials-chase", args=[gathering.pk])
    assert "1 brev er på veg" in operator.post(chase, follow=True).text
    assert "Ingen fekk brev" in operator.post(chase, follow=True).text
    letter = Letter.objects.get(kind="gathering_presentation")
    assert letter.to_address == "siri@example.org"
    assert set(Event.objects.get(act="gathering.presentations_asked_for").details) == {"letters"}
    link = re.search(r"http://[^/]+(/\S+/presentasjon/\S+)", letter.text)[1]
    shown = Client().get(link)
    assert 'value="Samlokalisering nn"' in shown.text
    assert "no-store" in shown["Cache-Control"]
    refused = Client().post(link, {"title": "Mi", "upload": sent("a.exe", b"MZ")})
    assert "kan ikkje lastast opp" in refused.text
    assert 'value="Mi"' in refused.text
    for _twice in range(2):
        Client().post(link, {"title": "Mi", "upload": sent("a.pdf", files.pdf())})
    made = Material.objects.get()
    assert (made.title, made.session, made.kind) == ("Mi", session, "presentation")
    assert "Presentasjonen er på plass" in Client().get(link).text
    assert File.objects.get().url in page()
    assert "siri@example.org" not in page()
    assert "Ingen fekk brev" in operator.post(chase, follow=True).text


@pytest.mark.parametrize("status", [GatheringStatus.DRAFT, GatheringStatus.CANCELLED])
def test_nothing_is_taken_in_for_what_is_not_held(gathering, status):
    session = asked(gathering)
    link = addresses.presentation_page(session, "nn").removeprefix("http://localhost:8000")
    gathering.status = status
    gathering.save()
    Client().post(link, {"title": "Mi", "upload": sent("a.pdf", files.pdf())})
    assert not Material.objects.exists()


def test_a_forged_link_and_one_of_another_gathering_are_not_found(gathering):
    session = asked(gathering)
    other = make_gathering(slug="anna")
    link = addresses.presentation_page(session, "nn").removeprefix("http://localhost:8000")
    assert Client().get(link.replace(gathering.slug, other.slug)).status_code == 404
    assert Client().get(link.replace(str(session.key), str(other.key))).status_code == 404


def test_the_day_after_they_are_asked_by_itself_once(gathering):
    asked(gathering)
    last = NOON.replace(month=9, day=16)
    assert do_what_is_due(last).chased == 0
    assert do_what_is_due(last + timedelta(days=1)).chased == 1
    assert do_what_is_due(last + timedelta(days=2)).chased == 0
    assert forget_registrations(last + timedelta(days=732)) == 0
    assert not Speaker.objects.exclude(address="").exists()


def test_who_is_erased_is_not_asked_any_more(gathering):
    asked(gathering)
    erase(make_person(email="siri@example.org"), at=NOON)
    assert not Speaker.objects.exclude(address="").exists()
