"""The room's place among Django's apps."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_save


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


def _note_stored(instance: Any, created: bool, **kwargs: Any) -> None:  # noqa: FBT001 - Django's
    from byregion.common.clock import now  # noqa: PLC0415 - needs the apps to be loaded
    from byregion.knowledge.domain import uploads  # noqa: PLC0415

    checked = instance.__dict__.pop("checked", None)
    if not created and checked is None:
        return
    state = uploads.note_state(instance, checked, at=now())
    if not state.is_read:
        transaction.on_commit(lambda: uploads.read_words(instance), robust=True)
