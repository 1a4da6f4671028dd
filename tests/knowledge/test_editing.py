"""What an editor is stopped from doing, and who is an editor at all."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from wagtail.blocks import StructBlockValidationError
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from byregion.knowledge.blocks.media import VideoBlock
from byregion.knowledge.blocks.text import KeyFigureBlock
from byregion.knowledge.domain.editors import EDITORS, admit, editors
from byregion.knowledge.models import RegionStory, StoryContact
from byregion.people.domain.roles import give_role
from byregion.people.enums import Role
from byregion.people.models import User
from byregion.people.permissions import Place

pytestmark = pytest.mark.django_db
SLUG = "byregionprogrammet"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def video(**value):
    base = {"title": "Film", "film": None, "captions": None, "url": "", "transcript": "<p>Ord</p>"}
    one = VideoBlock()
    return one.clean(one.to_python({**base, **value}))


def test_a_film_needs_one_place_to_lie():
    with pytest.raises(StructBlockValidationError) as refusal:
        video()
    assert "film" in refusal.value.block_errors
    assert video(url="https://example.org/f")["url"] == "https://example.org/f"


def test_a_film_needs_a_transcript():
    with pytest.raises(StructBlockValidationError) as refusal:
        video(url="https://example.org/f", transcript="")
    assert "transcript" in refusal.value.block_errors


def test_a_key_figure_needs_period_and_source():
    one = KeyFigureBlock()
    with pytest.raises(StructBlockValidationError) as refusal:
        one.clean(one.to_python({"value": "5", "label": "ting", "period": "", "source": ""}))
    assert set(refusal.value.block_errors) == {"period", "source"}


def test_a_contact_must_have_agreed():
    with pytest.raises(ValidationError) as refusal:
        StoryContact(name="Kari").clean()
    assert "has_agreed" in refusal.value.message_dict
    StoryContact(name="Kari", has_agreed=True).clean()


def form_of(page, data):
    kind = type(page).get_edit_handler().get_form_class()
    return kind(data, instance=page, for_user=User(email="x@example.org"))


def test_a_region_has_one_story_in_a_language(home, programme):
    region = f"{SLUG}/{programme.regions.first().slug}"
    told = RegionStory(title="A", slug="a", region=region, summary="s", locale=home.locale)
    home.add_child(instance=told)
    data = nested_form_data(
        {
            "title": "B",
            "slug": "b",
            "region": region,
            "summary": "t",
            **dict.fromkeys(("aims", "results", "advice", "next_work"), rich_text("")),
            "body": streamfield([]),
            "documents": streamfield([]),
            "contacts": inline_formset([]),
            "comments": inline_formset([]),
        }
    )
    form = form_of(RegionStory(locale=home.locale), data)
    assert not form.is_valid()
    assert set(form.errors) == {"region"}


def test_regions_and_themes_are_ticked_and_kept(add_article, programme):
    region, theme = programme.regions.first(), programme.themes.first()
    page = add_article(references=[("region", SLUG, region.slug)])
    assert form_of(page, None).initial["regions"] == [f"{SLUG}/{region.slug}"]
    data = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "intro": "x",
            "published_date": "2026-01-01",
            "body": streamfield([("text", rich_text("<p>Ord</p>"))]),
            "themes": [f"{SLUG}/{theme.slug}"],
            "comments": inline_formset([]),
        }
    )
    data["themes"] = [f"{SLUG}/{theme.slug}"]
    form = form_of(page, QueryDict(urlencode(data, doseq=True)))
    assert form.is_valid(), form.errors
    form.save(commit=False)
    assert [one.address for one in page.references.all()] == [f"{SLUG}/{theme.slug}"]


def test_editors_may_publish_and_not_delete(home):
    group = editors()
    assert editors() == group
    names = set(group.permissions.values_list("codename", flat=True))
    assert "access_admin" in names
    assert not {name for name in names if name.startswith("delete")}


def test_admitting_is_done_once(home):
    kari = User.objects.create_user("kari@example.org")
    give_role(kari, Role.OPERATOR, place=Place(SLUG), by=None, at=NOON)
    admit(kari)
    admit(kari)
    assert list(kari.groups.values_list("name", flat=True)) == [EDITORS]
    assert kari.wagtail_userprofile.preferred_language == "nb"
