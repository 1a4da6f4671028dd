"""The fake of PxWebApi, for every test of statistics."""

from tests.statistics.fake_service import fake_table, service

__all__ = ["fake_table", "service"]
