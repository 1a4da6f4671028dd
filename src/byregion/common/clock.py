"""The one place that reads the clock, for faces and commands; rooms take the time as argument."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """Give this moment, with its zone."""
    return timezone.now()  # noqa: TID251 - here and nowhere else
