"""Addresses of the newsletter in the office."""

from django.urls import path

from byregion.web.office.views import newsletter

ONE = "brev/<int:pk>/"

urlpatterns = [
    path("brev/", newsletter.listing, name="newsletters"),
    path("brev/nytt/", newsletter.create, name="newsletter-new"),
    path(ONE, newsletter.detail, name="newsletter"),
    path(f"{ONE}rediger/", newsletter.edit, name="newsletter-edit"),
    path(f"{ONE}innhald/", newsletter.items, name="newsletter-items"),
    path(f"{ONE}vis/<slug:language>/", newsletter.preview, name="newsletter-preview"),
    path(f"{ONE}send/", newsletter.send, name="newsletter-send"),
    path(f"{ONE}slett/", newsletter.delete, name="newsletter-delete"),
]
