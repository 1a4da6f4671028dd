"""The face's place among Django's apps."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Pages for people who are signed in."""

    name = "byregion.web.office"
    label = "office"
