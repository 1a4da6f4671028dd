"""Addresses of the public site. Words that are the same in nynorsk and bokmål; no trailing guesses.

A programme's own pages stand under its slug, so that a second programme can run beside the first.
"""

from django.urls import path

import byregion.web.public.converters  # noqa: F401 - the kinds of argument used below
from byregion.web.access import open_to_all
from byregion.web.public.views import (
    downloads,
    gathering_urls,
    geo,
    insight_urls,
    letter_urls,
    library_urls,
    network,
    pages,
    places,
    questions,
    regions,
    search,
)

app_name = "public"
addresses = [
    path("", pages.front, name="front"),
    path("om/", pages.about, name="about"),
    path("tilgjenge/", pages.accessibility, name="accessibility"),
    path("personvern/", pages.privacy, name="privacy"),
    path("sok/", search.search, name="search"),
    path("data/", downloads.catalogue, name="data"),
    path("kart/land.svg", geo.land, name="land"),
    path("kart/land.geojson", geo.country, name="country"),
    path("kommune/<municipality:code>/", places.municipality, name="municipality"),
    path(
        "kommune/<municipality:code>/data.<kind:kind>",
        downloads.municipality,
        name="municipality-file",
    ),
    path("fylke/<county:code>/data.<kind:kind>", downloads.county, name="county-file"),
    path("fylke/<county:code>/", places.county, name="county"),
    *insight_urls.urlpatterns,
    *letter_urls.urlpatterns,
    path("<slug:slug>/", pages.front, name="programme"),
    path("<slug:programme>/kommune/", places.municipalities, name="municipalities"),
    path(
        "<slug:programme>/kommune/data.<kind:kind>",
        downloads.municipalities,
        name="municipalities-file",
    ),
    path(
        "<slug:programme>/side-ved-side/data.<kind:kind>", downloads.compared, name="compare-file"
    ),
    path("<slug:programme>/side-ved-side/", regions.compare, name="compare"),
    path("<slug:programme>/region/", regions.listing, name="regions"),
    path("<slug:programme>/region/data.<kind:kind>", downloads.regions, name="regions-file"),
    path("<slug:programme>/region/kart.geojson", geo.regions, name="regions-geo"),
    path("<slug:programme>/region/<slug:slug>/kart.geojson", geo.region, name="region-geo"),
    path("<slug:programme>/region/<slug:slug>/", regions.detail, name="region"),
    path(
        "<slug:programme>/region/<slug:slug>/data.<kind:kind>", downloads.region, name="region-file"
    ),
    path("<slug:programme>/rad/", questions.advice, name="advice"),
    path("<slug:programme>/rad/<int:pk>/", questions.one, name="advice-one"),
    path("<slug:programme>/tildeling/", network.awards, name="awards"),
    path("<slug:programme>/tildeling/data.<kind:kind>", downloads.awards, name="awards-file"),
    *gathering_urls.urlpatterns,
    path("<slug:programme>/samling/data.<kind:kind>", downloads.gatherings, name="gatherings-file"),
    *library_urls.urlpatterns,
    path("<slug:programme>/dekning/data.<kind:kind>", downloads.figures, name="figures-file"),
    path("<slug:programme>/dekning/", pages.coverage, name="coverage"),
]
# Everything here is for everyone, but for what declares otherwise itself.
urlpatterns = open_to_all(addresses)
