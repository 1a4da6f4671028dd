"""A provider as strict as public ones: a signed assertion, and requests handed over beforehand.

It stands before oidc_provider_mock, which does the rest, and is run as a process of its own:
`python -m tests.web.strict_provider PORT PUBLIC_KEY_FILE`.
"""

import json
import sys
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import jwt
import oidc_provider_mock
from werkzeug.serving import make_server
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

CLIENT = "byregion"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
PUSHED = "/par"


class Strict:
    """Lets through only what is proved and was handed over beforehand."""

    def __init__(self, inner, issuer, public_key):
        self.inner, self.issuer, self.public_key = inner, issuer, public_key
        self.pushed, self.seen = {}, set()

    def __call__(self, environ, start_response):
        request = Request(environ)
        routes = {
            "/.well-known/openid-configuration": self.discovery,
            PUSHED: self.push,
            "/oauth2/authorize": self.authorize,
            "/oauth2/token": self.token,
        }
        answer = routes[request.path](request) if request.path in routes else self.inner
        return answer(environ, start_response)

    def discovery(self, request):
        inner = Client(self.inner).get(request.path, base_url=request.host_url)
        found = inner.get_json()
        found["issuer"] = self.issuer
        # All is told in the token, and who answers is told in the answer.
        del found["userinfo_endpoint"]
        found["authorization_response_iss_parameter_supported"] = True
        found["pushed_authorization_request_endpoint"] = f"{self.issuer}{PUSHED}"
        found["token_endpoint_auth_methods_supported"] = ["private_key_jwt"]
        return Response(json.dumps(found), mimetype="application/json")

    def push(self, request):
        refused = self.refused(request)
        if refused:
            return refused
        reference = f"urn:ietf:params:oauth:request_uri:{uuid4()}"
        asked = request.form.to_dict()
        for name in ("client_assertion", "client_assertion_type"):
            del asked[name]
        self.pushed[reference] = asked
        answer = json.dumps({"request_uri": reference, "expires_in": 60})
        return Response(answer, status=201, mimetype="application/json")

    def authorize(self, request):
        named = request.args.to_dict()
        asked = self.pushed.get(named.get("request_uri", ""))
        if set(named) != {"client_id", "request_uri"} or asked is None:
            return Response("only what was pushed", status=400)
        if (
            not {"code_challenge", "nonce"} <= set(asked)
            or asked["client_id"] != named["client_id"]
        ):
            return Response("without PKCE or nonce, or another's", status=400)
        answer = Client(self.inner).open(
            request.path,
            base_url=request.host_url,
            method=request.method,
            query_string=urlencode(asked),
            data=request.form.to_dict(),
        )
        if "Location" in answer.headers:
            answer.headers["Location"] += "&" + urlencode({"iss": self.issuer})
        return answer

    def token(self, request):
        form = request.form.to_dict()
        refused = self.refused(request)
        if refused or "code_verifier" not in form:
            return refused or Response("without PKCE", status=400)
        # Who this is has been proved here; the mock takes any secret.
        plain = {name: text for name, text in form.items() if "assertion" not in name}
        plain["client_secret"] = "any"
        return Client(self.inner).post(request.path, data=plain, base_url=request.host_url)

    def refused(self, request):
        form = request.form
        if "client_secret" in form or "Authorization" in request.headers:
            return Response("a secret is no proof here", status=401)
        if form.get("client_assertion_type") != ASSERTION:
            return Response("no assertion", status=401)
        try:
            claims = jwt.decode(
                form["client_assertion"],
                self.public_key,
                algorithms=["RS256", "ES256"],
                audience=self.issuer,
                issuer=CLIENT,
                options={"require": ["iss", "sub", "aud", "exp", "iat", "jti"]},
            )
        except jwt.PyJWTError as error:
            return Response(str(error), status=401)
        is_brief = claims["exp"] - claims["iat"] <= 120
        if claims["sub"] != CLIENT or not is_brief or claims["jti"] in self.seen:
            return Response("not this client's, too long, or seen before", status=401)
        if jwt.get_unverified_header(form["client_assertion"]).get("kid") != "key-1":
            return Response("no such key", status=401)
        self.seen.add(claims["jti"])
        return None


def main(port, public_key):
    issuer = f"http://localhost:{port}"
    strict = Strict(oidc_provider_mock.app(), issuer, Path(public_key).read_bytes())
    make_server("localhost", int(port), strict, threaded=True).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
