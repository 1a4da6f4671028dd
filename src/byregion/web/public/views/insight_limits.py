"""What each client may have computed: a bucket of tokens that fills again with time.

Only what has to be computed costs tokens; an answer that is remembered or on disk is free.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

from byregion.insight.domain.report_jobs import QueueFull
from byregion.insight.errors import Busy
from byregion.programme.queries import programmes
from byregion.web.public.site import frame
from byregion.web.public.views.insight_page import unkept

# In tokens: a division of the country takes some hundredths of a second, the others a second or so.
DIVISION, ANALYSIS, REPORT = 1, 6, 6
# A network of this length is one subscriber, who has all the addresses in it.
IPV6_SUBSCRIBER = 64
WHEN_FULL = 60.0

View = Callable[..., HttpResponseBase]
_one_at_a_time = Lock()


class TooMany(Exception):
    """The client has had computed what it may for now; `seconds` is when it may again."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"wait {seconds:.0f} s")


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many tokens there were at a moment, in seconds."""

    tokens: float
    at: float

    def without(self, cost: int, *, at: float, most: int, per_second: float) -> Bucket:
        """Take tokens out.

        Raises
        ------
        TooMany
            There are not so many in it.
        """
        tokens = min(most, self.tokens + max(0.0, at - self.at) * per_second)
        if tokens < cost:
            raise TooMany((cost - tokens) / per_second)
        return Bucket(tokens - cost, at)


def charge(request: HttpRequest, cost: int) -> None:
    """Let the client pay for a computation.

    Raises
    ------
    TooMany
        It cannot just now.
    """
    most, per_second = settings.COMPUTE_BURST, settings.COMPUTE_PER_MINUTE / 60
    key = f"computed-{hashlib.sha256(client(request).encode()).hexdigest()[:32]}"
    now = time.time()
    with _one_at_a_time:
        tokens, at = cache.get(key) or (float(most), now)
        left = Bucket(tokens, at).without(cost, at=now, most=most, per_second=per_second)
        # A bucket that would be full again need not be remembered.
        cache.set(key, (left.tokens, left.at), timeout=math.ceil(most / per_second))


def client(request: HttpRequest) -> str:
    """Name the client by its network address; a proxy is believed only if the settings trust it."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    while told and told[-1] and _is_trusted(address):
        address = told.pop()
    return _subscriber(address)


def bounded(view: View) -> View:
    """Answer with a clear page where the client, or everyone, must wait."""

    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponseBase:
        try:
            return view(request, **named)
        except TooMany as error:
            return _wait(request, error.seconds, status=429)
        except Busy as error:
            return _wait(request, error.seconds, status=503)
        except QueueFull:
            return _wait(request, WHEN_FULL, status=503)

    return answer


def _wait(request: HttpRequest, seconds: float, *, status: int) -> HttpResponseBase:
    whole = max(1, math.ceil(seconds))
    context = {"seconds": whole, "is_own": status == 429, "again": request.get_full_path()}
    context |= frame(request, programmes.default_programme())
    response = unkept(request, "public/insight/wait.html", context, status=status)
    response["Retry-After"] = str(whole)
    return response


@lru_cache(maxsize=8)
def _networks(texts: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(text) for text in texts)


def _is_trusted(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in one for one in _networks(tuple(settings.TRUSTED_PROXIES)))


def _subscriber(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 4:
        return str(found)
    return str(ip_network(f"{found}/{IPV6_SUBSCRIBER}", strict=False))
