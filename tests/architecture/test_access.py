"""Every address against every role, by the one table of permissions.

An address whose view declares no rule fails here, and so does one that the walk has no arguments
for. What others wrote (the editor, the API, allauth) stands in tables below, each with a reason.
"""

from dataclasses import dataclass
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from tests.architecture.addresses import ARGUMENTS, HERE, USUAL, make_world
from tests.factories.people import PASSWORD, make_person

from byregion.people.enums import REGIONAL, Role
from byregion.people.permissions import EVERYWHERE, Permission, Place, may, may_somewhere
from byregion.web.access import OPEN, Rule

# Branches whose views others wrote: they can't carry our rule, and are guarded as a whole.
BRANCHES = {
    "redaktor/": "the editor: web.editor.guard lets in those who edit, with a second step",
    "dokument/": "files: Wagtail's own rule for each, tested with the knowledge room",
    "media/": "pictures: as files",
    "favicon.ico": "one address that browsers ask for by themselves",
    "artikkel/": "articles: published pages are for everyone",
    "api/": "open data: reads only, tested in tests/api",
}
# allauth's own doors for somebody signed in already, and pages that a stage of signing in opens.
ELSEWHERE = Place("another-programme", "another-region")
# Answers that tell that the visitor was let in: also to what they typed, and to old addresses.
LET_IN = {200, 204, 301, 302, 303, 304, 400, 401, 405, 409, 410, 422}
# What needs the statistics, or a thing that belongs to one person alone, isn't there in this walk.
NOT_THERE = {404, 503}


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    view: object
    arguments: tuple


def addresses():
    """Walk the whole URL table but the branches that are guarded as a whole."""
    return [found for found in _walk(get_resolver()) if not found.route.startswith(tuple(BRANCHES))]


def _walk(resolver, route="", spaces=(), arguments=()):
    for entry in resolver.url_patterns:
        inside = (*arguments, *entry.pattern.converters, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            name = ":".join([*spaces, entry.name or "?"])
            yield Address(
                name, route + str(entry.pattern), entry.callback, tuple(dict.fromkeys(inside))
            )
        else:
            space = (entry.namespace,) if entry.namespace else ()
            yield from _walk(entry, route + str(entry.pattern), (*spaces, *space), inside)


def test_every_address_declares_a_rule():
    assert [found.name for found in addresses() if not hasattr(found.view, "rule")] == []
    assert len(addresses()) > 80


def test_every_address_has_a_name_of_its_own():
    names = [found.name for found in addresses()]
    assert sorted(names) == sorted(set(names))


def test_every_branch_that_is_left_out_is_there():
    routes = [found.route for found in _walk(get_resolver())]
    for branch in BRANCHES:
        assert any(route.startswith(branch) for route in routes), branch


def test_only_the_public_site_and_the_ways_in_are_open_to_all():
    ways_in = ("account_", "mfa_", "socialaccount_", "openid_connect_")
    opened = [found.name for found in addresses() if found.view.rule == OPEN]
    assert [name for name in opened if not name.startswith(("public:", *ways_in))] == []


def people_of_every_kind():
    """Everyone who may come: nobody, a stranger, and each role here and elsewhere."""
    yield "nobody", None
    yield "a stranger", make_person(password=PASSWORD)
    for role in Role:
        here, elsewhere = _places(role)
        yield f"{role} here", make_person(role, here, password=PASSWORD)
        yield f"{role} elsewhere", make_person(role, elsewhere, password=PASSWORD)
        if role not in REGIONAL:
            yield f"{role} everywhere", make_person(role, EVERYWHERE, password=PASSWORD)


def _places(role):
    if role in REGIONAL:
        return HERE, Place(HERE.programme, "another-region")
    return Place(HERE.programme), Place(ELSEWHERE.programme)


@pytest.fixture
def world(db, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    return make_world()


def located(address, world):
    """Give the path of an address in the world, and the place that it leads to."""
    made = ARGUMENTS.get(address.name)
    kwargs, place = made(world) if made else ({}, None)
    missing = [name for name in address.arguments if name not in kwargs and name not in USUAL]
    assert not missing, f"{address.name} needs {missing}: add them to tests/architecture/addresses"
    usual = {name: USUAL[name] for name in address.arguments if name not in kwargs}
    arguments = usual | {name: kwargs[name] for name in address.arguments if name in kwargs}
    named = Place(arguments.get("programme", ""), arguments.get("region", ""))
    return reverse(address.name, kwargs=arguments), place or named


def expected(rule: Rule, person, place):
    """What the table says of this person before this rule: "in", "sign in" or "forbidden"."""
    if rule == OPEN:
        return "in"
    if person is None:
        return "sign in"
    if rule.permission is None:
        return "in"
    user = person or AnonymousUser()
    allowed = (
        may_somewhere(user, rule.permission)
        if rule.somewhere
        else may(user, rule.permission, place)
    )
    return "in" if allowed else "forbidden"


class Visitor:
    """A browser that is the same before every request, and leaves no trace after it."""

    def __init__(self, person):
        self.client = Client(raise_request_exception=True)
        if person is not None:
            self.client.force_login(person)
        self.cookies = self.client.cookies.output()

    def ask(self, method, path):
        self.client.cookies = SimpleCookie()
        self.client.cookies.load(self.cookies.replace("Set-Cookie: ", ""))
        with transaction.atomic():
            response = getattr(self.client, method)(path)
            transaction.set_rollback(True)
        return response


def verdict(response):
    if response.status_code == 403:
        return "forbidden"
    location = response.headers.get("Location", "")
    if response.status_code == 302 and location.split("?")[0] == reverse("account_login"):
        return "sign in"
    if response.status_code in LET_IN | NOT_THERE:
        return "in"
    return str(response.status_code)


def guarded():
    return [found for found in addresses() if found.view.rule != OPEN]


@pytest.mark.slow
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_role_before_every_address(world, method):
    places = {found: located(found, world) for found in guarded()}
    wrong = []
    for kind, person in people_of_every_kind():
        visitor = Visitor(person)
        for found, (path, place) in places.items():
            response = visitor.ask(method, path)
            if response.status_code == 405:
                continue  # nobody gets in by a method that the address hasn't
            awaited, got = expected(found.view.rule, person, place), verdict(response)
            if response.status_code == 200 and "no-store" not in response["Cache-Control"]:
                wrong.append(f"{method} {path} ({found.name}): may be kept on the way")
            if awaited != got and not _is_narrower(found, awaited, got):
                wrong.append(f"{method} {path} ({found.name}), {kind}: {got}, not {awaited}")
    assert not wrong, "\n".join(wrong)


def _is_narrower(found, awaited, got):
    """Whether the view itself narrows what "somewhere" let in: to the places that are theirs."""
    return found.view.rule.somewhere and awaited == "in" and got == "forbidden"


@pytest.mark.slow
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_open_to_all_is_open_to_all(world, method):
    nobody, somebody = Visitor(None), Visitor(make_person(Role.ADMINISTRATOR))
    wrong = []
    for found in addresses():
        if found.view.rule != OPEN or found.name in LEADS_ON:
            continue
        path, _place = located(found, world)
        for kind, visitor in (("nobody", nobody), ("administrator", somebody)):
            got = verdict(visitor.ask(method, path))
            if got != "in":
                wrong.append(f"{method} {path} ({found.name}), {kind}: {got}")
    assert not wrong, "\n".join(wrong)


# Steps on the way in: without the step before, they lead to the first.
LEADS_ON = {
    "mfa_authenticate",
    "mfa_login_webauthn",
    "account_logout",
    "socialaccount_signup",
}


@pytest.mark.slow
def test_staff_without_a_second_step_get_nowhere_but_to_set_one(world):
    own = {found.name for found in guarded() if found.name.startswith(("mfa_", "account_re"))}
    for role in (Role.ADMINISTRATOR, Role.OPERATOR, Role.OWNER, Role.ASSESSOR):
        visitor = Visitor(make_person(role, EVERYWHERE, second_factor=False))
        for found in guarded():
            if found.name in own or _is_allauths(found):
                continue
            response = visitor.ask("get", located(found, world)[0])
            if response.status_code == 405:
                continue
            assert response.status_code == 302, found.name
            assert response.headers["Location"] == reverse("mfa_index"), found.name


def _is_allauths(found):
    return found.view.__module__.startswith("allauth.")


def test_the_editor_is_for_those_who_edit(world):
    for kind, person in people_of_every_kind():
        response = Visitor(person).ask("get", "/redaktor/")
        if person is None:
            assert verdict(response) == "sign in"
        else:
            awaited = "in" if may_somewhere(person, Permission.EDIT_PAGES) else "forbidden"
            assert verdict(response) == awaited, kind


def test_the_languages_of_an_address_share_its_rule():
    assert settings.LANGUAGE_CODE == "nn"
    assert reverse("office:start") == "/kontor/"
