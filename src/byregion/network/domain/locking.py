"""One act at a time on a gathering."""

from __future__ import annotations

from byregion.network.models import Gathering


def locked(gathering: Gathering) -> Gathering:
    """Lock the gathering's row until the transaction ends, and give it as it now is.

    On SQLite the transaction itself is the lock: it began IMMEDIATE.
    """
    return Gathering.objects.select_for_update().get(pk=gathering.pk)
