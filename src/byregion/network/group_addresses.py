"""Whole addresses, for letters, of what groups, questions and contacts have pages for."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from byregion.network.models import Contact, Group, NetworkQuestion, Thread


def group_page(group: Group, language: str) -> str:
    """Address of a group's page."""
    return _whole("office:group", language, group.pk)


def thread_page(thread: Thread, language: str) -> str:
    """Address of a thread."""
    return _whole("office:thread", language, thread.group_id, thread.pk)


def digest_page(language: str) -> str:
    """Address where a person chooses how often they are told."""
    return _whole("office:group-digest", language)


def question_page(question: NetworkQuestion, language: str) -> str:
    """Address of a question in the office."""
    return _whole("office:network-question", language, question.pk)


def contact_page(contact: Contact, language: str) -> str:
    """Address of a contact between two regions."""
    return _whole("office:contact", language, contact.pk)


def _whole(name: str, language: str, *arguments: int) -> str:
    with override(language):
        return f"{settings.BASE_URL}{reverse(name, args=arguments)}"
