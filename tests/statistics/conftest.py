"""The fake of PxWebApi, and the engines that expressions run on, for every test of statistics."""

import os
import shutil
import warnings

import pytest
from tests.statistics.fake_service import fake_table, service

__all__ = ["fake_table", "service"]


# What PySpark 4.0 and Ibis do in ways that newer versions of pandas and Python warn of.
OF_SPARK = [
    "ignore:The copy keyword is deprecated",
    "ignore:The 'future.infer_string' option is deprecated",
    "ignore:unclosed <socket:ResourceWarning",
    "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if {"spark", "elsewhere"} & set(getattr(item, "fixturenames", ())):
            for warning in OF_SPARK:
                item.add_marker(pytest.mark.filterwarnings(warning))


@pytest.fixture(scope="session")
def spark():
    """The setting for a Spark of one thread; skipped where there is no Java."""
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none here: tools/need-java installs it")
    with warnings.catch_warnings():
        # What Spark's start says of the machine is not ours to mend.
        warnings.simplefilter("ignore")
        from pyspark.sql import SparkSession

        session = (
            SparkSession.builder.master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.driver.memory", "1g")
            .config("spark.log.level", "ERROR")
            .getOrCreate()
        )
    yield "spark"
    session.stop()


@pytest.fixture(scope="session")
def postgresql():
    """The setting for the PostgreSQL that the tests have; skipped where they have none."""
    address = os.environ.get("BYREGION_DATABASE_URL", "")
    if not address.startswith("postgres"):
        pytest.skip("no PostgreSQL here: tools/with-postgres runs these with one")
    return address


@pytest.fixture(params=["spark", "postgresql"])
def elsewhere(request):
    """The setting for each engine beside the usual one."""
    return request.getfixturevalue(request.param)
