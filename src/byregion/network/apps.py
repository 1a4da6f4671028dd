"""The room's place among Django's apps."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Gatherings and groups."""

    name = "byregion.network"
    label = "network"
    verbose_name = "Learning network"

    def ready(self) -> None:
        from byregion.network.domain import (  # noqa: PLC0415 - as below
            forgetting,
            gathering_data,
            group_data,
        )
        from byregion.people.domain import own_data, retention  # noqa: PLC0415 - needs the apps

        own_data.register(gathering_data.export, gathering_data.erase, room="gatherings")
        own_data.register(group_data.export, group_data.erase, room="groups")
        retention.register("registrations", forgetting.forget_registrations)
