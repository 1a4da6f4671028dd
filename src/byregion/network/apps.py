"""The room's place among Django's apps."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Gatherings and groups."""

    name = "byregion.network"
    label = "network"
    verbose_name = "Learning network"

    def ready(self) -> None:
        from byregion.network.domain import gathering_data, group_data  # noqa: PLC0415 - as below
        from byregion.people.domain import own_data  # noqa: PLC0415 - needs the apps loaded

        own_data.register(gathering_data.export, gathering_data.erase, room="gatherings")
        own_data.register(group_data.export, group_data.erase, room="groups")
