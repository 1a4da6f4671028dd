"""The shipped bundle says what the gathered material says, no more and no less."""

import pytest

from byregion.programme.bundle import EMBEDDED
from byregion.programme.bundle.read import read_bundle
from byregion.programme.bundle.schema import (
    AWARDS,
    FIGURES,
    GATHERINGS,
    MEMBERSHIPS,
    PARTICIPATIONS,
    REGIONS,
    TABLES,
    THEMES,
)


@pytest.fixture(scope="module")
def bundle():
    return read_bundle(EMBEDDED)


def in_phase(bundle, table, phase):
    return [row for row in bundle.rows(table) if row["phase"] == phase]


def test_shipped_bundle_identifies_32_of_37_regions_of_phase_2(bundle):
    published = [
        row["value"] for row in in_phase(bundle, FIGURES, 2) if row["subject"] == "regions"
    ]
    assert published == [37]
    assert len(in_phase(bundle, PARTICIPATIONS, 2)) == 32
    assert len(bundle.rows(REGIONS)) == 34


def test_shipped_bundle_has_27_known_participations_of_33_in_phase_1(bundle):
    assert len(in_phase(bundle, PARTICIPATIONS, 1)) == 27
    with_members = {row["region"] for row in in_phase(bundle, MEMBERSHIPS, 1)}
    assert with_members == {"ovre-romerike", "mosseregionen"}


def test_shipped_bundle_has_168_memberships_of_166_municipalities_in_27_regions(bundle):
    members = in_phase(bundle, MEMBERSHIPS, 2)
    assert len(members) == 168
    assert len({row["municipality_code"] for row in members}) == 166
    assert len({row["region"] for row in members}) == 27


def test_shipped_bundle_agrees_with_the_published_cross_checks(bundle):
    members = in_phase(bundle, MEMBERSHIPS, 2)
    nordland = [row for row in members if row["municipality_code"].startswith("18")]
    sizes = {
        slug: sum(row["region"] == slug for row in members) for slug in ("namdal", "aust-lofoten")
    }
    assert len(nordland) == 25
    assert len({row["region"] for row in nordland}) == 5
    assert sizes == {"namdal": 13, "aust-lofoten": 2}


def test_shipped_bundle_has_16_counties_in_phase_2(bundle):
    in_two = {row["region"] for row in in_phase(bundle, PARTICIPATIONS, 2)}
    home = {row["county_code"] for row in bundle.rows(REGIONS) if row["slug"] in in_two}
    of_members = {row["municipality_code"][:2] for row in in_phase(bundle, MEMBERSHIPS, 2)}
    assert len(home | of_members) == 16
    assert not {"01", "03", "20"} & (home | of_members)


def test_shipped_bundle_knows_awards_of_9_38_million(bundle):
    amounts = {row["region"]: row["amount_nok"] for row in bundle.rows(AWARDS)}
    assert sum(amounts.values()) == 9_380_000
    assert amounts["hallingdal"] == 2_680_000
    assert {row["phase"] for row in bundle.rows(AWARDS)} == {2}


def test_shipped_bundle_keeps_both_numbers_where_sources_disagree(bundle):
    stated = {
        row["value"]: row["is_main"]
        for row in in_phase(bundle, FIGURES, 2)
        if row["subject"] == "municipalities"
    }
    assert stated == {213: True, 220: False}


def test_shipped_bundle_names_the_host_only_where_it_is_stated(bundle):
    hosts = [row for row in in_phase(bundle, MEMBERSHIPS, 2) if row["role"] == "host"]
    assert len(hosts) == len({row["region"] for row in hosts}) == 32 - 11
    assert {row["role"] for row in bundle.rows(MEMBERSHIPS)} == {"host", "partner"}


def test_shipped_bundle_has_one_name_for_each_municipality_and_no_parenthesis(bundle):
    names = {}
    for row in bundle.rows(MEMBERSHIPS):
        names.setdefault(row["municipality_code"], set()).add(row["municipality_name"])
    assert all(len(found) == 1 for found in names.values())
    assert not any("(" in name for found in names.values() for name in found)


def test_shipped_bundle_says_everything_in_three_languages(bundle):
    for table in TABLES:
        bases = {name[:-3] for name in table.names if name.endswith("_nn")}
        for row in bundle.rows(table):
            for base in bases:
                filled = {bool(row[f"{base}_{code}"]) for code in ("nn", "nb", "en")}
                assert len(filled) == 1, (table.file, row[table.key[0]], base)


def test_shipped_bundle_has_as_many_programme_items_in_each_language(bundle):
    for row in bundle.rows(GATHERINGS):
        counts = {len(row[f"items_{code}"].splitlines()) for code in ("nn", "nb", "en")}
        assert len(counts) == 1


def test_shipped_bundle_uses_every_theme_and_a_source_for_every_region(bundle):
    used = {slug for row in bundle.rows(PARTICIPATIONS) for slug in row["themes"]}
    assert used == {row["slug"] for row in bundle.rows(THEMES)}
    assert all(row["sources"] for row in bundle.rows(REGIONS))
