"""Addresses of the office; each subject keeps its own list."""

from django.urls import include, path

from byregion.web.office.views import start

app_name = "office"
urlpatterns = [
    path("", start.start, name="start"),
    path("", include("byregion.web.office.people_urls")),
    path("", include("byregion.web.office.gathering_urls")),
    path("", include("byregion.web.office.group_urls")),
    path("", include("byregion.web.office.question_urls")),
    path("", include("byregion.web.office.guiding_urls")),
    path("", include("byregion.web.office.newsletter_urls")),
    path("", include("byregion.web.office.publication_urls")),
    path("", include("byregion.web.office.analysis_urls")),
    path("", include("byregion.web.office.region_story_urls")),
]
