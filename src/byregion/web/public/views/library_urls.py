"""Addresses of the library; each entry stands under the programme that it is shown with."""

from django.urls import path

import byregion.web.public.converters  # noqa: F401 - the kinds of argument used below
from byregion.web.access import open_to_all
from byregion.web.public.views import library

# This list is read before the one that it becomes part of, so it names its converters itself.
ONE = "<slug:programme>/publikasjon/<slug:slug>/"
urlpatterns = open_to_all(
    [
        path("<slug:programme>/publikasjon/", library.listing, name="publications"),
        path(
            "<slug:programme>/publikasjon/data.<kind:kind>",
            library.table,
            name="publications-file",
        ),
        path(
            "<slug:programme>/publikasjon/litteratur.<citation:kind>",
            library.citations_of_all,
            name="publications-cited",
        ),
        path(ONE, library.detail, name="publication"),
        path(f"{ONE}sitat.<citation:kind>", library.cited, name="publication-cited"),
    ]
)
