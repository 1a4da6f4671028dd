"""Groups, contacts and questions in the office, as people of regions and the operator meet them."""

from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.groups import make_group, make_question, make_thread, reply
from tests.factories.people import NOON
from tests.web.test_public_pages import make_programme

from byregion.mail.models import Letter
from byregion.network.domain import contacts
from byregion.network.enums import ContactKind, ContactStatus, DigestRhythm
from byregion.network.models import Contact, Group, NetworkQuestion, Post
from byregion.people.enums import Role
from byregion.people.permissions import Place

pytestmark = pytest.mark.django_db
NORTH, SOUTH = Place("prove", "region-0"), Place("prove", "region-1")


@pytest.fixture(autouse=True)
def _programme(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_programme(regions=8)


@pytest.fixture
def operator(signed_in_as):
    return signed_in_as(Role.OPERATOR, Place("prove"))


@pytest.fixture
def north(signed_in_as):
    return signed_in_as(Role.MEMBER, NORTH, name="Nora Nord")


@pytest.fixture
def south(signed_in_as):
    return signed_in_as(Role.LEADER, SOUTH, name="Sivert Sør")


@pytest.fixture
def group():
    return make_group("region-0", "region-1")


def shown(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


# Groups


def test_the_operator_makes_a_group_and_a_member_sees_it(operator, north):
    data = {
        "name_nn": "Reiseliv",
        "purpose_nn": "Lære av kvarandre",
        "regions": ["region-0", "region-3"],
        "facilitators": [north.person.pk],
    }
    response = operator.post("/kontor/gruppe/prove/ny/", data)
    group = Group.objects.get()
    assert response.headers["Location"] == f"/kontor/gruppe/{group.pk}/"
    assert sorted(group.regions.values_list("region", flat=True)) == ["region-0", "region-3"]
    assert [row.person for row in group.facilitators.all()] == [north.person]
    assert "Reiseliv" in shown(north, "/kontor/gruppe/")
    page = shown(north, f"/kontor/gruppe/{group.pk}/")
    assert "Lære av kvarandre" in page
    assert "Region 3" in page


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(operator):
    response = operator.post("/kontor/gruppe/prove/ny/", {"purpose_nn": "Eit føremål"})
    page = response.content.decode()
    assert not Group.objects.exists()
    assert "Eit føremål" in page
    assert 'role="alert"' in page


def test_a_member_neither_makes_nor_edits_a_group(north, group):
    for path in ("/kontor/gruppe/prove/ny/", "/kontor/gruppe/prove/forslag/"):
        shown(north, path, 403)
    for path in ("rediger/", "mote/"):
        shown(north, f"/kontor/gruppe/{group.pk}/{path}", 403)
    assert north.post(f"/kontor/gruppe/{group.pk}/status/", {"act": "close"}).status_code == 403


def test_who_is_in_none_of_its_regions_stays_outside(signed_in_as, group):
    stranger = signed_in_as(Role.LEADER, Place("prove", "region-5"))
    thread = make_thread(group, stranger.person)
    for path in ("", "fil/", "trad/", f"trad/{thread.pk}/"):
        shown(stranger, f"/kontor/gruppe/{group.pk}/{path}", 403)
    assert "Gruppe nn" not in shown(stranger, "/kontor/gruppe/")


def test_a_proposal_is_moved_by_hand_and_made(operator):
    query = "?antal=2&tema=1&storleik=1&avstand=3"
    page = shown(operator, f"/kontor/gruppe/prove/forslag/{query}")
    assert page.count('<select id="gruppe-region-') == 8
    data = {f"gruppe-region-{number}": "1" if number < 5 else "2" for number in range(7)}
    operator.post(f"/kontor/gruppe/prove/forslag/{query}", {**data, "gruppe-region-7": ""})
    sizes = [group.regions.count() for group in Group.objects.order_by("pk")]
    assert sizes == [5, 2]
    assert str(Group.objects.order_by("pk")[0].name_en) == "Group 1"


def test_more_groups_than_regions_cannot_be_proposed(operator):
    page = shown(operator, "/kontor/gruppe/prove/forslag/?antal=9&tema=1&storleik=1&avstand=1")
    assert "gruppe-region-0" not in page
    assert "There are not so many regions." in page or "ikkje så mange regionar" in page


def test_a_closed_group_is_read_and_not_written(operator, north, group):
    thread = make_thread(group, north.person)
    operator.post(f"/kontor/gruppe/{group.pk}/status/", {"act": "close"})
    page = shown(north, f"/kontor/gruppe/{group.pk}/trad/{thread.pk}/")
    assert "<textarea" not in page
    north.post(f"/kontor/gruppe/{group.pk}/trad/{thread.pk}/", sent("Enno ein"))
    assert thread.posts.count() == 1
    operator.post(f"/kontor/gruppe/{group.pk}/status/", {"act": "reopen"})
    north.post(f"/kontor/gruppe/{group.pk}/trad/{thread.pk}/", sent("Enno ein"))
    assert thread.posts.count() == 2


def test_a_meeting_is_set_and_notes_written(operator, north, group):
    data = {"starts_at": "2026-09-01T10:00", "place": "Bodø", "agenda": "Lokale"}
    operator.post(f"/kontor/gruppe/{group.pk}/mote/", data)
    meeting = group.meetings.get()
    operator.post(f"/kontor/gruppe/{group.pk}/mote/{meeting.pk}/", {**data, "notes": "Samde"})
    page = shown(north, f"/kontor/gruppe/{group.pk}/")
    assert "Bodø" in page
    assert "Samde" in page
    operator.post(f"/kontor/gruppe/{group.pk}/mote/{meeting.pk}/slett/")
    assert not group.meetings.exists()


def share(client, group, name, content, kind="text/csv"):
    data = {"title": "Tal", "file": SimpleUploadedFile(name, content, kind)}
    return client.post(f"/kontor/gruppe/{group.pk}/fil/", data)


def test_a_file_is_shared_with_the_group_alone_and_given_so_that_nothing_runs(
    north, south, signed_in_as, group
):
    share(north, group, "tal.csv", b"a;b\n1;2\n")
    shared = group.files.get()
    path = f"/kontor/gruppe/{group.pk}/fil/{shared.key}/"
    response = south.get(path)
    assert b"".join(response.streaming_content) == b"a;b\n1;2\n"
    assert response.headers["Content-Disposition"] == 'attachment; filename="tal.csv"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]
    stranger = signed_in_as(Role.MEMBER, Place("prove", "region-5"))
    shown(stranger, path, 403)
    assert south.post(f"{path}slett/").status_code == 403
    north.post(f"{path}slett/")
    assert not group.files.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("plan.pdf", b"MZ\x90\x00 a program"), ("tal.exe", b"MZ"), ("tom.csv", b"")],
)
def test_a_wrong_file_is_refused_and_nothing_is_stored(north, group, name, content):
    response = share(north, group, name, content)
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert not group.files.exists()
    assert default_storage.listdir("") == ([], [])


def test_one_shares_a_file_or_an_address_not_both_and_not_neither(north, group):
    path = f"/kontor/gruppe/{group.pk}/fil/"
    north.post(path, {"title": "Ingen"})
    file = SimpleUploadedFile("a.csv", b"a;b\n", "text/csv")
    north.post(path, {"title": "Begge", "file": file, "url": "https://example.org/"})
    assert not group.files.exists()
    north.post(path, {"title": "Side", "url": "https://example.org/"})
    assert group.files.get().url == "https://example.org/"
    north.post(path, {"title": "Skript", "url": "javascript:alert(1)"})
    assert group.files.count() == 1


def sent(text, **more):
    return {"text": text, "form_key": str(uuid4()), **more}


def test_a_thread_is_begun_answered_and_the_answer_marked(north, south, group):
    path = f"/kontor/gruppe/{group.pk}/trad/"
    north.post(path, sent("Kven veit? @Sivert Sør", title="Lokale"))
    thread = group.threads.get()
    assert Letter.objects.get(kind="group_mention").to_address == south.person.email
    response = south.post(f"{path}{thread.pk}/", sent("Eg veit <b>"))
    post = thread.posts.last()
    assert response.headers["Location"].endswith(f"#innlegg-{post.pk}")
    page = shown(north, f"{path}{thread.pk}/")
    assert '<strong class="mention">@Sivert Sør</strong>' in page
    assert "Eg veit &lt;b&gt;" in page
    north.post(f"{path}{thread.pk}/svar/", {"post": post.pk})
    thread.refresh_from_db()
    assert thread.answer == post
    north.post(f"{path}{thread.pk}/svar/", {"post": ""})
    thread.refresh_from_db()
    assert thread.answer is None


def test_an_empty_post_is_not_sent_and_ones_own_is_changed_and_deleted(north, south, group):
    thread = make_thread(group, north.person)
    path = f"/kontor/gruppe/{group.pk}/trad/{thread.pk}/"
    assert 'role="alert"' in north.post(path, sent(" ")).content.decode()
    post = reply(thread, north.person)
    shown(south, f"{path}innlegg/{post.pk}/", 403)
    north.post(f"{path}innlegg/{post.pk}/", {"text": "Betre sagt"})
    assert "Betre sagt" in shown(south, path)
    south.post(f"{path}innlegg/{post.pk}/slett/")
    assert "Betre sagt" in shown(south, path)
    north.post(f"{path}innlegg/{post.pk}/slett/")
    assert "Betre sagt" not in shown(south, path)
    assert Post.objects.filter(thread=thread).count() == 2


def test_a_post_of_another_group_is_not_reached_through_ones_own(north, group):
    other = make_group("region-5")
    thread = make_thread(other, north.person)
    post = thread.posts.get()
    shown(north, f"/kontor/gruppe/{group.pk}/trad/{thread.pk}/", 404)
    shown(north, f"/kontor/gruppe/{group.pk}/trad/{thread.pk}/innlegg/{post.pk}/", 404)


def test_one_chooses_how_often_one_is_told(north):
    north.post("/kontor/gruppe/melding/", {"rhythm": "never"})
    north.person.refresh_from_db()
    assert north.person.digest.rhythm == DigestRhythm.NEVER


# Contacts


def ask(by, *, start=NORTH, end=SOUTH):
    ends = contacts.Ends(start.programme, start.region, end.region)
    return contacts.ask_contact(ends, ContactKind.VISIT, "Vi vil sjå.", by=by, at=NOON)


def test_one_asks_another_region_which_accepts_and_they_tell_what_was_learnt(client, north, south):
    north.post(
        "/kontor/kontakt/prove/region-0/region-1/", {"kind": "visit", "message": "Vi vil sjå."}
    )
    contact = Contact.objects.get()
    path = f"/kontor/kontakt/{contact.pk}/"
    assert "Vi vil sjå." in shown(south, path)
    south.post(f"{path}status/", {"status": "accepted"})
    north.post(f"{path}notat/", sent("Vi såg hamna."))
    assert "Vi såg hamna." in shown(south, path)
    north.post(f"{path}lerdom/", {"text": "Begynn i det små."})
    assert "Begynn i det små." not in shown(client, "/prove/rad/")
    south.post(f"{path}lerdom/", {"agree": "Begynn i det små."})
    page = shown(client, "/prove/rad/")
    assert "Begynn i det små." in page
    assert "Region 0 – Region 1" in page
    assert "Nora" not in page


def test_the_asker_cannot_accept_for_the_other(north, south):
    contact = ask(north.person)
    north.post(f"/kontor/kontakt/{contact.pk}/status/", {"status": "accepted"})
    contact.refresh_from_db()
    assert contact.status == ContactStatus.ASKED
    response = north.post(f"/kontor/kontakt/{contact.pk}/status/", {"status": "married"})
    assert response.status_code == 404


def test_a_contact_is_the_two_regions_own_and_the_operators(north, signed_in_as, operator):
    contact = ask(north.person)
    stranger = signed_in_as(Role.LEADER, Place("prove", "region-5"))
    shown(stranger, f"/kontor/kontakt/{contact.pk}/", 403)
    shown(operator, f"/kontor/kontakt/{contact.pk}/")
    assert "Region 0" not in shown(stranger, "/kontor/kontakt/").split("<main")[1]


def test_nobody_asks_on_behalf_of_another_region(north, operator):
    for one in (north, operator):
        shown(one, "/kontor/kontakt/prove/region-1/region-2/", 403)


def test_the_page_of_regions_like_ones_own_says_so_where_nothing_tells(north):
    shown(north, "/kontor/kontakt/prove/region-0/")
    shown(north, "/kontor/kontakt/prove/region-1/", 403)


# Questions


def question_data(**more):
    return sent("Vi treng råd.", title="Lokale?", language="nn", place="prove/region-0", **more)


def test_a_question_is_asked_answered_and_stands_among_the_advice(client, north, south):
    north.post("/kontor/sporsmal/nytt/", question_data(is_public="on"))
    question = NetworkQuestion.objects.get()
    path = f"/kontor/sporsmal/{question.pk}/"
    assert question.title in shown(south, "/kontor/sporsmal/?status=open")
    answer = sent("Spør banken.", language="nn", place="prove/region-1", may_be_public="on")
    response = south.post(path, answer)
    made = question.answers.get()
    assert response.headers["Location"].endswith(f"#svar-{made.pk}")
    assert shown(client, "/prove/rad/").count("Lokale?") == 0
    north.post(f"{path}status/", {"act": "accept", "answer": made.pk})
    page = shown(client, f"/prove/rad/{question.pk}/")
    assert "Spør banken." in page
    assert "Region 1" in page
    assert "Sivert" not in page
    assert "Lokale?" in shown(client, "/prove/rad/?region=region-1")
    assert "Lokale?" not in shown(client, "/prove/rad/?region=region-3")
    assert "Lokale?" not in shown(client, "/prove/rad/?tema=reiseliv")


def test_a_question_for_the_network_is_nobody_elses(client, north, south):
    question = make_question(north.person, region="region-0")
    shown(client, f"/prove/rad/{question.pk}/", 404)
    assert shown(south, f"/kontor/sporsmal/{question.pk}/")


def test_another_programmes_people_do_not_see_it(north, signed_in_as):
    question = make_question(north.person, region="region-0")
    stranger = signed_in_as(Role.LEADER, Place("anna", "region-0"))
    shown(stranger, f"/kontor/sporsmal/{question.pk}/", 403)


def test_one_asks_on_behalf_of_ones_own_region_alone(north):
    data = question_data() | {"place": "prove/region-1"}
    assert 'role="alert"' in north.post("/kontor/sporsmal/nytt/", data).content.decode()
    assert not NetworkQuestion.objects.exists()


def test_the_moderator_hides_a_question_from_all_but_who_asked(operator, north, south):
    question = make_question(north.person, region="region-0")
    path = f"/kontor/sporsmal/{question.pk}/"
    assert south.post(f"{path}status/", {"act": "hide"}).status_code == 403
    operator.post(f"{path}status/", {"act": "hide", "why": "Namn på ein person"})
    shown(south, path, 403)
    assert "Namn på ein person" in shown(north, path)
    operator.post(f"{path}status/", {"act": "show"})
    shown(south, path)


def test_an_answer_is_changed_and_deleted_by_who_gave_it(north, south):
    question = make_question(north.person, region="region-0")
    path = f"/kontor/sporsmal/{question.pk}/"
    south.post(path, sent("Ja", language="nn", place="prove/region-1"))
    made = question.answers.get()
    shown(north, f"{path}svar/{made.pk}/", 403)
    south.post(f"{path}svar/{made.pk}/", {"text": "Kanskje"})
    assert "Kanskje" in shown(north, path)
    south.post(f"{path}svar/{made.pk}/slett/")
    assert "Kanskje" not in shown(north, path)


def test_the_office_shows_the_sections_to_those_who_may_enter(north, signed_in_as):
    page = shown(north, "/kontor/")
    for path in ("/kontor/gruppe/", "/kontor/kontakt/", "/kontor/sporsmal/"):
        assert f'href="{path}"' in page
    assert "/kontor/brev/" not in page
    assert "/kontor/gruppe/" not in shown(signed_in_as(Role.ASSESSOR), "/kontor/")
