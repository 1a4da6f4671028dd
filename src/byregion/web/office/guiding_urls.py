"""Addresses of the process guides' log, in the office."""

from django.urls import path

from byregion.web.office.views import guiding

REGION = "rettleiing/<slug:programme>/<slug:region>/"
ONE = f"{REGION}<int:pk>/"

urlpatterns = [
    path("rettleiing/", guiding.listing, name="guiding"),
    path("rettleiing/eigen-logg.csv", guiding.own_log, name="guiding-own"),
    path(REGION, guiding.log, name="guiding-region"),
    path(f"{REGION}ny/", guiding.write, name="visit-new"),
    path(ONE, guiding.edit, name="visit"),
    path(f"{ONE}slett/", guiding.delete, name="visit-delete"),
]
