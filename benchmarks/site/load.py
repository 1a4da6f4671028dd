"""A load on one address of this machine: keep-alive connections, bounded in time."""

import asyncio
import time
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Measured:
    """What a run of requests gave; seconds."""

    requests: int
    seconds: float
    latencies: list

    @property
    def rate(self):
        return self.requests / self.seconds

    def percentile(self, share):
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def _one(reader, writer, request):
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line[15:])
        elif line.startswith(b"transfer-encoding: chunked"):
            raise RuntimeError("the server answers in chunks; this client counts bytes")
    await reader.readexactly(length)
    if status != 200:
        raise RuntimeError(f"status {status}")


async def _connection(host, port, request, until, latencies):
    reader, writer = await asyncio.open_connection(host, port)
    while time.perf_counter() < until:
        start = time.perf_counter()
        await _one(reader, writer, request)
        latencies.append(time.perf_counter() - start)
    writer.close()


async def _run(url, connections, seconds):
    parts = urlsplit(url)
    # Some sites give plain text to whoever does not ask for a page.
    headers = f"Host: {parts.netloc}\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n"
    request = f"GET {parts.path} HTTP/1.1\r\n{headers}\r\n".encode()
    latencies = []
    start = time.perf_counter()
    await asyncio.gather(
        *(
            _connection(parts.hostname, parts.port, request, start + seconds, latencies)
            for _ in range(connections)
        )
    )
    return Measured(len(latencies), time.perf_counter() - start, latencies)


def run(url, *, connections=8, seconds=8.0):
    """Ask for one address over and over from several connections."""
    if urlsplit(url).hostname != "127.0.0.1":
        raise ValueError("only this machine is a target")
    return asyncio.run(_run(url, connections, seconds))
