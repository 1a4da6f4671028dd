"""How we prove to an organisation's provider who we are, and ask it to sign somebody in.

allauth walks the code flow with PKCE. Here is what public providers in Norway ask for and allauth
lacks: a signed assertion in the secret's place (`private_key_jwt`: RFC 7523, OpenID Connect Core,
9); what we ask for handed over beforehand, out of the browser's reach (RFC 9126); a nonce that ties
the answer to the question; and a look at who answered (RFC 9207).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode
from uuid import uuid4

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from byregion.common.clock import now

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
# Long enough for clocks that differ a little, too short to be of use to a thief.
VALID = timedelta(seconds=60)


def signed_assertion(client_id: str, issuer: str, key: bytes, key_id: str, at: datetime) -> str:
    """Give a JWT that says who we are, meant for one issuer, good once and for a minute.

    `key` is a private key in PEM: RSA signs with RS256, P-256 with ES256. Raises ValueError for
    another.
    """
    private = load_pem_private_key(key, password=None)
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": issuer,
        "jti": str(uuid4()),
        "iat": at,
        "exp": at + VALID,
    }
    headers = {"kid": key_id} if key_id else None
    algorithm = "RS256" if isinstance(private, RSAPrivateKey) else "ES256"
    return jwt.encode(claims, cast("Any", private), algorithm=algorithm, headers=headers)


def nonce_of(state: str) -> str:
    """Give the nonce of one question: known from its state, which only one browser holds, once."""
    return salted_hmac("byregion.web.account.nonce", state, algorithm="sha256").hexdigest()


class OrganisationClient(OAuth2Client):  # type: ignore[misc]
    """Asks the provider: with a secret or a signed assertion, and beforehand where it can be."""

    issuer = ""
    key_file = ""
    key_id = ""
    pushed_to = ""

    def get_access_token(
        self,
        code: str,
        pkce_code_verifier: str | None = None,
        extra_data: dict[str, str] | None = None,
    ) -> Any:
        """Change the code for tokens."""
        proof = {**(extra_data or {}), **self._assertion()}
        return super().get_access_token(code, pkce_code_verifier, extra_data=proof)

    def get_redirect_url(
        self, authorization_url: str, scope: list[str], extra_params: dict[str, str]
    ) -> str:
        """Give the address that the visitor is sent to.

        Raises OAuth2Error where the provider doesn't take what it's asked for.
        """
        asked = {
            "client_id": self.consumer_key,
            "redirect_uri": self.callback_url,
            "scope": " ".join(dict.fromkeys(scope)),
            "response_type": "code",
            "state": self.state or "",
            "nonce": nonce_of(self.state or ""),
            **extra_params,
        }
        if self.pushed_to:
            asked = {"client_id": self.consumer_key, "request_uri": self._pushed(asked)}
        return f"{authorization_url}?{urlencode(asked)}"

    def _pushed(self, asked: dict[str, str]) -> str:
        proof, basic = self._assertion(), None
        if self.basic_auth:
            basic = (self.consumer_key, self.consumer_secret)
        elif not proof:
            proof = {"client_secret": self.consumer_secret}
        with get_adapter().get_requests_session() as session:
            answer = session.post(self.pushed_to, data={**asked, **proof}, auth=basic)
        if answer.status_code not in {200, 201}:
            raise OAuth2Error(f"the provider did not take the request: {answer.status_code}")
        return str(answer.json()["request_uri"])

    def _assertion(self) -> dict[str, str]:
        if not self.key_file:
            return {}
        key = Path(self.key_file).read_bytes()
        signed = signed_assertion(self.consumer_key, self.issuer, key, self.key_id, now())
        return {"client_assertion_type": ASSERTION, "client_assertion": signed}


class OrganisationEndpoint(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The provider as its discovery document tells of it."""

    client_class = OrganisationClient

    @property
    def basic_auth(self) -> bool:
        """Whether the secret goes in a header; a signed assertion never does."""
        return not self.get_provider().app.settings["key_file"] and bool(super().basic_auth)

    def get_client(self, request: HttpRequest, app: Any) -> OrganisationClient:
        """Give the client, with what the provider needs of proofs and how it is asked."""
        client: OrganisationClient = super().get_client(request, app)
        client.issuer = self.openid_config["issuer"]
        client.pushed_to = self.openid_config.get("pushed_authorization_request_endpoint", "")
        client.key_file, client.key_id = app.settings["key_file"], app.settings["key_id"]
        return client

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        """Change the code for tokens, once it's seen that the provider we asked has answered."""
        told = request.GET.get("iss", "")
        must_tell = self.openid_config.get("authorization_response_iss_parameter_supported", False)
        if (told or must_tell) and told != self.openid_config["issuer"]:
            raise OAuth2Error("another provider answered")
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = super()._decode_id_token(app, id_token)
        expected = nonce_of(self.request.GET.get("state", ""))
        if not constant_time_compare(str(claims.get("nonce", "")), expected):
            raise OAuth2Error("the answer is to another question")
        return claims

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        # Some tell all in the token, and have nothing more to ask.
        if "userinfo_endpoint" not in self.openid_config:
            return {}
        told: dict[str, Any] = super()._fetch_user_info(access_token)
        return told


class OrganisationProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """allauth's provider, asked in our way."""

    oauth2_adapter_class = OrganisationEndpoint
