"""A store that is only said to be there, and analyses that cost nothing, for tests of pages."""

import polars as pl
from tests.insight.samples import make_analysis

from byregion.analysis.flows import Flows
from byregion.insight import computing
from byregion.insight.queries import free

AT = free.Loaded("/store", "a state", (2017, 2022))


def stand_in(monkeypatch, state="a state"):
    """Let the site believe that statistics are loaded; gives the choices that were computed."""
    at = free.Loaded("/store", state, AT.years)
    computed = []

    def analysis(_at, choice):
        computed.append(choice.text)
        return make_analysis(slug="", name="Bodø, Fauske")

    monkeypatch.setattr(free, "loaded", lambda: at)
    monkeypatch.setattr(computing, "of_choice", analysis)
    monkeypatch.setattr(computing, "flows", flows)
    for kept in (free._analyses, free._divisions):
        kept._kept.clear()
    return computed


def flows(_at, year):
    """Commuting between some municipalities around three towns."""
    rows = [
        ("1804", "1804", 20_000),
        ("1841", "1804", 900),
        ("1841", "1841", 3_000),
        ("1804", "1841", 300),
        ("5001", "5001", 90_000),
        ("5001", "1804", 20),
        ("5035", "5001", 6_000),
        ("5035", "5035", 3_000),
    ]
    if year < 2020:
        rows = [row for row in rows if not row[0].startswith("50") and not row[1].startswith("50")]
    frame = pl.DataFrame(rows, schema=["home", "work", "employed"], orient="row")
    return Flows.from_frame(frame)
