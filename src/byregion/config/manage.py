"""The platform's commands, handed over by the engine's command line."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence


def run(arguments: Sequence[str]) -> None:
    """Run a Django command: `byregion serve`, `byregion programme import`, `byregion migrate`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "byregion.config.settings")
    import django  # noqa: PLC0415 - slow to import
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - reads settings

    # What is made while the apps load stays for good: to look for garbage in it takes a fifth of
    # the time, and as frozen it is shared with the server's workers.
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()
    execute_from_command_line([sys.argv[0], *arguments])
