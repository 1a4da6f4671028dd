"""The app of the face `design`."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Templates and static files of `design`."""

    name = "byregion.web.design"
    label = "web_design"
