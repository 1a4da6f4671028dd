"""What the tests of gatherings' pages start from."""

import pytest
from tests.factories.network import NOON, make_gathering
from tests.web.gatherings.browser import signed_in
from tests.web.test_public_pages import make_programme

from byregion.people.enums import Role
from byregion.people.permissions import Place


@pytest.fixture(autouse=True)
def _clock_stands_at_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def programme(db):
    return make_programme(regions=3)


@pytest.fixture
def gathering(programme):
    return make_gathering(capacity=2)


@pytest.fixture
def operator(db):
    return signed_in(Role.OPERATOR, Place("prove"))
