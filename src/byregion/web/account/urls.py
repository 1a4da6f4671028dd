"""Addresses of one's account. allauth's pages keep allauth's names, by which it finds them."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount import views as social
from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from byregion.web.account.framed import before_sign_in, of_ones_own
from byregion.web.account.views import invitation, profile

SIGN_IN = _("Sign in")
FORGOTTEN = _("Forgotten password")
SECOND_STEP = _("Second step")
AGAIN = _("Prove that it's you")
RECOVERY = _("Recovery codes")
PASSKEYS = _("Passkeys")
ORGANISATION = _("Organisation's sign-in")
EMAIL = _("E-mail address")

urlpatterns = [
    path("", profile.show, name="account_profile"),
    path("arbeid/", profile.join, name="account_join"),
    path("arbeid/<int:pk>/slutt/", profile.leave, name="account_leave"),
    path("mine-data/", profile.kept, name="account_kept"),
    path("mine-data/fil/", profile.export, name="account_export"),
    path("slett/", profile.erase, name="account_erase"),
    path("invitasjon/<str:token>/", invitation.accept, name="account_invitation"),
    path("inn/", before_sign_in(account.login, SIGN_IN), name="account_login"),
    path("ut/", before_sign_in(account.logout, _("Sign out")), name="account_logout"),
    path("stengd/", before_sign_in(account.account_inactive, SIGN_IN), name="account_inactive"),
    path("ny/", before_sign_in(account.signup, SIGN_IN), name="account_signup"),
    path("stadfest/", of_ones_own(account.reauthenticate, AGAIN), name="account_reauthenticate"),
    path("epost/", of_ones_own(account.email, EMAIL), name="account_email"),
    path(
        "epost/sendt/",
        before_sign_in(account.email_verification_sent, EMAIL),
        name="account_email_verification_sent",
    ),
    re_path(
        r"^epost/stadfest/(?P<key>[-:\w]+)/$",
        before_sign_in(account.confirm_email, EMAIL),
        name="account_confirm_email",
    ),
    path(
        "passord/",
        of_ones_own(account.password_change, _("Password")),
        name="account_change_password",
    ),
    path(
        "passord/fyrste/",
        of_ones_own(account.password_set, _("Password")),
        name="account_set_password",
    ),
    path(
        "passord/gloymt/",
        before_sign_in(account.password_reset, FORGOTTEN),
        name="account_reset_password",
    ),
    path(
        "passord/gloymt/sendt/",
        before_sign_in(account.password_reset_done, FORGOTTEN),
        name="account_reset_password_done",
    ),
    path(
        "passord/gloymt/ferdig/",
        before_sign_in(account.password_reset_from_key_done, FORGOTTEN),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^passord/gloymt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        before_sign_in(account.password_reset_from_key, FORGOTTEN),
        name="account_reset_password_from_key",
    ),
    path("steg-to/", of_ones_own(factor.index, SECOND_STEP), name="mfa_index"),
    path(
        "steg-to/kode/", before_sign_in(factor.authenticate, SECOND_STEP), name="mfa_authenticate"
    ),
    path("steg-to/stadfest/", of_ones_own(factor.reauthenticate, AGAIN), name="mfa_reauthenticate"),
    path("steg-to/app/", of_ones_own(totp.activate_totp, SECOND_STEP), name="mfa_activate_totp"),
    path(
        "steg-to/app/av/",
        of_ones_own(totp.deactivate_totp, SECOND_STEP),
        name="mfa_deactivate_totp",
    ),
    path(
        "steg-to/kodar/",
        of_ones_own(recovery.view_recovery_codes, RECOVERY),
        name="mfa_view_recovery_codes",
    ),
    path(
        "steg-to/kodar/nye/",
        of_ones_own(recovery.generate_recovery_codes, RECOVERY),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "steg-to/kodar/fil/",
        of_ones_own(recovery.download_recovery_codes, RECOVERY),
        name="mfa_download_recovery_codes",
    ),
    path("steg-to/nokkel/", of_ones_own(passkey.list_webauthn, PASSKEYS), name="mfa_list_webauthn"),
    path(
        "steg-to/nokkel/ny/", of_ones_own(passkey.add_webauthn, PASSKEYS), name="mfa_add_webauthn"
    ),
    path(
        "steg-to/nokkel/inn/",
        before_sign_in(passkey.login_webauthn, SIGN_IN),
        name="mfa_login_webauthn",
    ),
    path(
        "steg-to/nokkel/stadfest/",
        of_ones_own(passkey.reauthenticate_webauthn, AGAIN),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "steg-to/nokkel/<int:pk>/fjern/",
        of_ones_own(passkey.remove_webauthn, PASSKEYS),
        name="mfa_remove_webauthn",
    ),
    path(
        "steg-to/nokkel/<int:pk>/",
        of_ones_own(passkey.edit_webauthn, PASSKEYS),
        name="mfa_edit_webauthn",
    ),
    path(
        "organisasjon/",
        of_ones_own(social.connections, ORGANISATION),
        name="socialaccount_connections",
    ),
    path(
        "organisasjon/avbrote/",
        before_sign_in(social.login_cancelled, ORGANISATION),
        name="socialaccount_login_cancelled",
    ),
    path(
        "organisasjon/feil/",
        before_sign_in(social.login_error, ORGANISATION),
        name="socialaccount_login_error",
    ),
    path(
        "organisasjon/ny/",
        before_sign_in(social.signup, ORGANISATION),
        name="socialaccount_signup",
    ),
]
