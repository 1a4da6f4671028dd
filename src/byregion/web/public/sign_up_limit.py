"""How often one client may ask for letters to addresses: few enough that nobody is pestered."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from byregion.web.public.views.insight_limits import client

MOST = 5
SECONDS = 3600


def may_ask(request: HttpRequest) -> bool:
    """Count one more asking by the client, and say whether it is within the limit of an hour."""
    key = f"signed-up-{hashlib.sha256(client(request).encode()).hexdigest()[:32]}"
    cache.add(key, 0, timeout=SECONDS)
    try:
        return int(cache.incr(key)) <= MOST
    except ValueError:  # it ran out between the two
        return True
