"""Addresses of regions' own words in the office."""

from django.urls import path

from byregion.web.office.views import region_stories

urlpatterns = [
    path("region/", region_stories.listing, name="region-stories"),
    path("region/<slug:programme>/<slug:region>/", region_stories.write, name="region-story"),
]
