"""What every test may ask for."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import override_settings
from django.utils import translation
from tests.database import migrate_from_copy
from wagtail.models import Collection

from byregion.cli.main import engine
from byregion.common import remembered
from byregion.statistics.store import Store

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(autouse=True)
def _empty_page_cache():
    # A test's rows are taken back with the revision they were made under, which the next test
    # then reaches again with rows of its own; outside tests no revision is seen twice.
    caches["pages"].clear()
    remembered.forget()


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    # Static files go by their own names: nothing is collected, and no built styles are needed.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _in_the_usual_language():
    # A page that a test reads leaves its language on in the thread, for the next test to trip over.
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _no_worker_beside_the_tests():
    # A live server starts what stands beside the site; it would reach for the database between
    # tests, where there is none. Tests of the worker call it themselves.
    with override_settings(REPORT_WORKER="command"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _files_have_somewhere_to_lie():
    # A migration of Wagtail makes the root of collections, and a test that commits empties it.
    def put_back(**_told):
        if Collection.get_first_root_node() is None:
            Collection.add_root(name="Root")

    post_migrate.connect(put_back, sender=apps.get_app_config("wagtailcore"))
    yield
    post_migrate.disconnect(put_back, sender=apps.get_app_config("wagtailcore"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, request):
    """Start from a database migrated before, where nothing has changed since."""
    call = migrate_from_copy(Path(request.config.cache.mkdir("database")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.management.call_command", call)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let the tests empty the audit trail between them; its own tests protect it again."""
    from byregion.audit import protection

    with django_db_blocker.unblock():
        protection.unprotect(connection)


def _folder(name):
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"the real data ({name}) does not stand beside this checkout")
    return folder


@pytest.fixture(scope="session")
def shared_statistics():
    """Folder with the national tables of Statistics Norway, tidy."""
    return _folder("statistics")


@pytest.fixture(scope="session")
def national_store(shared_statistics, tmp_path_factory):
    """Store with all of those tables, loaded as a user does; only to be read."""
    folder = tmp_path_factory.mktemp("national") / "store"
    arguments = ["statistics", "load", str(shared_statistics), "--store", str(folder)]
    loaded = CliRunner().invoke(engine, arguments)
    assert loaded.exit_code == 0, loaded.output
    return Store(folder)


@pytest.fixture(scope="session")
def shared_reference():
    """Folder with small published data sets that have known results."""
    return _folder("reference")
