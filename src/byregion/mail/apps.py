"""The room's place among Django's apps."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Letters by e-mail."""

    name = "byregion.mail"
    label = "mail"
    verbose_name = "Mail"
