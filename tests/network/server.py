"""The real server, in processes of its own, on a database of its own, of the engine under test."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
RUN = "import sys; from byregion.config.manage import run; run(sys.argv[1:])"


def run_python(code, *arguments, environment):
    """Run code with the platform set up; gives what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def own_database(folder):
    """Give the environment of an installation with an empty database of its own."""
    environment = {
        **os.environ,
        "BYREGION_DATA": str(folder),
        "BYREGION_DATABASE_URL": "",
        "BYREGION_BASE_URL": "http://127.0.0.1",
        "BYREGION_DEBUG": "0",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "PYTHONWARNINGS": "",
    }
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        yield environment
        return
    import psycopg

    name = f"rush_{uuid4().hex[:12]}"
    where = f"host={database['HOST']} port={database['PORT']} user={database['USER']}"
    with psycopg.connect(f"{where} dbname=postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        url = f"postgresql://{database['USER']}@{database['HOST']}:{database['PORT']}/{name}"
        yield {**environment, "BYREGION_DATABASE_URL": url}
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def served(environment, *, workers=2, threads=4):
    """Start the server as `byregion serve` does, and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads)),
        "byregion.config.wsgi:application",
    ]
    log = Path(environment["BYREGION_DATA"]) / "server.log"
    with log.open("w") as written:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=written, stderr=written
        )
    try:
        yield _when_it_answers(f"http://127.0.0.1:{port}", server, log)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _when_it_answers(address, server, log):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            httpx.get(f"{address}/om/", timeout=5)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return address
    raise AssertionError(f"the server did not start: {log.read_text()}")
