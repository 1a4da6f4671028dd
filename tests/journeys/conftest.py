"""A real browser before the site with the real programme loaded.

Every page that a test opens is watched: an error in the console, a request that fails or a request
to another host fails the test, whatever else it is about.
"""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from playwright.sync_api import expect, sync_playwright
from wagtail_localize.models import Translation

from byregion.common import remembered
from byregion.knowledge.domain.editors import editors
from byregion.knowledge.domain.tree import set_up_tree
from byregion.programme.bundle import EMBEDDED
from byregion.programme.domain.bundle import import_bundle

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
HEIGHT = 800
# A busy machine is no fault of the page: how long a test waits for what it expects.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """Keep the journeys' database in a file.

    The site answers from threads of its own. In memory they share one cache, whose locks nobody
    waits for: emptying it after a test fails if a request is still under way. A file has waiting.
    """
    database = django_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        name = tmp_path_factory.mktemp("database") / "journeys.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(name)


@pytest.fixture(scope="session")
def browser():
    """Give Chromium, started once."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.fail("The journeys need Chromium on the path: `make journeys` installs it.")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; Django would refuse its own database.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def embedded_programme(transactional_db):
    """Load the programme that an installation shows.

    The revision starts anew with each test's database, so kept pages could be another test's.
    """
    caches["pages"].clear()
    remembered.forget()
    import_bundle(EMBEDDED)
    set_up_tree("http://localhost")
    _restore_permission_to_translate()
    editors()
    yield
    caches["pages"].clear()
    remembered.forget()


def _restore_permission_to_translate():
    # wagtail-localize makes it in a migration, so it goes when a test's rows are emptied.
    kind = ContentType.objects.get_for_model(Translation)
    Permission.objects.get_or_create(
        content_type=kind, codename="submit_translation", defaults={"name": "Can translate"}
    )


@pytest.fixture
def live_site(browser, live_server, embedded_programme):
    """Give the address of the running site, with the real programme in it."""
    return live_server.url


@pytest.fixture
def visit(browser, live_site):
    """Give a function that opens an address in a new visitor's browser, `width` pixels wide."""
    contexts, faults = [], []

    def open_page(address, *, width=1280, status=200, **options):
        context = browser.new_context(
            base_url=live_site,
            viewport={"width": width, "height": HEIGHT},
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        _watch(page, live_site, faults)
        assert page.goto(address).status == status
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _watch(page, site, faults):
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("console", lambda message: _note_message(message, page, faults))
    page.on("requestfailed", lambda request: _note_failure(request, faults))
    page.on("request", lambda request: _note_host(request, site, faults))


def _note_message(message, page, faults):
    # Chromium also reports the page's own status; whether that is right, the test has said.
    is_own_status = message.location["url"] == page.url
    if message.type in {"error", "warning"} and not is_own_status:
        faults.append(f"console: {message.text} ({message.location['url']})")


def _note_failure(request, faults):
    # A download takes over from the page's request, which Chromium calls aborted.
    if request.failure != "net::ERR_ABORTED":
        faults.append(f"failed: {request.url} {request.failure}")


def _note_host(request, site, faults):
    parts = urlsplit(request.url)
    if parts.scheme not in {"data", "blob"} and not request.url.startswith(f"{site}/"):
        faults.append(f"another host: {request.url}")
