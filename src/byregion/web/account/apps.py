"""The face's place among Django's apps."""

from django.apps import AppConfig


class AccountConfig(AppConfig):
    """Signing in, and one's own account."""

    name = "byregion.web.account"
    # allauth's app is called account.
    label = "own_account"
