"""How people sign in: allauth's settings, and an organisation's sign-in from the environment."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

from byregion.config.env import BadEnvironment


def organisation(values: dict[str, str]) -> list[dict[str, object]]:
    """Read BYREGION_OIDC_…: the OpenID provider of the organisation, as allauth wants it.

    Empty where none is set. Raises BadEnvironment where a part is missing or wrong.
    """
    issuer = values.get("BYREGION_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return []
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1"}:
        raise BadEnvironment("BYREGION_OIDC_ISSUER must be an address that begins with https://")
    if not values.get("BYREGION_OIDC_CLIENT_ID"):
        raise BadEnvironment("BYREGION_OIDC_CLIENT_ID must be set with BYREGION_OIDC_ISSUER")
    key_file = _key_file(values)
    return [
        {
            "provider_id": "organisasjon",
            "name": values.get("BYREGION_OIDC_NAME") or parts.hostname,
            "client_id": values["BYREGION_OIDC_CLIENT_ID"],
            "secret": values.get("BYREGION_OIDC_SECRET", ""),
            "settings": {
                "server_url": issuer,
                "key_file": key_file,
                "key_id": values.get("BYREGION_OIDC_KEY_ID", ""),
                "oauth_pkce_enabled": True,
                "auth_params": _details(values),
                # The claim that holds the organisation's number, where the provider gives one.
                "organisation_claim": values.get("BYREGION_OIDC_ORGANISATION_CLAIM")
                or "organization_number",
            },
        }
    ]


def _details(values: dict[str, str]) -> dict[str, str]:
    # What the person is to act for (RFC 9396), sent as it stands: types are the provider's own.
    text = values.get("BYREGION_OIDC_AUTHORIZATION_DETAILS", "")
    if not text:
        return {}
    try:
        details = json.loads(text)
    except ValueError:
        details = None
    is_list = isinstance(details, list) and bool(details)
    if not is_list or not all(isinstance(one, dict) and "type" in one for one in details):
        raise BadEnvironment(
            "BYREGION_OIDC_AUTHORIZATION_DETAILS must be a JSON list of objects with a type"
        )
    return {"authorization_details": text}


def _key_file(values: dict[str, str]) -> str:
    # One proof of who we are, and one alone: a secret beside a key would be the weaker way in.
    key_file = values.get("BYREGION_OIDC_KEY_FILE", "")
    if bool(key_file) == bool(values.get("BYREGION_OIDC_SECRET")):
        raise BadEnvironment(
            "either BYREGION_OIDC_SECRET or BYREGION_OIDC_KEY_FILE must be set with "
            "BYREGION_OIDC_ISSUER, and not both"
        )
    if key_file:
        _check_key(Path(key_file))
    return key_file


def _check_key(path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa  # noqa: PLC0415 - where used
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        raise BadEnvironment(
            f"BYREGION_OIDC_KEY_FILE must name a file with a private key in PEM, not {path}"
        ) from None
    is_p256 = isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name == "secp256r1"
    if not (is_p256 or (isinstance(key, rsa.RSAPrivateKey) and key.key_size >= 2048)):
        raise BadEnvironment(
            "BYREGION_OIDC_KEY_FILE must hold an RSA key of 2048 bits or more, or a P-256 key"
        )


LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


def is_trial(values: dict[str, str]) -> bool:
    """Whether demonstration people, whose password is public, may exist and sign in.

    Only where BYREGION_DEMO asks for it, the database is the embedded one, and the installation
    answers to this machine's own names alone.
    """
    if values.get("BYREGION_DEMO", "") not in {"1", "true", "yes"}:
        return False
    hosts = values.get("BYREGION_HOSTS", "localhost").split(",")
    address = urlsplit(values.get("BYREGION_BASE_URL", "http://localhost:8000"))
    return (
        not values.get("BYREGION_DATABASE_URL")
        and set(hosts) <= LOCAL_HOSTS
        and address.hostname in {"localhost", "127.0.0.1"}
    )


APPS = [
    "byregion.web.account",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]


def settings(values: dict[str, str]) -> dict[str, object]:
    """Give the settings of signing in by name, for an installation with this environment."""
    return {
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ("email", "name")},
            },
            {
                "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                "OPTIONS": {"min_length": 10},
            },
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
            {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "office:start",
        "LOGOUT_REDIRECT_URL": "public:front",
        "ACCOUNT_ADAPTER": "byregion.web.account.adapter.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
        "ACCOUNT_CHANGE_EMAIL": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        # Nobody learns from us whether an address has an account; no stranger gets a letter.
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        "ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR": (
            "allauth.account.forms.EmailAwarePasswordResetTokenGenerator"
        ),
        "ACCOUNT_FORMS": {
            "login": "byregion.web.account.forms.LoginForm",
            "reset_password": "byregion.web.account.forms.ResetPasswordForm",
            "reset_password_from_key": "byregion.web.account.forms.ResetPasswordKeyForm",
            "change_password": "byregion.web.account.forms.ChangePasswordForm",
            "set_password": "byregion.web.account.forms.SetPasswordForm",
            "change_email": "byregion.web.account.forms.ChangeEmailForm",
            "reauthenticate": "byregion.web.account.forms.ReauthenticateForm",
        },
        "MFA_ADAPTER": "byregion.web.account.adapter.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_ISSUER": "Byregion",
        # A phone's clock may be half a minute off.
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_FORMS": {
            "authenticate": "byregion.web.account.forms.CodeForm",
            "reauthenticate": "byregion.web.account.forms.CodeAgainForm",
            "activate_totp": "byregion.web.account.forms.ActivateTOTPForm",
            "add_webauthn": "byregion.web.account.forms.AddPasskeyForm",
            "edit_webauthn": "byregion.web.account.forms.NamePasskeyForm",
        },
        "SOCIALACCOUNT_ADAPTER": "byregion.web.account.organisation.OrganisationAdapter",
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": organisation(values)}},
        # An address that the organisation vouches for signs in the person we invited to it.
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "SOCIALACCOUNT_ONLY": False,
        "SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX": "",
    }
