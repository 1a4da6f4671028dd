"""Somebody signed in, for every page that asks for it."""

import pytest
from django.test import Client
from tests.factories.people import make_person

from byregion.web.public import divisions


@pytest.fixture(autouse=True)
def _own_divisions(monkeypatch, tmp_path):
    # What stands in for a store has the same name in every test.
    monkeypatch.setattr(divisions, "folder", lambda _name: tmp_path)


@pytest.fixture(autouse=True)
def _time_to_read(monkeypatch):
    # On a busy machine a small PDF may take longer than whoever sends it should wait.
    monkeypatch.setattr("byregion.knowledge.domain.waiting.AT_ONCE", 30.0)


@pytest.fixture
def signed_in_as(db):
    """Give a function that makes a person and gives a client in which they are signed in.

    `signed_in_as(Role.LEADER, Place("programme", "region"))`; without a role, somebody who has
    none. The person is `client.person`. Staff have a second factor, unless `second_factor=False`.
    """

    def sign_in(role=None, place=None, **fields):
        client = Client()
        client.person = make_person(role, place, **fields)
        client.force_login(client.person)
        return client

    return sign_in
