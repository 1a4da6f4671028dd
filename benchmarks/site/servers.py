"""The servers that are measured: ours with and without kept pages, and the peers."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent


def _wait(url, process, log):
    # A first start prepares the database; on a busy machine that takes a while.
    for _ in range(1500):
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped:\n{Path(log).read_text()[-2000:]}")
        try:
            urllib.request.urlopen(url, timeout=5).read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"no answer at {url}")


@contextmanager
def served(command, url, *, env, log, cwd=ROOT):
    """Run a server until the block ends; gives its process tree."""
    with Path(log).open("w") as out:
        process = subprocess.Popen(
            command, env={**os.environ, **env}, cwd=cwd, stdout=out, stderr=out
        )
    try:
        _wait(url, process, log)
        yield psutil.Process(process.pid)
    finally:
        tree = [process, *psutil.Process(process.pid).children(recursive=True)]
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            for part in tree:
                part.kill()


def listening_on(port):
    """The process, its children included, that somebody else started on a port; None if hidden."""
    for one in psutil.net_connections("tcp"):
        if one.status == psutil.CONN_LISTEN and one.laddr.port == port and one.pid:
            process = psutil.Process(one.pid)
            parent = process.parent()
            return parent if parent and parent.name() == process.name() else process
    return None


def cpu_seconds(root):
    """CPU time that a process and its children have used."""
    total = 0.0
    for process in [root, *root.children(recursive=True)]:
        times = process.cpu_times()
        total += times.user + times.system
    return total


def ours(folder, *, port, kept, threads):
    """The production server on SQLite with the embedded programme, two workers."""
    command = [str(Path(sys.executable).parent / "byregion"), "serve", "--port", str(port)]
    command += ["--workers", "2", "--threads", str(threads)]
    # Drawing beforehand goes on beside the site for minutes, and its time is not the pages'.
    beside = {"BYREGION_REPORT_WORKER": "command"}
    env = {"BYREGION_DATA": str(folder), "BYREGION_PAGE_CACHE": "1" if kept else "0", **beside}
    url = f"http://127.0.0.1:{port}/"
    return served(command, url, env=env, log=folder / f"serve-{port}.log")


def queries(paths, *, python, env, change=None, cwd=ROOT):
    """How many queries each page asks, counted by the project's own Django."""
    command = [python, str(HERE / "queries.py"), *(["--change", change] if change else []), *paths]
    told = subprocess.run(
        command, env={**os.environ, **env}, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True
    )
    return [int(line) for line in told.stdout.split()]


def our_queries(folder, paths, *, kept, change=None):
    """The same for our own pages, on the database that the server used."""
    env = {
        "DJANGO_SETTINGS_MODULE": "byregion.config.settings",
        "BYREGION_DATA": str(folder),
        "BYREGION_PAGE_CACHE": "1" if kept else "0",
    }
    return queries(paths, python=sys.executable, env=env, change=change)


def peer_queries(python, folder):
    """The same for the peer's list, once it has been set up."""
    project = folder / "wagtail"
    return queries(["/"], python=python, env=_peer_env(project), cwd=project)


def _peer_env(project):
    return {"DJANGO_SETTINGS_MODULE": "peer_settings", "PYTHONPATH": str(project)}


def wagtail_peer(python, folder, *, port):
    """A plain Wagtail index page that lists 37 pages, on the same server and settings."""
    project = folder / "wagtail"
    shutil.copytree(HERE / "wagtail_peer", project, dirs_exist_ok=True)
    env = _peer_env(project)
    environ = {**os.environ, **env}
    for step in (["makemigrations", "pages"], ["migrate", "--verbosity", "0"], ["fill"]):
        subprocess.run([python, "-m", "django", *step], env=environ, cwd=project, check=True)
    granian = str(Path(python).parent / "granian")
    command = [
        granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "--blocking-threads", "4", "peer_wsgi:application",
    ]  # fmt: skip
    url = f"http://127.0.0.1:{port}/"
    return served(command, url, env=env, log=folder / "wagtail.log", cwd=project)
