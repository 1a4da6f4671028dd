"""What signing in says: errors, messages and letters by allauth's names for them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ERRORS: dict[str, Promise] = {
    "account_inactive": _("This account is closed."),
    "email_password_mismatch": _(
        "The address and the password don't fit together. Mind capital letters, or ask for a new "
        "password below."
    ),
    "email_taken": _("Another account has this address."),
    "enter_current_password": _("This isn't the password you have now."),
    "incorrect_code": _("The code isn't right. Codes change every half minute: try the next one."),
    "incorrect_password": _("The password isn't right."),
    "invalid_or_expired_key": _("The link is used or too old."),
    "invalid_login": _("This doesn't sign anybody in."),
    "invalid_password_reset": _("The link is used or too old. Ask for a new one."),
    "too_many_login_attempts": _("Too many failed attempts. Wait some minutes and try again."),
    "same_as_current": _("This is the one you have already."),
    "rate_limited": _("Too many attempts in a short time. Wait a minute and try again."),
    "unverified_primary_email": _("Your address must be confirmed first."),
}

FACTOR_ERRORS: dict[str, Promise] = {
    "add_email_blocked": _(
        "Turn the second step off before changing the address, and on again afterwards."
    ),
    "cannot_delete_authenticator": _("Your role needs a second step: add another before."),
    "cannot_generate_recovery_codes": _("Recovery codes come with an app or a passkey: add one."),
    "incorrect_code": ERRORS["incorrect_code"],
    "unverified_email": _("Confirm your e-mail address before adding a second step."),
}

MESSAGES: dict[str, Promise] = {
    "email_confirmation_failed": _("The address could not be confirmed: another account has it."),
    "email_confirmation_sent": _("A letter with a link is on its way to the address."),
    "email_confirmed": _("The address is confirmed."),
    "logged_out": _("You are signed out."),
    "password_changed": _("The password is changed."),
    "password_set": _("The password is set."),
    "primary_email_set": _("The address is changed."),
    "unverified_primary_email": ERRORS["unverified_primary_email"],
    "recovery_codes_generated": _("You have new recovery codes. The old ones no longer work."),
    "totp_activated": _("The app is now your second step."),
    "totp_deactivated": _("The app is no longer your second step."),
    "webauthn_added": _("The passkey is added."),
    "webauthn_removed": _("The passkey is removed."),
    "account_connected": _("The organisation's sign-in now opens this account."),
    "account_disconnected": _("The organisation's sign-in no longer opens this account."),
}

# allauth's letters that carry a link; the others tell that something was done, and share a form.
LETTERS = {
    "password_reset_key": "mail/account_password_reset.txt",
    "email_confirmation": "mail/account_confirm_address.txt",
    "email_confirmation_signup": "mail/account_confirm_address.txt",
    "account_already_exists": "mail/account_address_taken.txt",
}
NOTICES: dict[str, Promise] = {
    "email_changed": _("The e-mail address of your account was changed."),
    "email_confirm": _("The e-mail address of your account was confirmed."),
    "email_deleted": _("An e-mail address was removed from your account."),
    "password_changed": _("The password of your account was changed."),
    "password_reset": _("The password of your account was changed by a link in an e-mail."),
    "password_set": _("A password was set on your account."),
    "recovery_codes_generated": _("New recovery codes were made for your account."),
    "totp_activated": _("An app was added as the second step of signing in."),
    "totp_deactivated": _("The app was removed as the second step of signing in."),
    "webauthn_added": _("A passkey was added to your account."),
    "webauthn_removed": _("A passkey was removed from your account."),
    "account_connected": _("Your organisation's sign-in was connected to your account."),
    "account_disconnected": _("Your organisation's sign-in was disconnected from your account."),
}
