"""OpenID providers for tests: real ones, over HTTP, beside us."""

import contextlib
import os
import socket
import subprocess
import sys
import time

import httpx
import pytest


@contextlib.contextmanager
def running(module, *arguments):
    """Run a provider in a process of its own on a free port of this machine; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-W", "ignore", "-m", module, *(a.format(port) for a in arguments)]
    # Its own warnings and settings are its own.
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONWARNINGS"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        address = f"http://localhost:{port}"
        try:
            await_answer(address, process)
            yield address
        finally:
            process.terminate()


def await_answer(address, process):
    """Wait until the provider answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{address}/.well-known/openid-configuration").status_code == 200:
                return
        time.sleep(0.2)
    pytest.fail("the OpenID provider did not start")
