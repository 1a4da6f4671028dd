"""The room's place among Django's apps."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Articles, pages and the library."""

    name = "byregion.knowledge"
    label = "knowledge"
    verbose_name = "Knowledge"
