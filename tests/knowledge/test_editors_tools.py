"""What an editor counts on: the clock, the way back, old addresses, and checks of what is seen."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image
from tests.factories.people import make_person

from byregion.common.clock import now
from byregion.knowledge.models import ArticlePage, Picture
from byregion.people.enums import Role
from byregion.people.permissions import Place

pytestmark = pytest.mark.django_db
SLUG = "byregionprogrammet"


@pytest.fixture
def editor(client, home):
    client.force_login(make_person(Role.OPERATOR, Place(SLUG)))
    return client


def picture_file():
    content = io.BytesIO()
    Image.new("RGB", (400, 200), "white").save(content, "PNG")
    return SimpleUploadedFile("by.png", content.getvalue(), content_type="image/png")


@pytest.fixture
def after(monkeypatch):
    """Give a function that runs what the timer runs, some hours from now."""

    def publish_scheduled(hours):
        moment = now() + timedelta(hours=hours)
        with monkeypatch.context() as patch:
            patch.setattr("django.utils.timezone.now", lambda: moment)
            call_command("publish_scheduled")

    return publish_scheduled


def test_a_page_goes_out_and_comes_down_when_its_time_has_come(client, add_article, after):
    page = add_article("Om tidvasskraft i sundet")
    page.unpublish()
    page.go_live_at, page.expire_at = now() + timedelta(hours=2), now() + timedelta(hours=4)
    page.save_revision().publish()

    def is_shown():
        listed = "Om tidvasskraft i sundet" in client.get("/artikkel/").content.decode()
        found = "/artikkel/ei-sak/" in client.get("/sok/?q=tidvasskraft").content.decode()
        assert listed == found == (client.get("/artikkel/ei-sak/").status_code == 200)
        return listed

    after(hours=1)
    assert not is_shown()
    after(hours=3)
    assert is_shown()
    after(hours=5)
    assert not is_shown()


def test_two_editions_of_a_page_are_set_side_by_side_and_the_older_brought_back(
    editor, add_article
):
    page = add_article(intro="Slik var det.")
    first = page.latest_revision
    page.intro = "Slik blei det."
    second = page.save_revision()
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
    said = editor.get(address).content.decode()
    assert "var" in said
    assert "blei" in said
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    assert "Slik var det." in editor.get(address).content.decode()


def test_a_picture_must_say_what_it_shows_and_may_have_a_point_that_is_never_cut(
    editor, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    address = reverse("wagtailimages:add")
    form = {"title": "Byen", "collection": 1}
    wordless = editor.post(address, {**form, "file": picture_file()})
    assert wordless.status_code == 200
    assert wordless.context["form"].errors.keys() == {"description"}
    assert not Picture.objects.exists()
    point = {"focal_point_x": 300, "focal_point_y": 100, "focal_point_width": 40,
             "focal_point_height": 40}  # fmt: skip
    told = {**form, **point, "description": "Ein by ved eit sund", "file": picture_file()}
    assert editor.post(address, told).status_code == 302
    picture = Picture.objects.get()
    assert picture.default_alt_text == "Ein by ved eit sund"
    assert picture.get_focal_point().centroid.x == 300


def test_an_address_that_a_page_had_leads_to_where_it_is(
    client, add_article, django_capture_on_commit_callbacks
):
    page = add_article()
    old = page.url
    page.slug = "eit-betre-namn"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    answer = client.get(old)
    assert answer.status_code == 301
    assert answer["Location"] == ArticlePage.objects.get(pk=page.pk).url


def test_what_is_written_is_checked_for_whoever_can_not_see_it(editor, add_article):
    page = add_article()
    said = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'data-side-panel="checks"' in said
    assert 'id="checker-axe-configuration"' in said
