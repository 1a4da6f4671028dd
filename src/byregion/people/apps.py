"""The room's place among Django's apps."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People and what they may do."""

    name = "byregion.people"
    label = "people"
    verbose_name = "People"
