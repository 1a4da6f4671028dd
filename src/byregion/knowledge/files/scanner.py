"""A virus scanner that speaks clamd's protocol over a socket: `unix:/path` or `host:port`."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

BLOCK = 64 * 1024
PATIENCE = 60.0
CONNECTING = 3.0


class ScannerSilent(Exception):
    """The scanner could not be reached, or did not say whether the file is clean."""


def scan(file: IO[bytes], address: str) -> str:
    """Give the name of what the scanner finds in the file; empty where it finds nothing.

    Sends the file by INSTREAM: blocks, each after its length in four bytes, then a length of zero.
    Raises ScannerSilent.
    """
    file.seek(0)
    try:
        with _connected(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            while block := file.read(BLOCK):
                connection.sendall(len(block).to_bytes(4, "big") + block)
            connection.sendall(bytes(4))
            answer = _answer(connection)
    except OSError as error:
        raise ScannerSilent(str(error)) from error
    return _found(answer)


def _found(answer: str) -> str:
    said = answer.partition(": ")[2] or answer
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise ScannerSilent(said)


def _answer(connection: socket.socket) -> str:
    parts = []
    while block := connection.recv(4096):
        parts.append(block)
        if block.endswith(b"\0"):
            break
    return b"".join(parts).rstrip(b"\0\n").decode("utf-8", "replace")


@contextmanager
def _connected(address: str) -> Iterator[socket.socket]:
    is_local = address.startswith("unix:")
    host, _colon, port = address.rpartition(":")
    family = socket.AF_UNIX if is_local else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(CONNECTING)
        connection.connect(port if is_local else (host, int(port)))
        connection.settimeout(PATIENCE)
        yield connection
