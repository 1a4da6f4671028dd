"""The room's place among Django's apps."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Trail of acts."""

    name = "byregion.audit"
    label = "audit"
    verbose_name = "Audit trail"
