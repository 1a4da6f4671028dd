"""Figures of published analyses drawn before anybody asks, in a process beside the site.

A drawing takes a sixth of a second, and is then kept on disk: who opens a chapter first on a fresh
installation would wait for all of its figures.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings

from byregion import wording
from byregion.insight import drawing
from byregion.insight.models import RegionAnalysisEdition, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from byregion.analysis.region_analysis.result import Figure, RegionAnalysis, Table

LOWEST_PRIORITY = 19
COMMAND = "from byregion.cli.main import main; main()"


def draw_all(*, stop: Callable[[], bool]) -> int:
    """Draw what is not kept of every published analysis, and give how many that was.

    The languages come one after the other, so that the first is soon whole. Between two figures
    `stop` may end it.
    """
    keys = list(
        RegionAnalysisEdition.objects.filter(status=Status.PUBLISHED).values_list("pk", flat=True)
    )
    return sum(
        draw([RegionAnalysisEdition.objects.get(pk=key).analysis], [language], stop=stop)
        for language in wording.LANGUAGES
        for key in keys
        if not stop()
    )


def draw(
    analyses: Iterable[RegionAnalysis],
    languages: Iterable[str] = wording.LANGUAGES,
    *,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Draw what is not kept of some analyses, and give how many that was."""
    count = 0
    for analysis, figure, table, language in _figures(analyses, languages):
        if stop():
            break
        # To draw what is kept is to say that it is used, so that it is not taken away for its age.
        count += not drawing.kept(analysis, figure, table, language, "json").exists()
        drawing.draw(analysis, figure, table, language)
    return count


def _figures(
    analyses: Iterable[RegionAnalysis], languages: Iterable[str]
) -> Iterator[tuple[RegionAnalysis, Figure, Table, str]]:
    wanted = tuple(languages)
    for analysis in analyses:
        for chapter in analysis.chapters:
            for figure in chapter.figures:
                for language in wanted:
                    yield analysis, figure, chapter.table(figure.table), language


def start() -> subprocess.Popen[bytes] | None:
    """Start drawing in a process of its own, the only one; None where one is at it already.

    It has the lowest priority, and ends when this process does.
    """
    lock = _lock()
    if lock is None:
        return None
    nice = [found, "-n", str(LOWEST_PRIORITY)] if (found := shutil.which("nice")) else []
    with lock:
        # The process holds the lock as long as it lives, since it has the same open file.
        return subprocess.Popen(  # noqa: S603 - our own program, and a number
            [*nice, sys.executable, "-c", COMMAND, "draw", "--beside", str(os.getpid())],
            env={**os.environ, "POLARS_MAX_THREADS": "1"},
            pass_fds=[lock.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            # Ctrl-C is for the server; the process sees that it is gone.
            start_new_session=True,
        )


def _lock() -> IO[str] | None:
    path = Path(str(settings.STATIC_ROOT)).parent / "drawing.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = path.open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        return None
    return handle
