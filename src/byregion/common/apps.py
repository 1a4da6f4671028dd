"""The common room as a Django app: it owns one row, the revision of what is public."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate


class CommonConfig(AppConfig):
    """Watches the tables that public pages are made from."""

    name = "byregion.common"
    label = "common"

    def ready(self) -> None:
        # A framework signal with a reason: SQLite drops a table's triggers when a migration
        # remakes the table, so they are put back after every migration.
        post_migrate.connect(_watch_again, dispatch_uid="byregion.common.revision")


def _watch_again(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    from byregion.common.revision import watch  # noqa: PLC0415 - needs the apps to be loaded

    watch(using)
