"""Signing in through an organisation's OpenID provider: a real one, over HTTP, beside us."""

from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from tests.factories.people import NOON, make_person
from tests.web.providers import running

from byregion.audit.models import Event
from byregion.config.env import BadEnvironment
from byregion.config.sign_in import organisation
from byregion.people.domain import invitations
from byregion.people.domain.invitations import Offer
from byregion.people.enums import OrganisationKind, Role
from byregion.people.models import Organisation, User
from byregion.people.permissions import Permission, may
from byregion.web.account.organisation import organisation_number

pytestmark = pytest.mark.django_db
ENVIRONMENT = {
    "BYREGION_OIDC_CLIENT_ID": "byregion",
    "BYREGION_OIDC_SECRET": "a secret between two",
    "BYREGION_OIDC_NAME": "Vågan kommune",
}


@pytest.fixture(scope="module")
def provider():
    """Run the provider, and give its address."""
    with running("oidc_provider_mock", "--port", "{}") as address:
        yield address


@pytest.fixture(autouse=True)
def _through_the_provider(provider, settings):
    cache.clear()
    found = organisation({**ENVIRONMENT, "BYREGION_OIDC_ISSUER": provider})
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": found}}


@pytest.fixture
def sign_in(client, provider):
    """Give a function that walks the whole way: to the provider, through it and back."""

    def walk(subject, follow=True, **claims):
        httpx.put(f"{provider}/users/{subject}", json=claims).raise_for_status()
        leaving = client.post("/konto/innlogging/organisasjon/")
        assert leaving.status_code == 200
        address = leaving.context["address"]
        assert unescape(leaving.content.decode()).count(address) == 2
        walk.asked = parse_qs(urlsplit(address).query)
        back = httpx.post(address, data={"sub": subject}).headers["Location"]
        parts = urlsplit(back)
        walk.back = f"{parts.path}?{parts.query}"
        return client.get(walk.back, follow=follow)

    return walk


KARI = {"email": "Kari@Example.org", "email_verified": True, "name": "Kari Nordmann"}


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_the_page_offers_the_organisation_by_name(client):
    page = client.get("/konto/inn/").content.decode()
    assert "Vågan kommune" in page
    assert "/konto/innlogging/organisasjon/" in page


def test_somebody_known_signs_in_by_the_address_that_the_provider_vouches_for(client, sign_in):
    kari = make_person(email="kari@example.org")
    response = sign_in("kari-1", **KARI)
    assert response.redirect_chain[-1][0] == "/kontor/"
    assert client.session["_auth_user_id"] == str(kari.pk)
    assert SocialAccount.objects.get().user == kari


def test_the_code_is_bound_to_this_browser_by_pkce_and_state(client, sign_in):
    make_person(email="kari@example.org")
    sign_in("kari-1", **KARI)
    assert sign_in.asked["code_challenge_method"] == ["S256"]
    assert len(sign_in.asked["code_challenge"][0]) == 43
    assert sign_in.asked["response_type"] == ["code"]
    assert sign_in.asked["redirect_uri"] == [
        "http://testserver/konto/innlogging/organisasjon/attende/"
    ]
    # The same answer again, in a browser that did not ask, signs nobody in.
    client.logout()
    assert client.get(sign_in.back).status_code in {200, 401}
    assert not is_signed_in(client)


def test_a_pending_invitation_is_taken_up_by_whoever_has_the_address(client, sign_in):
    admin = make_person(Role.ADMINISTRATOR)
    invitations.invite(
        Offer("kari@example.org", Role.OPERATOR), link=lambda token: token, by=admin, at=_now()
    )
    response = sign_in("kari-2", **KARI)
    kari = User.objects.get(email="kari@example.org")
    assert kari.name == "Kari Nordmann"
    assert not kari.has_usable_password()
    assert may(kari, Permission.EDIT_PAGES)
    # Staff: the organisation's own sign-in is the second factor's keeper.
    assert response.redirect_chain[-1][0] == "/kontor/"
    assert response.status_code == 200
    assert Event.objects.filter(act="invitation.accepted", actor=str(kari.key)).exists()


def _now():
    from byregion.common.clock import now

    return now()


@pytest.mark.parametrize(
    "claims",
    [
        KARI,
        {**KARI, "email_verified": False},
        {"name": "Kari Nordmann"},
    ],
    ids=["a stranger", "an unverified address", "no address"],
)
def test_whoever_is_not_invited_is_told_so_and_leaves_nothing(client, sign_in, claims):
    if not claims.get("email_verified", True):
        make_person(email="kari@example.org")
    before = User.objects.count()
    response = sign_in("kari-3", **claims)
    assert "invitasjon" in response.content.decode()
    assert not is_signed_in(client)
    assert User.objects.count() == before
    assert not SocialAccount.objects.exists()


def test_an_expired_invitation_lets_nobody_in(client, sign_in):
    invitations.open_invitation(
        Offer("kari@example.org", Role.OWNER), by=None, at=NOON.replace(year=2020)
    )
    sign_in("kari-4", **KARI)
    assert not is_signed_in(client)


def test_whoever_was_erased_does_not_come_back_by_the_provider(client, sign_in):
    from byregion.people.domain.own_data import erase

    kari = make_person(email="kari@example.org")
    sign_in("kari-5", **KARI)
    client.logout()
    erase(kari, by=kari, at=NOON)
    sign_in("kari-5", **KARI)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "number",
    ["938644500", "0192:938644500", {"authority": "iso6523-actorid-upis", "ID": "0192:938644500"}],
)
def test_the_organisation_number_ties_the_person_to_an_organisation_we_know(
    client, sign_in, number
):
    body = Organisation.objects.create(
        slug="vagan", name="Vågan kommune", kind=OrganisationKind.MUNICIPALITY, number="938644500"
    )
    kari = make_person(email="kari@example.org")
    sign_in("kari-6", **KARI, organization_number=number)
    assert list(kari.organisations.all()) == [body]
    sign_in("kari-6", **KARI, organization_number=number)
    assert kari.affiliations.count() == 1


def test_a_number_that_we_do_not_know_ties_to_nothing(client, sign_in):
    kari = make_person(email="kari@example.org")
    sign_in("kari-7", **KARI, organization_number="999999999")
    assert is_signed_in(client)
    assert not kari.organisations.exists()


@pytest.mark.parametrize("claim", [None, "", "12345678", "1234567890", "abc", {}, {"ID": 3}, []])
def test_what_is_no_number_is_no_number(claim):
    assert organisation_number({"n": claim}, "n") == ""


def test_a_provider_that_fails_is_said_plainly(client, settings):
    found = organisation({**ENVIRONMENT, "BYREGION_OIDC_ISSUER": "http://localhost:9"})
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": found}}
    for response in (
        client.post("/konto/innlogging/organisasjon/"),
        client.get("/konto/innlogging/organisasjon/attende/?code=x&state=y"),
    ):
        assert response.status_code in {200, 401, 502}
        assert "lukkast ikkje" in response.content.decode()


def test_an_unknown_provider_is_not_there(client):
    assert client.get("/konto/innlogging/nobody/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"BYREGION_OIDC_ISSUER": "http://login.example"}, "https://"),
        ({"BYREGION_OIDC_CLIENT_ID": ""}, "CLIENT_ID"),
        ({"BYREGION_OIDC_SECRET": ""}, "SECRET"),
        ({"BYREGION_OIDC_KEY_FILE": "/no/such.pem"}, "not both"),
        ({"BYREGION_OIDC_SECRET": "", "BYREGION_OIDC_KEY_FILE": "/no/such.pem"}, "private key"),
    ],
)
def test_half_an_environment_is_refused_at_start(changes, said):
    values = {**ENVIRONMENT, "BYREGION_OIDC_ISSUER": "https://login.example", **changes}
    with pytest.raises(BadEnvironment, match=said):
        organisation(values)


def test_no_issuer_is_no_provider():
    assert organisation({}) == []
