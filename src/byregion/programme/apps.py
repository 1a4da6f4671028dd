"""The programme room as a Django app."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """Programmes, their regions and what is public about them."""

    name = "byregion.programme"
    label = "programme"
