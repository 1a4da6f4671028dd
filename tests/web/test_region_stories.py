"""A region's own words: written by the region, looked through by an editor, shown to everyone."""

import pytest
from django.contrib.auth.models import Group
from tests.factories.people import make_person

from byregion.audit.models import Event
from byregion.knowledge.domain.editors import EDITORS, admit, editors
from byregion.knowledge.domain.tree import set_up_tree
from byregion.knowledge.models import RegionStory
from byregion.knowledge.plain_text import as_plain, as_rich
from byregion.people.enums import Role
from byregion.people.permissions import Place
from byregion.programme.bundle import EMBEDDED
from byregion.programme.domain.bundle import import_bundle

pytestmark = pytest.mark.django_db
HERE = Place("byregionprogrammet", "salten")
WRITE = "/kontor/region/byregionprogrammet/salten/"
PAGE = "/byregionprogrammet/region/salten/"
TEXTS = {
    "language": "nn",
    "summary": "Salten i eigne ord.",
    "aims": "Fleire i arbeid.\n\n- Vegar\n- Bustader",
    "results": "Kortare reiser.",
    "advice": "Sjå på <b>tala</b> saman.",
    "next_work": "",
}


@pytest.fixture(autouse=True)
def _site(db):
    import_bundle(EMBEDDED)
    set_up_tree("http://testserver")
    editors()


@pytest.fixture
def leader(signed_in_as):
    return signed_in_as(Role.LEADER, HERE)


def approve(story):
    editor = make_person(Role.OPERATOR)
    admit(editor)
    assert Group.objects.filter(name=EDITORS, user=editor).exists()
    task = story.current_workflow_task_state
    task.task.specific.on_action(task, editor, "approve")


def originals():
    return RegionStory.objects.filter(alias_of=None)


def test_what_a_region_writes_is_shown_when_an_editor_has_looked_it_through(leader, client):
    assert leader.post(WRITE, TEXTS).status_code == 302
    story = originals().get()
    assert not story.live
    assert "Salten i eigne ord" not in client.get(PAGE).content.decode()
    assert "ventar på ein redaktør" in leader.get(WRITE).content.decode()

    approve(story)
    page = client.get(PAGE).content.decode()
    assert "Salten i eigne ord." in page
    assert "<li>Vegar</li>" in page
    assert "Sjå på &lt;b&gt;tala&lt;/b&gt; saman." in page
    # Until it is translated, it shows in the other languages as it is.
    assert "Salten i eigne ord." in client.get(f"/nb{PAGE}").content.decode()
    assert "Salten i eigne ord." in client.get(f"/en{PAGE}").content.decode()
    assert "Dette er vist" in leader.get(WRITE).content.decode()
    event = Event.objects.get(act="story.proposed")
    assert (event.actor, event.details) == (str(leader.person.key), {})


def test_a_change_waits_too_and_what_is_shown_stays_until_then(leader, client):
    leader.post(WRITE, TEXTS)
    approve(originals().get())
    leader.post(WRITE, {**TEXTS, "summary": "Noko nytt."})
    leader.post(WRITE, {**TEXTS, "summary": "Noko endå nyare."})
    assert "Salten i eigne ord." in client.get(PAGE).content.decode()
    approve(originals().get())
    assert "Noko endå nyare." in client.get(PAGE).content.decode()
    assert originals().count() == 1


def test_a_text_that_was_not_touched_keeps_what_an_editor_put_in_it(leader):
    leader.post(WRITE, TEXTS)
    story = originals().get()
    rich = '<p>Les <a href="https://example.org/">meir</a>.</p>'
    story.results = rich
    story.save_revision()
    shown = leader.get(WRITE).context["form"]
    sent = {name: shown[name].value() for name in shown.fields} | {"summary": "Ny"}
    assert leader.post(WRITE, sent).status_code == 302
    latest = originals().get().get_latest_revision_as_object()
    assert (latest.summary, latest.results) == ("Ny", rich)


def test_a_story_is_written_in_the_regions_own_language(leader, client):
    leader.post(WRITE, {**TEXTS, "language": "nb", "summary": "Salten med egne ord."})
    story = originals().get()
    assert story.locale.language_code == "nb"
    approve(story)
    assert "Salten med egne ord." in client.get(PAGE).content.decode()


def test_nobody_writes_for_another_region(leader, signed_in_as):
    other = "/kontor/region/byregionprogrammet/hallingdal/"
    assert leader.post(other, TEXTS).status_code == 403
    assert signed_in_as(Role.MEMBER, HERE).post(WRITE, TEXTS).status_code == 403
    assert not RegionStory.objects.exists()
    listed = leader.get("/kontor/region/").content.decode()
    assert WRITE in listed
    assert other not in listed
    assert (
        signed_in_as(Role.OPERATOR).get("/kontor/region/byregionprogrammet/x/").status_code == 404
    )


def test_what_is_missing_is_said_and_what_was_typed_stays(leader):
    page = leader.post(WRITE, {**TEXTS, "summary": ""}).content.decode()
    assert "Kortare reiser." in page
    assert "is-wrong" in page
    assert not RegionStory.objects.exists()


@pytest.mark.parametrize(
    ("text", "rich"),
    [
        ("", ""),
        ("Eitt.\nTo.", "<p>Eitt.<br/>To.</p>"),
        ("Eitt.\r\n\r\nTo.", "<p>Eitt.</p><p>To.</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("<script>x</script> & y", "<p>&lt;script&gt;x&lt;/script&gt; &amp; y</p>"),
    ],
)
def test_plain_text_becomes_rich_and_is_itself_again(text, rich):
    assert as_rich(text) == rich
    assert as_plain(rich) == text.replace("\r\n", "\n")
