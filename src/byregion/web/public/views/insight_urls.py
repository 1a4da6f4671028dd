"""Addresses of the analyses, included among the public site's."""

from django.urls import path, register_converter

from byregion.web.public.views import (
    insight,
    insight_choose,
    insight_converters,
    insight_figure,
    insight_free,
    insight_functional,
    insight_national,
    insight_report,
)

register_converter(insight_converters.ChapterSlug, "chapter")
register_converter(insight_converters.TableKey, "table")
register_converter(insight_converters.ReportKind, "report")
register_converter(insight_converters.FigureKind, "figure")
register_converter(insight_converters.Codes, "codes")
register_converter(insight_converters.SharedFile, "shared")

FREE = "analyse/<codes:codes>/"
REGION = "<slug:programme>/region/<slug:slug>/analyse/"

urlpatterns = [
    path("analyse/", insight_choose.choose, name="insight-choose"),
    path("analyse/kart-<int:year>.geojson", insight_choose.picker, name="insight-picker"),
    path(FREE, insight_free.contents, name="insight-free"),
    path(f"{FREE}<chapter:chapter>/", insight_free.chapter, name="insight-free-chapter"),
    path(f"{FREE}data/<table:key>.csv", insight_free.table, name="insight-free-table"),
    path(
        f"{FREE}figur/<table:key>.<figure:kind>",
        insight_figure.free_figure,
        name="insight-free-figure",
    ),
    path(f"{FREE}rapport.<report:kind>", insight_report.free_report, name="insight-free-report"),
    path(
        f"{FREE}rapport/<report:kind>/",
        insight_report.free_report_progress,
        name="insight-free-report-progress",
    ),
    path("<slug:programme>/analyse/", insight_national.overview, name="insight-overview"),
    path(
        "<slug:programme>/analyse/side-ved-side/", insight_national.compare, name="insight-compare"
    ),
    path("<slug:programme>/analyse/felles/", insight_national.across, name="insight-across"),
    path(
        "<slug:programme>/analyse/felles/data.<shared:kind>",
        insight_national.across_file,
        name="insight-across-file",
    ),
    path(
        "<slug:programme>/analyse/pendlingsregion/",
        insight_functional.functional,
        name="insight-functional",
    ),
    path(REGION, insight.contents, name="insight"),
    path(f"{REGION}historikk/", insight.history, name="insight-history"),
    path(f"{REGION}historikk/<int:number>.zip", insight_report.annex, name="insight-annex"),
    path(f"{REGION}rapport.<report:kind>", insight_report.report, name="insight-report"),
    path(
        f"{REGION}rapport/<report:kind>/",
        insight_report.report_progress,
        name="insight-report-progress",
    ),
    path(f"{REGION}figur/<table:key>.<figure:kind>", insight_figure.figure, name="insight-figure"),
    path(f"{REGION}data/<table:key>.csv", insight.table, name="insight-table"),
    path(f"{REGION}<chapter:chapter>/", insight.chapter, name="insight-chapter"),
]
