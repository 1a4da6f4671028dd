"""The platform's commands, handed over by the engine's command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def run(arguments: Sequence[str]) -> None:
    """Run a Django command: `byregion serve`, `byregion programme import`, `byregion migrate`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "byregion.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - reads settings

    execute_from_command_line([sys.argv[0], *arguments])
