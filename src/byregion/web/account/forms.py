"""allauth's forms with our words; what they check is allauth's."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class OurWords(forms.Form):
    """Give the fields our labels and help, and no placeholder, which would vanish when typing."""

    labels: ClassVar[dict[str, Promise]] = {}
    helps: ClassVar[dict[str, Promise]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.labels:
                field.label = self.labels[name]  # type: ignore[assignment]
            # What allauth helps with says our own pages elsewhere.
            field.help_text = self.helps.get(name, "")  # type: ignore[assignment]


EMAIL = _("E-mail address")
PASSWORD = _("Password")
NEW = _("New password")
AGAIN = _("The new password again")
# Promises, as the labels are: the words are found when the page's language is known.
STRONG = _(
    "At least ten characters. Several words that only you would put together are easy to remember "
    "and hard to guess."
)


class LoginForm(OurWords, account.LoginForm):  # type: ignore[misc]
    """Sign in with an address and a password."""

    labels: ClassVar = {"login": EMAIL, "password": PASSWORD}


class ResetPasswordForm(OurWords, account.ResetPasswordForm):  # type: ignore[misc]
    """Ask for a link to choose a new password."""

    labels: ClassVar = {"email": EMAIL}


class ResetPasswordKeyForm(OurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """Choose a new password after following the link."""

    labels: ClassVar = {"password1": NEW, "password2": AGAIN}
    helps: ClassVar = {"password1": STRONG}


class SetPasswordForm(OurWords, account.SetPasswordForm):  # type: ignore[misc]
    """Choose a first password; one who signed in through the organisation has none."""

    labels: ClassVar = {"password1": NEW, "password2": AGAIN}
    helps: ClassVar = {"password1": STRONG}


class ChangePasswordForm(OurWords, account.ChangePasswordForm):  # type: ignore[misc]
    """Change the password."""

    labels: ClassVar = {
        "oldpassword": _("The password you have now"),
        "password1": NEW,
        "password2": AGAIN,
    }
    helps: ClassVar = {"password1": STRONG}


class ChangeEmailForm(OurWords, account.ChangeEmailForm):  # type: ignore[misc]
    """Change the address."""

    labels: ClassVar = {"email": _("New e-mail address")}


class ReauthenticateForm(OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    """Prove again with the password that it's you."""

    labels: ClassVar = {"password": PASSWORD}


CODE = _("Code")
CODE_HELP = _("Six digits from the app, or one of your recovery codes.")


class CodeForm(OurWords, factor.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    labels: ClassVar = {"code": CODE}
    helps: ClassVar = {"code": CODE_HELP}


class CodeAgainForm(OurWords, factor.ReauthenticateForm):  # type: ignore[misc]
    """Prove again with a code that it's you."""

    labels: ClassVar = {"code": CODE}
    helps: ClassVar = {"code": CODE_HELP}


class ActivateTOTPForm(OurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    """Turn the app on, by a code that shows that it works."""

    labels: ClassVar = {"code": _("The six digits that the app shows")}


class AddPasskeyForm(OurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """Add a passkey or a security key."""

    labels: ClassVar = {
        "name": _("What you call it"),
        "passwordless": _("Let it sign me in without a password"),
    }
    helps: ClassVar = {
        "passwordless": _("The device must then ask for a fingerprint, a face or a PIN."),
    }


class NamePasskeyForm(OurWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Rename a passkey."""

    labels: ClassVar = {"name": _("What you call it")}
