"""Addresses of the library in the office."""

from django.urls import path

from byregion.web.office.views import publication_import, publication_merge, publications

urlpatterns = [
    path("bibliotek/", publications.listing, name="library"),
    path("bibliotek/ny/", publications.add, name="publication-add"),
    path("bibliotek/<int:key>/", publications.change, name="publication-change"),
    path("bibliotek/<int:key>/fjern/", publications.remove, name="publication-remove"),
    path(
        "bibliotek/overta/<slug:known>/<slug:slug>/",
        publications.take_over,
        name="publication-take",
    ),
    path("bibliotek/fil/", publication_import.choose, name="library-import"),
    path("bibliotek/fil/ta-inn/", publication_import.take_in, name="library-take-in"),
    path("bibliotek/like/", publication_merge.doubles, name="library-doubles"),
    path("bibliotek/like/<int:key>/<int:other>/", publication_merge.merge, name="library-merge"),
]
