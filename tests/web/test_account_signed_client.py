"""Signing in at a provider that takes no secret: a signed assertion, and a request pushed before.

The provider is a real one over HTTP, which refuses whatever isn't proved (`strict_provider`).
"""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from django.core.cache import cache
from django.test import Client
from tests.factories.people import make_person
from tests.web.providers import running

from byregion.config.env import BadEnvironment
from byregion.config.sign_in import organisation
from byregion.web.account import organisation_client
from byregion.web.account.organisation import organisation_number
from byregion.web.account.organisation_client import nonce_of, signed_assertion

pytestmark = pytest.mark.django_db
KARI = {"email": "kari@example.org", "email_verified": True, "name": "Kari Nordmann"}
ISSUER = "https://login.example"


def private_pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def public_pem(key):
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def provider(key, tmp_path_factory):
    """Run a provider that knows our public key."""
    public = tmp_path_factory.mktemp("provider") / "public.pem"
    public.write_bytes(public_pem(key))
    with running("tests.web.strict_provider", "{}", str(public)) as address:
        yield address


@pytest.fixture
def use(settings, tmp_path, provider):
    """Give a function that sets the provider up, with what proves who we are."""

    def set_up(key=None, **changes):
        cache.clear()
        values = {"BYREGION_OIDC_ISSUER": provider, "BYREGION_OIDC_CLIENT_ID": "byregion"}
        if key is not None:
            file = tmp_path / "client.pem"
            file.write_bytes(private_pem(key))
            values["BYREGION_OIDC_KEY_FILE"] = str(file)
            values["BYREGION_OIDC_KEY_ID"] = "key-1"
        found = organisation({**values, **changes})
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": found}}

    return set_up


def leave(client):
    return client.post("/konto/innlogging/organisasjon/")


def come_back(client, provider, address, claims=KARI, **changes):
    """Sign in at the provider, and bring its answer back, changed where that's asked for."""
    httpx.put(f"{provider}/users/kari", json=claims).raise_for_status()
    back = urlsplit(httpx.post(address, data={"sub": "kari"}).headers["Location"])
    answer = {name: held[0] for name, held in parse_qs(back.query).items()} | changes
    return client.get(back.path, answer)


def test_somebody_signs_in_without_a_secret_and_the_browser_carries_a_reference_alone(
    client, use, key, provider
):
    use(key)
    kari = make_person(email="kari@example.org")
    address = leave(client).context["address"]
    carried = parse_qs(urlsplit(address).query)
    assert set(carried) == {"client_id", "request_uri"}
    assert carried["request_uri"][0].startswith("urn:ietf:params:oauth:request_uri:")
    come_back(client, provider, address)
    assert client.session["_auth_user_id"] == str(kari.pk)


def test_a_provider_that_gives_no_address_opens_the_account_that_its_owner_tied_to_it(
    client, use, key, provider
):
    use(key)
    nameless = {"name": "Kari Nordmann"}
    kari = make_person(email="kari@example.org")
    stranger = Client()
    come_back(stranger, provider, leave(stranger).context["address"], nameless)
    assert "_auth_user_id" not in stranger.session

    client.force_login(kari)
    tie = client.post("/konto/innlogging/organisasjon/?process=connect")
    come_back(client, provider, tie.context["address"], nameless)
    assert SocialAccount.objects.get().user == kari
    later = Client()
    come_back(later, provider, leave(later).context["address"], nameless)
    assert later.session["_auth_user_id"] == str(kari.pk)


@pytest.mark.parametrize("told", ["https://another.example", ""])
def test_an_answer_from_another_provider_signs_nobody_in(client, use, key, provider, told):
    use(key)
    make_person(email="kari@example.org")
    response = come_back(client, provider, leave(client).context["address"], iss=told)
    assert "lukkast ikkje" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_answer_to_another_question_signs_nobody_in(client, use, key, provider, monkeypatch):
    use(key)
    make_person(email="kari@example.org")
    address = leave(client).context["address"]
    monkeypatch.setattr(organisation_client, "nonce_of", lambda state: "another")
    response = come_back(client, provider, address)
    assert "lukkast ikkje" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_nonce_is_of_one_question():
    assert nonce_of("a") == nonce_of("a") != nonce_of("b")


DETAILS = '[{"type": "ansattporten:altinn:service", "resource": "urn:altinn:resource:2480:40"}]'


def test_what_the_person_is_to_act_for_is_asked_for_as_it_stands(use, key, provider, client):
    use(key, BYREGION_OIDC_AUTHORIZATION_DETAILS=DETAILS)
    asked = {}

    def push(self, values):
        asked.update(values)
        return "urn:x"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(organisation_client.OrganisationClient, "_pushed", push)
        leave(client)
    assert asked["authorization_details"] == DETAILS
    assert asked["code_challenge_method"] == "S256"


@pytest.mark.parametrize("wrong", ["x", "{}", '["type"]', "[{}]"])
def test_details_that_no_provider_understands_are_refused_at_start(use, key, wrong):
    with pytest.raises(BadEnvironment, match="AUTHORIZATION_DETAILS"):
        use(key, BYREGION_OIDC_AUTHORIZATION_DETAILS=wrong)


@pytest.mark.parametrize(
    "details",
    [
        [{"type": "ansattporten:altinn:service", "resource": "urn:altinn:resource:2480:40",
          "reportees": [{"Authority": "iso6523-actorid-upis", "ID": "0192:938644500"}]}],
        [{"type": "ansattporten:orgno",
          "orgno": {"authority": "iso6523-actorid-upis", "ID": "0192:938644500"}}],
        [{"type": "ansattporten:altinn:resource",
          "authorized_parties": [{"orgno": {"ID": "0192:938644500"}, "name": "123456789"}]}],
    ],
)  # fmt: skip
def test_the_organisation_is_found_among_what_the_person_may_act_for(details):
    assert organisation_number({"details": details}, "details") == "938644500"
    assert organisation_number({"details": [{"type": "x", "name": "938644500"}]}, "details") == ""


@pytest.mark.parametrize("proof", ["another key", "another name for the key", "a secret"])
def test_whoever_cannot_prove_who_they_are_gets_no_further(client, use, key, proof):
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    changes = {
        "another key": {"key": other},
        "another name for the key": {"key": key, "BYREGION_OIDC_KEY_ID": "key-2"},
        "a secret": {"BYREGION_OIDC_SECRET": "a secret between two"},
    }
    use(**changes[proof])
    response = leave(client)
    assert "address" not in (response.context or {})
    assert "lukkast ikkje" in response.content.decode()


def test_the_assertion_is_ours_for_one_issuer_once_and_for_a_minute(key):
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    told = [signed_assertion("byregion", ISSUER, private_pem(key), "key-1", at) for _ in "ab"]
    first, second = (
        jwt.decode(
            one,
            public_pem(key),
            algorithms=["RS256"],
            audience=ISSUER,
            options={"verify_exp": False, "verify_iat": False},
        )
        for one in told
    )
    assert first["iss"] == first["sub"] == "byregion"
    assert (first["iat"], first["exp"] - first["iat"]) == (int(at.timestamp()), 60)
    assert first["jti"] != second["jti"]
    assert jwt.get_unverified_header(told[0])["kid"] == "key-1"


def test_a_key_on_the_curve_signs_with_its_own_algorithm_and_needs_no_name():
    curve = ec.generate_private_key(ec.SECP256R1())
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    header = jwt.get_unverified_header(
        signed_assertion("byregion", ISSUER, private_pem(curve), "", at)
    )
    assert header["alg"] == "ES256"
    assert "kid" not in header


@pytest.mark.parametrize(
    "wrong",
    [
        ed25519.Ed25519PrivateKey.generate(),
        ec.generate_private_key(ec.SECP384R1()),
        rsa.generate_private_key(public_exponent=65537, key_size=1024),  # noqa: S505 - too short on purpose
    ],
    ids=["ed25519", "p-384", "rsa-1024"],
)
def test_a_key_that_no_provider_takes_is_refused_at_start(use, wrong):
    with pytest.raises(BadEnvironment, match="2048"):
        use(wrong)
