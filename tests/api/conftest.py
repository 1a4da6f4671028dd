"""The interface is tested on the programme that ships, and on made-up ones of any size."""

import pytest
from django.db import transaction

from byregion.programme.bundle import EMBEDDED
from byregion.programme.domain.bundle import import_bundle


@pytest.fixture(scope="module")
def _imported(django_db_setup, django_db_blocker):
    # Once a module, and taken back after it: the import is the slow part of these tests.
    with django_db_blocker.unblock(), transaction.atomic():
        yield import_bundle(EMBEDDED).programme
        transaction.set_rollback(True)


@pytest.fixture
def shipped(_imported, db):
    """The programme that a fresh installation shows."""
    return _imported


@pytest.fixture
def get(client):
    """Read an address of the interface, which must answer well, as JSON."""

    def read(path):
        response = client.get(f"/api/v1{path}")
        assert response.status_code == 200, response.content
        return response.json()

    return read
