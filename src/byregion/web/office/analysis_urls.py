"""Addresses of the analyses in the office."""

from django.urls import path

from byregion.web.office.views import analyses

ONE = "analysar/<slug:programme>/<slug:region>/"

urlpatterns = [
    path("analysar/", analyses.listing, name="analyses"),
    path(ONE, analyses.detail, name="analysis"),
    path(f"{ONE}lag/", analyses.make, name="analysis-make"),
    path(f"{ONE}tekst/<slug:chapter>/", analyses.text, name="analysis-text"),
    path(f"{ONE}publiser/", analyses.publish, name="analysis-publish"),
    path(f"{ONE}slett/", analyses.discard, name="analysis-discard"),
]
