"""Only editors enter the editor, with a second factor, and its looser policy stays in there."""

import pytest

from byregion.knowledge.domain.tree import set_up_tree
from byregion.people.enums import Role
from byregion.people.permissions import TABLE, Permission, Place

pytestmark = pytest.mark.django_db
ADMIN = "/redaktor/"
PLACES = {
    Role.ADMINISTRATOR: Place(),
    Role.LEADER: Place("byregionprogrammet", "kristiansandregionen"),
    Role.MEMBER: Place("byregionprogrammet", "kristiansandregionen"),
    Role.GUIDE: Place("byregionprogrammet", "kristiansandregionen"),
}


@pytest.fixture(autouse=True)
def tree(db):
    return set_up_tree("http://localhost:8000")


def test_a_visitor_is_asked_to_sign_in(client):
    answer = client.get(ADMIN)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={ADMIN}")
    assert "konto" in answer["Location"]


@pytest.mark.parametrize("role", list(Role))
def test_each_role_enters_if_the_table_says_so(signed_in_as, role):
    client = signed_in_as(role, PLACES.get(role, Place("byregionprogrammet")))
    expected = 200 if Permission.EDIT_PAGES in TABLE[role] else 403
    assert client.get(ADMIN).status_code == expected


def test_an_editor_without_a_second_factor_is_sent_to_set_one(signed_in_as):
    client = signed_in_as(Role.OPERATOR, Place("byregionprogrammet"), second_factor=False)
    answer = client.get(ADMIN)
    assert answer.status_code == 302
    assert "konto" in answer["Location"]


def test_the_looser_policy_stays_inside(signed_in_as):
    client = signed_in_as(Role.OPERATOR, Place("byregionprogrammet"))
    inside = client.get(ADMIN)["Content-Security-Policy"]
    outside = client.get("/artikkel/")["Content-Security-Policy"]
    assert "'unsafe-inline'" in inside
    assert "default-src 'none'" in inside
    assert "unsafe-inline" not in outside


def test_a_site_below_a_path_is_guarded_as_well(client):
    answer = client.get(ADMIN, SCRIPT_NAME="/under")
    assert answer.status_code == 302
    assert "konto" in answer["Location"]


def test_a_demonstrations_editor_is_shut_out_where_there_is_no_trial(signed_in_as, settings):
    settings.DEMO = False
    client = signed_in_as(Role.OPERATOR, email="operator@demo.invalid")
    assert client.get(ADMIN).status_code == 403


def test_an_editor_gets_the_pages_of_the_editor(signed_in_as, tree):
    client = signed_in_as(Role.OPERATOR, Place("byregionprogrammet"))
    for address in (
        f"{ADMIN}pages/{tree.pk}/",
        f"{ADMIN}pages/add/knowledge/articlepage/{tree.pk}/",
        f"{ADMIN}pages/add/knowledge/regionstory/{tree.pk}/",
        f"{ADMIN}images/",
        f"{ADMIN}documents/",
        f"{ADMIN}snippets/knowledge/frontcontent/",
    ):
        assert client.get(address).status_code == 200, address


def test_the_editor_bears_our_name_mark_and_colours(signed_in_as):
    client = signed_in_as(Role.OPERATOR, Place("byregionprogrammet"))
    page = client.get(ADMIN).content.decode()
    assert "Byregion</title>" in page
    assert 'alt="Byregion"' in page
    assert "/dist/editor." in page
