"""The app of the face `public`."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Templates and static files of `public`."""

    name = "byregion.web.public"
    label = "web_public"
