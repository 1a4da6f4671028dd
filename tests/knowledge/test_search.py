"""What is found, by which words, in which order; and that the index keeps up."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.knowledge import files
from wagtail.models import PageViewRestriction

from byregion.knowledge.bibliography.incoming import Draft
from byregion.knowledge.domain import indexing, uploads
from byregion.knowledge.domain import publications as verbs
from byregion.knowledge.models import File, RegionStory, SearchDocument, StandardPage
from byregion.knowledge.queries.search import Wanted, search, vocabulary
from byregion.knowledge.search import engine, passage, words
from byregion.network.models import Gathering as OwnGathering
from byregion.network.models import NetworkQuestion
from byregion.programme.bundle import EMBEDDED
from byregion.programme.domain.bundle import import_bundle
from byregion.programme.models import CityRegion, Programme

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
BY = {"by": "kari", "at": NOON}
# PostgreSQL is told aside, for each question, to use the index.
ASIDE = 3 if connection.vendor == "postgresql" else 0
SLUG = "byregionprogrammet"


# Words.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kommunar", "kommunene"),
        ("byregionane", "byregionen"),
        ("evalueringa", "Evalueringen"),
        ("BODØ", "bodo"),
        ("skulane", "skoler"),
        ("skuleskyss", "skoleskyss"),
        ("framtida", "fremtiden"),
        ("samspel", "samspillet"),
        ("berekraftig", "bærekraftig"),
        ("bustad", "bolig"),
        ("Guovdageaidnu", "Kautokeino"),
        ("løn", "lønna"),
        ("næringsutviklinga", "naeringsutvikling"),
    ],
)
def test_forms_of_one_word_are_one_term(one, other):
    assert words.term(one, "nn") == words.term(other, "nn")


@pytest.fixture
def often_switching():
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_words_asked_for_on_several_threads_have_their_own_stems(often_switching):
    asked = [f"{word}{ending}" for word in ("skul", "region", "by", "gard") for ending in (
        "ane", "ene", "ar", "er", "a", "en", "et", "as", "ens", "elege")] * 40  # fmt: skip
    expected = [words.term.__wrapped__(word, "nn") for word in asked]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda word: words.term.__wrapped__(word, "nn"), asked)) == expected


@pytest.mark.parametrize(("one", "other"), [("lønn", "løk"), ("skog", "skole"), ("by", "bygd")])
def test_different_words_are_different_terms(one, other):
    assert words.term(one, "nn") != words.term(other, "nn")


def test_english_has_endings_of_its_own():
    assert words.term("regions", "en") == words.term("region", "en")
    assert "citi" in words.variants("cities")


def test_a_word_is_letters_and_digits():
    assert list(words.words("a_b c-d «e» 2016 \x00 f's")) == [
        "a",
        "b",
        "c",
        "d",
        "e",
        "2016",
        "f",
        "s",
    ]
    assert words.terms("", "nn") == []
    assert max(map(len, words.words("x" * 500))) == words.LONGEST_WORD


def test_the_list_of_synonyms_has_each_form_once():
    import tomllib

    held = tomllib.loads(Path(words.SYNONYMS).read_text(encoding="utf-8"))
    for part in ("beginnings", "words"):
        forms = [form for line in held[part] for form in line]
        assert sorted(forms) == sorted(set(forms)), part
        assert all(len(line) > 1 for line in held[part])


# Passages.


def told(parts):
    return "".join(f"[{part.text}]" if part.is_marked else part.text for part in parts)


def marked(text, *terms, **options):
    return told(passage.passage(text, passage.pattern(list(terms)), **options))


def test_what_is_found_is_marked_as_it_is_written():
    assert marked("Skoler, skulane og skog i Bodø", words.term("skule", "nn")) == (
        "[Skoler], [skulane] og skog i Bodø"
    )
    assert marked("I Bodø og i bodoregionen", "bodo") == "I [Bodø] og i [bodoregionen]"
    assert marked("Næringsliv og Ærfugl", "naer", "aerfugl") == "[Næringsliv] og [Ærfugl]"


def test_a_passage_is_cut_at_whole_words_around_what_is_found():
    text = "ord " * 200 + "pendling " + "ord " * 200
    cut = marked(text, "pendling", width=60)
    assert cut.startswith("… ord")
    assert cut.endswith("ord …")
    assert "[pendling]" in cut
    assert len(cut) < 80
    assert marked(text, "finst").startswith("ord ord")
    assert marked("kort") == "kort"


def test_signs_of_a_pattern_are_only_signs():
    assert passage.pattern([]) is None
    assert marked("a.b c *", ".*", "[") == "a.b c *"


# The index, on the real programme.


@pytest.fixture
def programme(db):
    return import_bundle(EMBEDDED).programme


def find(text, locale="nn", page=1, **narrowed):
    return search(Wanted(text, **narrowed), locale=locale, page=page)


def titles(found):
    return [told(hit.title).replace("[", "").replace("]", "") for hit in found.hits]


def keys(found):
    return [(hit.kind, hit.address[-1]) for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("salten", ("region", "salten")),
        ("Bodø", ("municipality", "1804")),
        ("bodo", ("municipality", "1804")),
        ("1804", ("municipality", "1804")),
        ("sluttevaluering", ("publication", "sluttevaluering-2018")),
        ("småkommunenes nytte", ("publication", "smakommuners-nytte-2017")),
        ("Nordland", ("county", "18")),
    ],
)
def test_what_is_named_comes_first(programme, text, first):
    assert keys(find(text))[0] == first


def test_misspellings_are_mended_and_it_is_said(programme):
    found = find("trondhiem")
    assert found.corrected == "trondheim"
    assert ("municipality", "1601") in keys(found)
    assert find("trondheim").corrected == ""
    assert find("salten").corrected == ""


def test_the_beginning_of_a_word_is_enough(programme):
    assert "Kristiansand" in " ".join(titles(find("kristians")))


def test_all_the_words_or_else_some_of_them(programme):
    both = find("pendling salten")
    assert both.is_partial or all(both.hits)
    some = find("salten kvikksølvtermometer")
    assert some.is_partial
    assert ("region", "salten") in keys(some)


@pytest.mark.parametrize(
    "text", ["", " ", "a", "%", '"', "-", "***", "\x00", "…", "zzzzqqqq", "😀", "()"]
)
def test_what_means_nothing_finds_nothing(programme, text):
    found = find(text)
    assert (found.hits, found.total) == ([], 0)


@pytest.mark.parametrize(
    "text",
    [
        '"salten', "salten OR", "salten AND NOT", "salten*", "NEAR(salten)", "title:salten",
        "salten' OR 1=1 --", "salten & | !", "salten:*", "<script>salten</script>", "^salten",
        "salten \u202e", "{salten}", "salten;DROP TABLE", "salten " * 50,
    ],
)  # fmt: skip
def test_signs_in_a_question_are_no_commands(programme, text):
    assert ("region", "salten") in keys(find(text))


def test_a_long_question_costs_little(programme):
    find("salten")
    with CaptureQueriesContext(connection) as sent:
        find(" ".join(f"ord{number}tull" for number in range(500)))
    assert len(sent) < 25 + 13 * ASIDE


def test_nothing_found_suggests_words_that_are_alike(programme):
    assert "kristiansund" in find("kristjansnd").suggestions or find("kristjansnd").corrected
    assert find("zzzzqqqq").suggestions == []


def test_an_empty_site_finds_nothing(db):
    assert find("salten").total == 0


def test_hits_are_counted_by_what_they_are_and_narrow(programme):
    every = find("samarbeid")
    counted = dict(every.facets["kind"])
    assert counted["publication"] > 1
    assert every.total == sum(counted.values())
    some = find("samarbeid", kind="publication")
    assert some.total == counted["publication"]
    year, count = every.facets["year"][0]
    assert find("samarbeid", year=int(year)).total == count
    region, count = every.facets["region"][0]
    assert find("samarbeid", region=region).total == count
    theme, count = find("næring").facets["theme"][0]
    assert find("næring", theme=theme).total == count
    assert find("samarbeid", language="xx").total == 0
    years = [int(value) for value, _count in every.facets["year"]]
    assert years == sorted(years, reverse=True)


def test_pages_of_hits(programme):
    first, second = find("kommune"), find("kommune", page=2)
    assert first.pages > 1
    assert len(first.hits) == 20
    assert not set(map(str, keys(first))) & set(map(str, keys(second)))
    assert find("kommune", page=999).page == first.pages


@pytest.mark.parametrize("locale", ["nn", "nb", "en"])
def test_each_language_finds_its_own_and_no_double(programme, locale):
    found = find("salten", locale=locale)
    assert keys(found).count(("region", "salten")) == 1


def test_nynorsk_finds_bokmal_and_the_other_way_round(programme):
    assert find("samspel").total == find("samspill").total > 3
    assert set(keys(find("samspel"))) == set(keys(find("samspill")))


def test_the_number_of_queries_is_the_same_for_few_hits_and_for_many(programme):
    find("salten")
    with CaptureQueriesContext(connection) as few:
        find("røros")
    with CaptureQueriesContext(connection) as many:
        find("kommune")
    assert len(few) == len(many) <= (5 + ASIDE)


# Keeping up.


def test_the_index_is_made_at_the_first_search_and_after_an_import(programme):
    assert not SearchDocument.objects.exists()
    find("salten")
    before = SearchDocument.objects.count()
    assert before > 500
    CityRegion.objects.filter(slug="salten").delete()
    Programme.objects.first().regions.create(
        slug="ny", name="Nyregionen", county_code="18", county_name="Nordland",
        structure="single", confidence="high",
    )  # fmt: skip
    assert titles(find("nyregionen")) == ["Nyregionen"]
    assert ("region", "salten") not in keys(find("salten"))


def test_building_anew_gives_the_same(programme, capsys):
    find("salten")
    count = SearchDocument.objects.count()
    call_command("search", "rebuild")
    assert capsys.readouterr().out == f"{count} things can be found\n"
    assert SearchDocument.objects.count() == count
    with CaptureQueriesContext(connection) as sent:
        indexing.refresh()
    assert len(sent) == 2


def test_a_gathering_is_found_once_it_is_public(programme):
    gathering = OwnGathering.objects.create(
        programme=SLUG, slug="kveldsmote", title_nn="Kveldsmøte om tidvasskraft",
        start_date=date(2027, 1, 1), end_date=date(2027, 1, 1), changed_at=NOON,
    )  # fmt: skip
    assert find("tidvasskraft").total == 0
    OwnGathering.objects.filter(pk=gathering.pk).update(
        status="published", changed_at=NOON.replace(hour=13)
    )
    assert keys(find("tidvasskraft")) == [("gathering", "kveldsmote")]


def test_the_library_and_the_words_of_its_files_are_found(programme, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = File(title="A")
    file.file.save("a.pdf", ContentFile(files.pdf("Om tidvasskraft i sundet")))
    uploads.read_words(file, seconds=30)
    added = verbs.add_publication(Draft(title="Vegar til vekst", year=2016), file=file, **BY)
    [hit] = find("tidvasskrafta").hits
    assert hit.address == ["public:publication", SLUG, "vegar-til-vekst"]
    assert told(hit.passage) == "Om [tidvasskraft] i sundet"
    assert find("tidvasskraft", locale="en").total == 1
    verbs.change_publication(added, Draft(title="Noko anna"), **BY)
    assert titles(find("tidvasskraft")) == ["Noko anna"]
    assert find("vegar").total == 0 or "Vegar til vekst" not in titles(find("vegar"))
    verbs.remove_publication(added, **BY)
    assert find("tidvasskraft").total == 0


def test_the_words_of_a_file_that_waits_for_the_scanner_are_not_found(
    programme, settings, tmp_path
):
    settings.MEDIA_ROOT, settings.CLAMD = tmp_path, "127.0.0.1:1"
    file = File(title="A")
    file.file.save("a.pdf", ContentFile(files.pdf("Om tidvasskraft")))
    uploads.read_words(file, seconds=30)
    verbs.add_publication(Draft(title="Vegar til vekst"), file=file, **BY)
    assert find("tidvasskraft").total == 0


def block(text):
    return [{"type": "text", "value": f"<p>{text}</p>"}]


def test_an_article_is_found_while_it_is_public(add_article, programme):
    page = add_article(
        "Kraft i sundet", "kraft", body=block("Om <b>tidvasskraft</b>."),
        references=[("region", SLUG, "salten")],
    )  # fmt: skip
    page.save_revision().publish()
    [hit] = find("tidvasskraft").hits
    assert (hit.kind, hit.year, hit.language) == ("article", 2026, "nn")
    assert hit.address == page.url
    assert told(hit.passage).endswith("Om [tidvasskraft].")
    assert find("tidvasskraft", region=f"{SLUG}/salten").total == 1
    # In another language it stands as its stand-in there.
    [other] = find("tidvasskraft", locale="en").hits
    assert other.address.startswith("/en/")
    assert other.language == "nn"
    page.unpublish()
    assert find("tidvasskraft").total == 0


def test_an_article_that_is_closed_or_removed_is_not_found(add_article):
    page = add_article(body=block("tidvasskraft"))
    page.save_revision().publish()
    assert find("tidvasskraft").total == 1
    closed = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert find("tidvasskraft").total == 0
    closed.delete()
    assert find("tidvasskraft").total == 1
    page.delete()
    assert find("tidvasskraft").total == 0


def test_a_page_that_gets_another_address_is_found_at_it(add_article):
    page = add_article(body=block("tidvasskraft"))
    page.slug = "ny-adresse"
    page.save_revision().publish()
    [hit] = find("tidvasskraft").hits
    assert hit.address.endswith("/ny-adresse/")


def test_stories_and_pages_are_found(home, programme):
    story = RegionStory(
        title="Salten", slug="salten-fortel", region=f"{SLUG}/salten", summary="Om oss",
        advice="<p>Begynn med tidvasskraft</p>", locale=home.locale,
    )  # fmt: skip
    page = StandardPage(
        title="Om nettverket", slug="om", body=block("tidvasskraft"), locale=home.locale
    )
    for one in (story, page):
        home.add_child(instance=one)
        one.save_revision().publish()
    assert {hit.kind for hit in find("tidvasskraft").hits} == {"story", "page"}


def test_advice_is_found_while_everyone_may_read_it(programme):
    question = NetworkQuestion.objects.create(
        form_key=uuid4(), programme=SLUG, region="salten", title="Korleis finn de lokale?",
        text="Vi treng eit hus.", language="nn", is_public=True, asked_at=NOON, latest_at=NOON,
    )  # fmt: skip
    answer = question.answers.create(
        form_key=uuid4(), text="Spør tidvasskraftverket.", language="nn", may_be_public=True,
        answered_at=NOON,
    )  # fmt: skip
    assert find("tidvasskraftverket").total == 0
    NetworkQuestion.objects.update(accepted=answer)
    assert keys(find("tidvasskraftverket")) == [("question", question.pk)]
    NetworkQuestion.objects.update(hidden_at=NOON)
    assert find("tidvasskraftverket").total == 0


def test_other_rooms_index_what_they_have(programme):
    document = indexing.Document(
        "film", "7", "Korleis få med næringslivet?", "Begynn smått: tidvasskraft",
        "/rad/7/", locale="nn", language="nn",
    )  # fmt: skip
    indexing.index([document])
    indexing.index([document])
    assert titles(find("tidvasskraft")) == ["Korleis få med næringslivet?"]
    indexing.forget("film", "7")
    assert find("tidvasskraft").total == 0


def test_a_new_word_is_known_to_the_corrections(programme):
    find("salten")
    vocabulary.refresh()
    before = len(vocabulary)
    verbs.add_publication(Draft(title="Tidvasskraftverk"), **BY)
    vocabulary.refresh()
    assert len(vocabulary) == before + 1
    assert find("tidvaskraftverk").corrected == "tidvasskraftverk"


def test_terms_without_words_find_nothing(db):
    assert engine.find([], locale="nn") == []
