"""The librarian's acts, the one list, the files that are taken in, and what is the same."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.knowledge import files

from byregion.audit.models import Event
from byregion.knowledge import validators
from byregion.knowledge.bibliography.entry import Author, Entry
from byregion.knowledge.bibliography.incoming import MOST_ENTRIES, Draft, UnreadableFile, read
from byregion.knowledge.bibliography.likeness import Sign, pairs, sign_of
from byregion.knowledge.domain import publications as verbs
from byregion.knowledge.models import File, FormerSlug, Publication
from byregion.knowledge.queries import publications
from byregion.knowledge.queries.publications import LibraryFilter
from byregion.programme.bundle import EMBEDDED
from byregion.programme.domain.bundle import import_bundle
from byregion.programme.models import Publication as KnownPublication

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SLUG = "byregionprogrammet"
BY = {"by": "kari", "at": NOON}
WAYS = Draft(
    title="Vegar til vekst",
    kind="report",
    authors=(Author("Nes", "Kari"), Author("NIBR")),
    institution="NIBR",
    year=2016,
    language="nn",
    doi="10.1234/vegar",
    summary_nn="Om vegar.",
    regions=(f"{SLUG}/salten",),
    themes=(f"{SLUG}/samferdsel",),
    method="survey",
)


def draft(**fields):
    return Draft(**{"title": "Vegar til vekst", **fields})


def entry(**fields):
    return Entry(**{"slug": "a", "kind": "report", "title": "Vegar til vekst", **fields})


# What identifies a publication.


@pytest.mark.parametrize("text", ["978-82-490-0123-4", "9788249001234", "82-05-30003-8"])
def test_isbns_that_hold(text):
    digits = validators.bare_isbn(text)
    good = {"9788249001234": _isbn13("978824900123"), "8205300038": _isbn10("820530003")}
    validators.validate_isbn(good[digits])


def _isbn13(first):
    total = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(first))
    return first + str(-total % 10)


def _isbn10(first):
    total = sum((10 - place) * int(digit) for place, digit in enumerate(first))
    check = -total % 11
    return first + ("X" if check == 10 else str(check))


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("isbn", "0-306-40615-2", "0-306-40615-3"),
        ("isbn", "978-0-306-40615-7", "978-0-306-40615-8"),
        ("isbn", "0-8044-2957-X", "12345"),
        ("issn", "0378-5955", "0378-5954"),
        ("issn", "2434-561X", "1234"),
        ("doi", "https://doi.org/10.1000/182", "11.1000/182"),
        ("doi", "10.1234/a(b)c", "10.1234"),
        ("urn", "URN:NBN:no-1234", "NBN:no-1234"),
        ("language", "nn", "Nynorsk"),
        ("year", 2016, 16),
    ],
)
def test_identifiers_are_held_to_their_standard(kind, good, bad):
    check = getattr(validators, f"validate_{kind}")
    check(good)
    with pytest.raises(ValidationError):
        check(bad)


# What is the same.


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ({"doi": "10.1/A"}, {"doi": "10.1/a", "title": "Noko heilt anna"}, Sign.DOI),
        ({"doi": "10.1/a"}, {"doi": "10.1/b"}, None),
        ({"isbn": "978-0-306-40615-7"}, {"isbn": "0306406152", "title": "Anna"}, Sign.ISBN),
        ({"isbn": "9780306406157"}, {"isbn": "9788249001234"}, None),
        ({"year": 2016}, {"title": "VEGAR  til vekst!", "year": 2016}, Sign.TITLE),
        ({"year": 2016}, {"title": "Vegar til veksst"}, Sign.TITLE),
        ({"year": 2016}, {"year": 2017}, None),
        ({"title": "Delrapport 1"}, {"title": "Delrapport 2"}, None),
        ({"title": "Samfunnsanalyse Ofoten"}, {"title": "Samfunnsanalyse Salten"}, None),
        ({"title": "…"}, {"title": "!"}, None),
    ],
)
def test_what_makes_two_entries_one(one, other, sign):
    assert sign_of(draft(**one), entry(**other)) == sign


def test_pairs_of_the_same():
    same, other = entry(slug="b"), entry(slug="c", title="Noko heilt anna")
    [pair] = pairs([entry(), same, other])
    assert (pair.first.slug, pair.second.slug, pair.sign) == ("a", "b", Sign.TITLE)


def test_the_bundles_own_publications_hold_no_doubles():
    import_free = [
        entry(slug="1", title="Evalueringen av utviklingsprogrammet for byregioner", year=2018),
        entry(slug="2", title="Evalueringen av utviklingsprogrammet for byregioner (omtale)"),
    ]
    assert list(pairs(import_free)) == []


# Files that are taken in.

BIB = r"""
@comment{not an entry}
@techreport{a, author = {Leknes, Einar and {NIBR and IRIS} and Knut Onsager},
  title = {Evalueringen av {B}yregionprogrammet i \AA lesund}, institution = {IRIS}, year = 2018,
  type = {evaluation}, language = {norsk}}

@article{b, title = {Utan år}, journal = {Plan}, date = {2015-03}, doi = {https://doi.org/10.1/x}}
@book{c, publisher = {Forlaget}, year = {i fjor}, isbn = {123}}
"""


def test_bibtex_with_what_is_wrong_on_which_line():
    good, article, wrong = read(BIB, "liste.bib")
    assert good.title == "Evalueringen av Byregionprogrammet i Ålesund"
    assert good.authors == (
        Author("Leknes", "Einar"), Author("NIBR and IRIS"), Author("Onsager", "Knut"),
    )  # fmt: skip
    assert (good.kind, good.year, good.language, good.line) == ("evaluation", 2018, "no", 3)
    assert good.faults == []
    assert (article.kind, article.institution, article.year) == ("article", "Plan", 2015)
    assert article.faults == ["DOI: Ein DOI byrjar med 10. og har ein skråstrek: 10.1234/abcd."]
    assert wrong.line == 8
    assert len(wrong.faults) == 3


def test_broken_and_repeated_bibtex_is_told_and_the_rest_is_read():
    text = "@book{a, title={Ein}}\n@book{a, title={To}}\n@book{c, title={Tre"
    one, two, broken = read(text, "a.bib")
    assert (one.title, two.title, two.line) == ("Ein", "To", 2)
    assert broken.line == 3
    assert broken.faults == ["Denne oppføringa er ikkje BibTeX som kan lesast."]


RIS = """TY  - RPRT
AU  - Nes, Kari
TI  - Vegar til vekst
PY  - 2016/05/
SN  - 0378-5955
ER  -\x20

TY  - VIDEO
T1  - Ein film
"""


def test_ris_with_lines():
    report, film = read(RIS, "a.RIS")
    assert (report.title, report.year, report.issn) == ("Vegar til vekst", 2016, "0378-5955")
    assert report.authors == (Author("Nes", "Kari"),)
    assert (film.kind, film.title, film.line) == ("film", "Ein film", 8)


def test_a_table_with_semicolons():
    text = (
        "Title;Authors;Year;Kind;Regions\r\n"
        f"Vegar;Nes, Kari;NIBR;2016\r\n\r\n"
        f'"Vegar; del 2";"Nes, Kari; NIBR";2016;guide;"{SLUG}/salten; {SLUG}/lofoten"\r\n'
    )
    wrong, good = read(text, "a.csv")
    assert wrong.faults[0] == "Årstalet er ikkje fire siffer: NIBR"
    assert (good.title, good.line, good.kind) == ("Vegar; del 2", 4, "guide")
    assert good.authors == (Author("Nes", "Kari"), Author("NIBR"))
    assert good.regions == (f"{SLUG}/salten", f"{SLUG}/lofoten")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "a.bib"),
        ("hei", "a.ris"),
        ("namn;år\nA;2016\n", "a.csv"),
        ("title\n" + "Vegar\n" * (MOST_ENTRIES + 1), "a.csv"),
        ('title\n"' + "x" * 200_000, "a.csv"),
        ("{}", "a.json"),
    ],
)
def test_a_file_that_holds_no_list_is_refused(text, name):
    for language in ("nn", "nb", "en"):
        with override(language), pytest.raises(UnreadableFile) as error:
            read(text, name)
        assert str(error.value)


@pytest.mark.parametrize("ending", ["bib", "ris", "csv"])
def test_hostile_text_costs_little(ending):
    text = "title," + "{" * 20_000 + "@" * 20_000 + "\nTY  - " + "\0" * 10
    try:
        told = [one.faults or one.title for one in read(text, f"a.{ending}")]
    except UnreadableFile as error:
        told = [str(error)]
    assert all(told)


# Acts.


@pytest.fixture
def programme(db):
    return import_bundle(EMBEDDED).programme


def test_adding_keeps_everything_in_order(programme):
    added = verbs.add_publication(WAYS, **BY)
    assert added.slug == "vegar-til-vekst"
    kept = publications.one(SLUG, added.slug)
    assert kept.authors == WAYS.authors
    assert (kept.regions, kept.themes) == (WAYS.regions, WAYS.themes)
    assert (kept.doi, kept.method, str(kept.summary)) == (WAYS.doi, "survey", "Om vegar.")
    assert verbs.add_publication(draft(year=2020), **BY).slug == "vegar-til-vekst-2"
    assert [event.act for event in Event.objects.all()] == ["publication.added"] * 2


def test_changing_keeps_the_address_and_the_file(programme, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = File(title="A")
    file.file.save("a.pdf", ContentFile(files.pdf()))
    added = verbs.add_publication(WAYS, file=file, **BY)
    verbs.change_publication(added, draft(title="Nytt namn"), **BY)
    kept = publications.one(SLUG, "vegar-til-vekst")
    assert (kept.title, kept.authors, kept.doi) == ("Nytt namn", (), "")
    assert kept.file.extension == "pdf"


def test_a_bundles_entry_is_replaced_by_the_row_that_stands_for_it(programme):
    known = KnownPublication.objects.get(slug="sluttevaluering-2018")
    before = len(publications.entries(SLUG))
    taken = verbs.take_over(known, **BY)
    assert verbs.take_over(known, **BY) == taken
    assert len(publications.entries(SLUG)) == before
    kept = publications.one(SLUG, "sluttevaluering-2018")
    assert kept.key == taken.pk
    assert kept.authors[1] == Author("Onsager", "Knut")
    assert kept.institution == "IRIS og NIBR"
    assert set(kept.summaries) == {"nn", "nb", "en"}
    # The bundle imported anew leaves the row standing.
    import_bundle(EMBEDDED)
    assert publications.one(SLUG, "sluttevaluering-2018").key == taken.pk
    verbs.remove_publication(taken, **BY)
    assert publications.one(SLUG, "sluttevaluering-2018").key is None


def test_merging_fills_gaps_and_leads_the_old_address_on(programme):
    keep = verbs.add_publication(draft(year=2016), **BY)
    gone = verbs.add_publication(WAYS, **BY)
    older = FormerSlug.objects.create(slug="endå-eldre", publication=gone)
    verbs.merge(keep, gone, **BY)
    kept = publications.one(SLUG, keep.slug)
    assert (kept.doi, kept.institution, kept.authors) == (WAYS.doi, "NIBR", WAYS.authors)
    assert kept.regions == WAYS.regions
    assert publications.moved("vegar-til-vekst-2") == keep.slug
    older.refresh_from_db()
    assert older.publication == keep
    assert publications.moved("aldri") == ""
    assert Event.objects.latest("pk").details == {"into": keep.pk}
    with pytest.raises(verbs.CannotMerge):
        verbs.merge(keep, keep, **BY)


def test_a_file_is_previewed_and_only_the_ticked_new_ones_are_added(programme):
    verbs.add_publication(WAYS, **BY)
    text = (
        "title;year;doi\n"
        "Vegar til vekst;2016;\n"
        "Ny bok;2020;\nNy bok.;2020;\n"
        "Anna tittel;2016;10.1234/VEGAR\n"
        "Feil;år;\nEnda ei bok;2021;\n"
    )
    drafts = read(text, "a.csv")
    told = verbs.preview(drafts)
    assert [one.sign for one in told] == [Sign.TITLE, None, None, Sign.DOI, None, None]
    assert [one.repeats_line for one in told] == [None, None, 3, None, None, None]
    assert [one.may_be_added for one in told] == [False, True, False, False, False, True]
    with CaptureQueriesContext(connection) as sent:
        verbs.preview(drafts)
    assert len(sent) <= 6
    added = verbs.take_in(drafts, lines=[2, 3, 4, 5, 6], **BY)
    assert [one.title for one in added] == ["Ny bok"]


# The one list.


def test_the_list_holds_the_bundle_and_the_library_newest_first(programme):
    verbs.add_publication(draft(title="Frå i år", year=2026), **BY)
    listed = publications.entries(SLUG)
    assert listed[0].title == "Frå i år"
    assert len(listed) == programme.publications.count() + 1
    years = [one.year or 0 for one in listed]
    assert years == sorted(years, reverse=True)


@pytest.mark.parametrize(
    "wanted",
    [
        {"theme": f"{SLUG}/samferdsel"},
        {"region": f"{SLUG}/salten"},
        {"year": 2016, "kind": "report"},
        {"language": "nn"},
        {"institution": "NIBR", "kind": "report"},
        {"method": "survey"},
        {"text": "VEGAR til"},
        {"text": "kari nes"},
    ],
)
def test_each_filter_narrows(programme, wanted):
    verbs.add_publication(WAYS, **BY)
    found = publications.chosen(publications.entries(SLUG), LibraryFilter(**wanted))
    assert [one.title for one in found] == [WAYS.title]


def test_the_list_takes_as_many_queries_for_many_as_for_few(programme):
    verbs.add_publication(WAYS, **BY)
    with CaptureQueriesContext(connection) as few:
        publications.entries(SLUG)
    for number in range(20):
        verbs.add_publication(draft(title=f"Bok nummer {number}", authors=WAYS.authors), **BY)
    with CaptureQueriesContext(connection) as many:
        publications.entries(SLUG)
    assert len(few) == len(many)


def test_another_programmes_entries_are_not_in_the_list(programme):
    verbs.add_publication(WAYS, programme="eit-anna", **BY)
    assert publications.one(SLUG, "vegar-til-vekst") is None
    assert publications.one("eit-anna", "vegar-til-vekst")


def test_our_own_table_is_read_back(programme):
    verbs.add_publication(WAYS, **BY)
    [ours] = publications.chosen(publications.entries(SLUG), LibraryFilter(text="vegar til"))
    text = publications.table(programme, [ours]).encode("csv").decode("utf-8-sig")
    [found] = read(text, "a.csv")
    assert found.faults == []
    for name in ("title", "authors", "year", "doi", "kind", "regions", "themes", "language"):
        assert getattr(found, name) == getattr(WAYS, name), name


def test_two_rows_never_have_one_doi(programme):
    verbs.add_publication(WAYS, **BY)
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        Publication.objects.create(
            slug="b", kind="report", title="B", doi=WAYS.doi, changed_at=NOON
        )
