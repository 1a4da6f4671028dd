"""A polite client of PxWebApi version 2, as Statistics Norway runs it.

The protocol: https://github.com/PxTools/PxApiSpecs. It waits when the service says that the quota
is used up, and tries again when the service is busy or a body was cut off. The time to wait goes
through `sleep`, which is given, so that nothing here reads a clock.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import httpx

from byregion.statistics.sources.errors import InvalidResponse, RefusedQuery, ServiceUnavailable
from byregion.statistics.sources.jsonstat import dimension_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from byregion.statistics.sources.selection import Selection

BASE = "https://data.ssb.no/api/pxwebapi/v2"
MOST_CELLS = 800_000
MOST_ATTEMPTS = 6
LONGEST_WAIT = 120.0
WINDOW = 60.0
BUSY = (429, 502, 503, 504)
EXPLANATIONS = {
    403: "the question asks for more figures than the service allows at once",
    404: "there is no such table or code list",
    429: "too many questions in a short time",
    500: "it failed without saying why; it does so when a code stands twice in a question",
    503: "the service is closed for the moment",
}


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of a table: its codes in order, and whether leaving it out sums over it."""

    code: str
    label: str
    codes: tuple[str, ...]
    eliminable: bool
    code_lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableMetadata:
    """What a service says about a table; `updated` is the publisher's time stamp, if given."""

    id: str
    label: str
    updated: str | None
    time: str
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True, slots=True)
class CodeList:
    """A grouping of codes: each code with the ones that it is the sum of."""

    id: str
    label: str
    groups: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PxWeb:
    """The service at `base`, asked through `http`."""

    http: httpx.Client
    sleep: Callable[[float], None]
    base: str = BASE
    language: str = "en"
    attempts: int = MOST_ATTEMPTS
    _quota: dict[str, float] = field(default_factory=dict, init=False)

    def metadata(self, table: str) -> TableMetadata:
        """Ask for a table's dimensions and codes.

        Raises
        ------
        RefusedQuery, ServiceUnavailable, InvalidResponse
            See the types.
        """
        body = self._ask("GET", f"/tables/{table}/metadata", {"lang": self.language})
        return _metadata(table, _parsed(body))

    def code_list(self, name: str) -> CodeList:
        """Ask for a code list such as agg_KommSummer.

        Raises
        ------
        RefusedQuery, ServiceUnavailable, InvalidResponse
            See the types.
        """
        body = self._ask("GET", f"/codeLists/{name}", {"lang": self.language})
        content = _parsed(body)
        try:
            groups = {
                str(value["code"]): tuple(map(str, value.get("valueMap", ())))
                for value in content["values"]
            }
            return CodeList(str(content["id"]), str(content["label"]), groups)
        except (KeyError, TypeError, AttributeError) as error:
            raise InvalidResponse(f"the code list {name!r} is not one: {error!r}") from error

    def data(
        self, table: str, selection: Selection, *, code_lists: Mapping[str, str] | None = None
    ) -> bytes:
        """Ask for figures, as JSON-stat 2.0; the bytes are as they came, and are whole JSON.

        The question goes by POST, since an address of more than some 2,100 characters is refused.

        Raises
        ------
        RefusedQuery, ServiceUnavailable, InvalidResponse
            See the types.
        """
        question = query(selection, code_lists=code_lists)
        address = {"lang": self.language, "outputFormat": "json-stat2"}
        return self._ask("POST", f"/tables/{table}/data", address, question)

    def _ask(
        self, method: str, path: str, address: dict[str, str], body: object | None = None
    ) -> bytes:
        trouble = ""
        for attempt in range(self.attempts):
            if attempt:
                self.sleep(self._quota.pop("retry", min(2.0**attempt, LONGEST_WAIT)))
            self._wait_for_quota()
            try:
                response = self.http.request(method, self.base + path, params=address, json=body)
            except httpx.TransportError as error:
                trouble = str(error) or type(error).__name__
                continue
            trouble = self._judge(response, path)
            if not trouble:
                return response.content
        raise ServiceUnavailable(
            f"{path} did not answer in {self.attempts} attempts; the last time: {trouble}"
        )

    def _judge(self, response: httpx.Response, path: str) -> str:
        """Say what is wrong and may pass, or nothing; raise for what will not pass."""
        self._note_quota(response.headers)
        if response.status_code in BUSY:
            return _diagnosis(response)
        if response.status_code != httpx.codes.OK:
            raise RefusedQuery(response.status_code, _diagnosis(response), address=path)
        try:
            json.loads(response.content)
        except ValueError:
            return "the answer was cut off"
        return ""

    def _note_quota(self, headers: httpx.Headers) -> None:
        remaining = _number(_ending(headers, "remaining"))
        reset = _number(_ending(headers, "reset"))
        if remaining is not None and remaining < 1:
            self._quota["wait"] = min(reset if reset is not None else WINDOW, LONGEST_WAIT)
        retry = _retry_after(headers)
        if retry is not None:
            self._quota["retry"] = min(retry, LONGEST_WAIT)
            self._quota.pop("wait", None)

    def _wait_for_quota(self) -> None:
        wait = self._quota.pop("wait", 0.0)
        if wait > 0:
            self.sleep(wait)


def query(selection: Selection, *, code_lists: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Write a selection as the service wants it."""
    lists = code_lists or {}
    return {
        "selection": [
            {
                "variableCode": name,
                **({"codelist": lists[name]} if name in lists else {}),
                "valueCodes": list(codes),
            }
            for name, codes in selection.items()
        ]
    }


def _metadata(table: str, content: dict[str, Any]) -> TableMetadata:
    try:
        (time,) = content["role"]["time"]
        dimensions = tuple(_dimension(content, str(name)) for name in content["id"])
        label, updated = str(content["label"]), content.get("updated")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidResponse(f"the metadata of {table} is not whole: {error!r}") from error
    return TableMetadata(table, label, updated, str(time), dimensions)


def _dimension(content: dict[str, Any], name: str) -> Dimension:
    codes = tuple(dimension_codes(content, name))
    described = content["dimension"][name]
    extension = described.get("extension", {})
    lists = tuple(str(entry["id"]) for entry in extension.get("codeLists", ()))
    eliminable = bool(extension.get("elimination", False))
    return Dimension(name, str(described.get("label", name)), codes, eliminable, lists)


def _parsed(body: bytes) -> dict[str, Any]:
    content = json.loads(body)
    if not isinstance(content, dict):
        raise InvalidResponse("the answer is not a JSON object")
    return content


def _diagnosis(response: httpx.Response) -> str:
    explanation = EXPLANATIONS.get(response.status_code, response.reason_phrase)
    try:
        title = response.json()["title"]
    except (ValueError, KeyError, TypeError):
        return explanation
    return str(title)


def _ending(headers: httpx.Headers, ending: str) -> str:
    """Find a quota header; both spellings, x-ratelimit and x-rate-limit, are in use."""
    for name, value in headers.items():
        if name.startswith(("x-ratelimit", "x-rate-limit")) and name.endswith(ending):
            return value
    return ""


def _number(text: str) -> float | None:
    try:
        return max(float(text), 0.0)
    except ValueError:
        return None


def _retry_after(headers: httpx.Headers) -> float | None:
    given = headers.get("retry-after", "")
    seconds = _number(given)
    if seconds is not None:
        return seconds
    try:
        # The answer's own date stands in for a clock.
        then, now = parsedate_to_datetime(given), parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        return None
    return max((then - now).total_seconds(), 0.0)
