"""The room's place among Django's apps."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class KnowledgeConfig(AppConfig):
    """Articles, pages and the library."""

    name = "byregion.knowledge"
    label = "knowledge"
    verbose_name = "Knowledge"

    def ready(self) -> None:
        # Wagtail's upload views save a document in four ways, none of them ours to call from.
        post_save.connect(
            _note_stored, sender="knowledge.File", dispatch_uid="byregion.knowledge.stored"
        )
        _keep_index_up()
        _look_after_people()


def _look_after_people() -> None:
    from byregion.knowledge.domain import (  # noqa: PLC0415 - needs the apps loaded
        editor_data,
        subscriptions,
    )
    from byregion.people.domain import own_data, retention  # noqa: PLC0415

    own_data.register(subscriptions.export, subscriptions.erase, room="newsletter")
    own_data.register(editor_data.export, editor_data.erase, room="editor")
    retention.register("newsletter_requests", subscriptions.forget_unconfirmed)


def _keep_index_up() -> None:
    # Pages are published, moved, closed and removed by Wagtail, which tells of it by signals only.
    from wagtail import signals  # noqa: PLC0415 - needs the apps to be loaded
    from wagtail.models import PageViewRestriction  # noqa: PLC0415

    for name in ("page_published", "page_unpublished"):
        getattr(signals, name).connect(_index_page, dispatch_uid=f"byregion.knowledge.{name}")
    for name in ("page_slug_changed", "post_page_move"):
        getattr(signals, name).connect(_index_below, dispatch_uid=f"byregion.knowledge.{name}")
    for signal in (post_save, post_delete):
        signal.connect(_index_closed, sender=PageViewRestriction)
    post_delete.connect(_forget_page, dispatch_uid="byregion.knowledge.page_removed")


def _index_page(instance: Any, **kwargs: Any) -> None:
    from byregion.knowledge.domain import indexing  # noqa: PLC0415 - needs the apps to be loaded

    indexing.index_pages([instance])


def _index_below(instance: Any, **kwargs: Any) -> None:
    from byregion.knowledge.domain import indexing  # noqa: PLC0415 - needs the apps to be loaded

    indexing.index_pages(instance.get_descendants(inclusive=True))


def _index_closed(instance: Any, **kwargs: Any) -> None:
    _index_below(instance.page)


def _forget_page(sender: Any, instance: Any, **kwargs: Any) -> None:
    from wagtail.models import Page  # noqa: PLC0415 - needs the apps to be loaded

    from byregion.knowledge.domain import indexing  # noqa: PLC0415

    if issubclass(sender, Page):
        indexing.forget_page(instance)


def _note_stored(instance: Any, created: bool, **kwargs: Any) -> None:  # noqa: FBT001 - Django's
    from byregion.common.clock import now  # noqa: PLC0415 - needs the apps to be loaded
    from byregion.knowledge.domain import waiting  # noqa: PLC0415

    waiting.note_stored(instance, is_new=created, at=now())
