"""Addresses of the analyses, included among the public site's."""

from django.urls import path, register_converter

from byregion.web.public.views import (
    insight,
    insight_converters,
    insight_national,
    insight_store,
)

register_converter(insight_converters.ChapterSlug, "chapter")
register_converter(insight_converters.TableKey, "table")
register_converter(insight_converters.ReportKind, "report")
register_converter(insight_converters.Codes, "codes")

FREE = "analyse/<codes:codes>/"
REGION = "<slug:programme>/region/<slug:slug>/analyse/"

urlpatterns = [
    path("analyse/", insight_store.choose, name="insight-choose"),
    path(FREE, insight_store.contents, name="insight-free"),
    path(f"{FREE}<chapter:chapter>/", insight_store.chapter, name="insight-free-chapter"),
    path(f"{FREE}data/<table:key>.csv", insight_store.table, name="insight-free-table"),
    path("<slug:programme>/analyse/", insight_national.overview, name="insight-overview"),
    path(
        "<slug:programme>/analyse/side-ved-side/", insight_national.compare, name="insight-compare"
    ),
    path(
        "<slug:programme>/analyse/pendlingsregion/",
        insight_store.functional,
        name="insight-functional",
    ),
    path(REGION, insight.contents, name="insight"),
    path(f"{REGION}historikk/", insight.history, name="insight-history"),
    path(f"{REGION}historikk/<int:number>.zip", insight.annex, name="insight-annex"),
    path(f"{REGION}rapport.<report:kind>", insight.report, name="insight-report"),
    path(f"{REGION}data/<table:key>.csv", insight.table, name="insight-table"),
    path(f"{REGION}<chapter:chapter>/", insight.chapter, name="insight-chapter"),
]
