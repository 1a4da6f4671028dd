"""Annexes on the platform: what is shipped opens as what anyone else makes, and small."""

import zipfile

import pytest
from tests.insight.samples import make_analysis

from byregion.insight.annexes import pack, unpack
from byregion.insight.domain.shipped import DATA
from byregion.insight.errors import InsightError
from byregion.report import annex


def test_an_annex_from_the_command_line_and_from_the_platform_are_one_kind():
    assert pack(make_analysis()) == annex(make_analysis())
    assert unpack(pack(make_analysis())) == make_analysis()


def test_a_damaged_annex_is_told_in_the_platforms_way():
    with pytest.raises(InsightError, match="no annex"):
        unpack(b"PK")


def test_what_is_shipped_is_under_six_megabytes_and_has_no_source_tables():
    shipped = sorted(DATA.glob("*.zip"))
    assert shipped
    assert sum(path.stat().st_size for path in shipped) < 6_000_000
    for path in shipped:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
        assert "analysis.json" in names
        assert not [name for name in names if name.startswith("inputs/")]
