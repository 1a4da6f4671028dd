"""The interface keeps what its own description promises, whatever it is asked (schemathesis)."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from byregion.api.service import service

# Not the server's own: that starts what stands beside the site.
application = get_wsgi_application()
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# The test client does not unpack.
PLAIN = {"Accept-Encoding": "identity"}
EXISTING = {"programme": "byregionprogrammet", "region": "hallingdal", "kind": "not-found"}


@pytest.fixture(autouse=True)
def _connection_outlives_requests():
    # The test holds a transaction open around requests that it sends straight to the application;
    # Django's own client leaves these receivers out for the same reason.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


# Read here only to name the tests; each asks the interface itself for its description.
PATHS = sorted(service.get_openapi_schema(path_prefix="/api/v1/")["paths"])


@pytest.mark.parametrize("path", PATHS)
def test_answers_are_as_described(shipped, path):
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operation = described[path]["GET"]
    seen = set()

    @given(case=operation.as_strategy() | operation.as_strategy(GenerationMode.NEGATIVE))
    @settings(
        max_examples=12,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def fuzz(case):
        seen.add(case.call_and_validate(checks=CHECKS, headers=PLAIN).status_code)
        # Made-up names lead nowhere: ask the same of what exists.
        existing = EXISTING | {"code": "15" if "/counties" in path else "1507"}
        case.path_parameters = {name: existing[name] for name in case.path_parameters or {}}
        seen.add(case.call_and_validate(checks=CHECKS, headers=PLAIN).status_code)

    fuzz()
    # Both answers and refusals were tried, so that the checks had something to check.
    assert 200 in seen
    assert seen & {404, 422}
