"""A service on this machine that behaves as PxWebApi version 2 does at Statistics Norway."""

import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from urllib.parse import urlsplit

import httpx
import pytest

from byregion.statistics.catalogue import catalogue
from byregion.statistics.sources.pxweb import PxWeb


def without_mapping(name):
    """A catalogue's table as if nobody had said what its dimensions and codes are."""
    return replace(catalogue()[name], columns=(), dimensions=(), absent=())


def dimension(codes, *, elimination=False, lists=()):
    extension = {"elimination": elimination, "codeLists": [{"id": name} for name in lists]}
    index = {code: place for place, code in enumerate(codes)}
    return {
        "label": "a dimension",
        "category": {"index": index, "label": {code: f"label {code}" for code in codes}},
        "extension": extension,
    }


class FakeTable:
    """Dimensions with codes, and figures by code tuple; what is not there is zero."""

    def __init__(self, dimensions, figures=None, *, eliminable=(), time="Tid"):
        self.dimensions = dimensions
        self.figures = figures or {}
        self.eliminable = eliminable
        self.time = time
        self.updated = "2026-02-25T07:00:00Z"
        self.code_lists = {}

    def metadata(self):
        return self.dataset({**self.dimensions}, values=[])

    def answer(self, selection):
        codes = {entry["variableCode"]: entry["valueCodes"] for entry in selection}
        chosen = {name: codes[name] for name in self.dimensions if name in codes}
        values, status = [], {}
        for place, key in enumerate(product(*chosen.values())):
            figure = self.figures.get(key, 0)
            values.append(None if isinstance(figure, str) else figure)
            if isinstance(figure, str) and figure:
                status[str(place)] = figure
        dataset = self.dataset(chosen, values=values)
        return {**dataset, "status": status} if status else dataset

    def dataset(self, chosen, *, values):
        return {
            "version": "2.0",
            "class": "dataset",
            "label": "a table",
            "updated": self.updated,
            "role": {"time": [self.time], "metric": ["ContentsCode"]},
            "id": list(chosen),
            "size": [len(codes) for codes in chosen.values()],
            "dimension": {
                name: dimension(codes, elimination=name in self.eliminable)
                for name, codes in chosen.items()
            },
            "value": values,
        }


class FakeService:
    """What the service knows, what it was asked, and what it is to do wrong next."""

    def __init__(self):
        self.tables = {}
        self.code_lists = {}
        self.limit = 800_000
        self.headers = {}
        self.mishaps = []
        self.asked = []
        self.bodies = []
        self.waited = []

    def respond(self, method, path, body):
        self.asked.append(f"{method} {path}")
        self.bodies.append(body)
        if self.mishaps:
            mishap = self.mishaps.pop(0)
            if mishap is not None:
                return mishap
        parts = path.strip("/").split("/")
        if parts[0] == "codeLists" and parts[1] in self.code_lists:
            return 200, self.code_lists[parts[1]], {}
        table = self.tables.get(parts[1]) if parts[0] == "tables" else None
        if table is None:
            return 404, {"title": "Non-existent table", "status": 404}, {}
        if parts[2] == "metadata":
            return 200, table.metadata(), {}
        return self.data(table, body["selection"])

    def data(self, table, selection):
        cells = 1
        for entry in selection:
            codes = entry["valueCodes"]
            cells *= len(codes)
            if len(set(codes)) < len(codes):
                return 500, None, {}
            known = table.code_lists.get(entry.get("codelist")) or table.dimensions.get(
                entry["variableCode"]
            )
            if known is None or not set(codes) <= set(known):
                return 400, {"title": "Non-existent value", "status": 400}, {}
        if cells > self.limit:
            return 403, {"title": "Too many cells selected", "status": 403}, {}
        return 200, table.answer(selection), {}


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP for the fake service, which a subclass names."""

    protocol_version = "HTTP/1.1"
    fake = None

    def do_GET(self):
        self.handle_one("GET", None)

    def do_POST(self):
        length = int(self.headers["content-length"])
        self.handle_one("POST", json.loads(self.rfile.read(length)))

    def handle_one(self, method, body):
        if len(self.path) > 2100:
            self.send(404, None, {})
            return
        self.send(*self.fake.respond(method, urlsplit(self.path).path, body))

    def send(self, status, content, headers):
        """`cut` is how many bytes of the body are kept back."""
        whole = content if isinstance(content, bytes) else json.dumps(content).encode()
        payload = b"" if content is None else whole
        cut = headers.pop("cut", 0)
        self.send_response(status)
        for name, value in {**self.fake.headers, **headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload[: len(payload) - cut])
        self.close_connection = bool(cut)

    def log_message(self, *arguments):
        """Say nothing on the terminal."""


@pytest.fixture
def service():
    """Give the fake service; `service.client` asks it over a real connection."""
    fake = FakeService()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"fake": fake}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    with httpx.Client(timeout=60, trust_env=False) as http:
        fake.client = PxWeb(
            http, sleep=fake.waited.append, base=f"http://127.0.0.1:{server.server_port}"
        )
        yield fake
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def fake_table():
    return FakeTable
