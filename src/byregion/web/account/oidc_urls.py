"""Where an organisation's provider sends people back: one address, whatever language they read."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from byregion.web.account.framed import before_sign_in
from byregion.web.account.views import oidc

TITLE = _("Organisation's sign-in")

urlpatterns = [
    path("<slug:provider_id>/", before_sign_in(oidc.leave, TITLE), name="openid_connect_login"),
    path(
        "<slug:provider_id>/attende/",
        before_sign_in(oidc.come_back, TITLE),
        name="openid_connect_callback",
    ),
]
