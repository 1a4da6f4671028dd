"""The insight room as a Django app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Editions of analyses, and what people write in them."""

    name = "byregion.insight"
    label = "insight"
