"""The room's place among Django's apps."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Gatherings and groups."""

    name = "byregion.network"
    label = "network"
    verbose_name = "Learning network"
