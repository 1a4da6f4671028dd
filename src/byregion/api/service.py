"""The interface as a whole: its description, and what becomes of errors."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import BaseRenderer

from byregion.api import awards, geo, network, places, problems, programmes, regions

logger = logging.getLogger(__name__)


class Renderer(BaseRenderer):
    """JSON in plain UTF-8."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return json.dumps(data, default=str, ensure_ascii=False, separators=(",", ":")).encode()


class OpenData(NinjaAPI):
    """The interface, which describes its problems too, and names operations as clients would."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        described = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"] |= described.pop("$defs") | {"Problem": described}
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"] |= _problem_responses()
        return schema


def _problem_responses() -> dict[int, dict[str, Any]]:
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        problems.STATUSES[kind].value: {"description": problems.TITLES[kind], "content": content}
        for kind in problems.DECLARED
    }


def query_parameters(service: NinjaAPI) -> dict[str, frozenset[str]]:
    """Give the parameters that each described address may carry after the question mark."""
    paths = service.get_openapi_schema(path_prefix="")["paths"]
    return {
        path.lstrip("/"): frozenset(
            item["name"] for item in operations["get"]["parameters"] if item["in"] == "query"
        )
        for path, operations in paths.items()
    }


service = OpenData(
    title="Byregion open data",
    version="1",
    description=(
        "Everything public about development programmes for city regions, to read. Texts are "
        "objects with `nn`, `nb` and `en`; null means not known, never zero; every answer says "
        "its source, licence, date and canonical address."
    ),
    docs_url=None,
    renderer=Renderer(),
    urls_namespace="api-v1",
)
for _router in (programmes.router, regions.router, geo.router, awards.router, network.router):
    service.add_router("/programmes", _router)
service.add_router("", places.router)


@service.get("/problems/{kind}", response=problems.ProblemKind, tags=["Problems"])
def problem(request: HttpRequest, kind: problems.Kind) -> problems.ProblemKind:
    """What a kind of problem means: the address that a problem gives as its type."""
    return problems.described(kind)


@service.exception_handler(problems.NotThere)
def _not_there(request: HttpRequest, error: problems.NotThere) -> HttpResponse:
    return problems.answer("not-found", str(error))


@service.exception_handler(problems.Unusable)
def _unusable(request: HttpRequest, error: problems.Unusable) -> HttpResponse:
    return problems.unusable(error.complaints)


@service.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.unusable(problems.complaints(error.errors))


@service.exception_handler(Exception)
def _fault_of_ours(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("unexpected error at %s", request.path, exc_info=error)
    return problems.answer(
        "fault-of-ours", "The error is ours and has been logged. Try again later."
    )
