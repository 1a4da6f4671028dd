"""The analyses that come with the product, and the commands of an edition's life."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.insight.samples import make_analysis
from tests.web.test_public_pages import make_programme

from byregion.insight import reading
from byregion.insight.annexes import pack, unpack
from byregion.insight.domain import shipped
from byregion.insight.domain.editions import make_draft, publish
from byregion.insight.errors import InsightError
from byregion.insight.queries import editions

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def test_an_annex_gives_the_same_analysis_back_and_the_same_bytes():
    content = pack(make_analysis())
    assert content == pack(make_analysis())
    assert pack(unpack(content)) == content


@pytest.mark.parametrize("content", [b"", b"no zip", pack(make_analysis())[:-40]])
def test_what_is_no_annex_is_refused(content):
    with pytest.raises(InsightError):
        unpack(content)


def test_an_annex_of_another_format_is_refused():
    from byregion.report.annex import RESULT
    from byregion.report.archive import zipped

    plain = make_analysis().to_dict() | {"format": 99}
    with pytest.raises(InsightError, match="99"):
        unpack(zipped({RESULT: json.dumps(plain, default=str).encode()}))


def test_shipped_analyses_are_put_in_once(tmp_path):
    shipped.ship([make_analysis(slug=slug) for slug in ("a", "b")], tmp_path)
    first = shipped.load_published("prove", at=NOW, folder=tmp_path)
    again = shipped.load_published("prove", at=NOW, folder=tmp_path)
    assert (first.added, first.kept) == (2, 0)
    assert (again.added, again.kept) == (0, 2)
    assert [one.region_slug for one in editions.all_published("prove")] == ["a", "b"]


def test_a_newer_release_supersedes_its_own_but_not_what_a_person_published(tmp_path):
    shipped.ship([make_analysis(slug=slug) for slug in ("a", "b")], tmp_path)
    shipped.load_published("prove", at=NOW, folder=tmp_path)
    own = make_draft(make_analysis(slug="b", people=5), programme="prove", by="Kari", at=NOW)
    publish(own, by="Kari", at=NOW)
    shipped.ship([make_analysis(slug=slug, people=9) for slug in ("a", "b")], tmp_path)
    shipped.load_published("prove", at=NOW, folder=tmp_path)
    assert editions.published("prove", "a").number == 2
    assert editions.published("prove", "b").checksum == own.checksum


def test_an_empty_folder_is_no_error(tmp_path):
    assert shipped.load_published("prove", at=NOW, folder=tmp_path) == shipped.Loaded(0, 0)


def said(*arguments):
    out = StringIO()
    call_command("insight", "--programme", "prove", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_an_edition_lives_from_the_command_line(tmp_path):
    make_programme(regions=1)
    annex, text = tmp_path / "a.zip", tmp_path / "text.txt"
    annex.write_bytes(pack(make_analysis()))
    text.write_text("Samarbeidet er godt.", encoding="utf-8")
    assert "draft" in said("draft", annex)
    assert "text in" in said("write", "region-0", "commuting", "nn", text)
    assert "published" in said("publish", "region-0")
    assert "published" in said("list")
    edition = editions.published("prove", "region-0")
    assert editions.own_text(edition, "commuting", "nn").text == "Samarbeidet er godt."
    with pytest.raises(CommandError, match="no draft"):
        said("publish", "region-0")


def test_the_command_says_what_is_wrong(tmp_path):
    make_programme(regions=1)
    wrong = tmp_path / "a.zip"
    wrong.write_bytes(b"no zip")
    with pytest.raises(CommandError, match="no annex"):
        said("draft", wrong)
    wrong.write_bytes(pack(make_analysis(slug="finst-ikkje")))
    with pytest.raises(CommandError, match="no region"):
        said("draft", wrong)
    with pytest.raises(CommandError):
        said("draft", tmp_path / "nothing.zip")


@pytest.mark.parametrize("language", ["nn", "nb", "en"])
def test_no_theme_says_the_same_words_twice(language):
    analysis = unpack((shipped.DATA / "fjellregionen.zip").read_bytes())
    told = [one for theme in reading.themes(analysis, language) for one in theme.evidence]
    assert any(one.text for one in told)
    assert any(not one.text for one in told)
    assert not any(one.text and one.sentence.startswith(one.text) for one in told)
