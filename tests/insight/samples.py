"""A small made-up analysis: three chapters with figures, the others lacking."""

from datetime import date

import polars as pl

from byregion.analysis.provenance import TableSource
from byregion.analysis.region_analysis.result import (
    CHAPTERS,
    Chapter,
    Column,
    Figure,
    Finding,
    RegionAnalysis,
    Subject,
    Table,
)

SOURCE = TableSource(
    publisher="Statistics Norway",
    table="03321",
    title="Employed persons, by residence and work",
    period="2017",
    licence="CC BY 4.0",
    retrieved=date(2026, 11, 1),
    checksum="ab",
)


def commuting(people=120):
    frame = pl.DataFrame(
        {"home_name": ["Bodø", "Fauske"], "work_name": ["Fauske", "Bodø"], "employed": [80, people]}
    )
    columns = (
        Column("home_name", "text"),
        Column("work_name", "text"),
        Column("employed", "persons"),
    )
    table = Table("commuting.matrix", columns, frame, (SOURCE,), "2017K4")
    return Chapter(
        "commuting",
        findings=(Finding("test.made_up", {"n": people}, table="commuting.matrix"),),
        tables=(table,),
        figures=(Figure("commuting.matrix", "commuting_matrix", "commuting.matrix"),),
    )


def glance(name):
    values = {"name": name, "municipalities": 2, "persons": 61_000, "year": 2017}
    growth = {"growth": 0.123, "first": 2008, "last": 2017, "country": 0.11}
    return Chapter(
        "glance",
        findings=(
            Finding("glance.size", values),
            Finding("glance.cores", {"cores": ("Bodø",), "share": 0.84}),
            Finding("glance.growth", growth),
            Finding("glance.jobs", {"jobs": 31_000, "residents": 32_000, "balance": -1000}),
        ),
    )


def make_analysis(*, slug="region-0", name="Region 0", people=120):
    made = {"commuting": commuting(people), "glance": glance(name)}
    return RegionAnalysis(
        subject=Subject(name, ("1804", "1841"), ("Bodø", "Fauske"), ("1804",), True, slug),
        year=2017,
        vintage="2017",
        chapters=tuple(made.get(key, Chapter(key, lacking=("income",))) for key in CHAPTERS),
        parameters={"horizon": 10},
        version="0.1.0",
    )
