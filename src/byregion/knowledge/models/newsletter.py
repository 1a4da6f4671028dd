"""The newsletter: who has asked for it, who gets it, and each letter that was made."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from byregion.common.translation import Translated


class SubscriptionRequest(models.Model):
    """Somebody wrote this address in the form; nobody has yet proved that it is theirs."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = models.EmailField(unique=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    is_shown_on_pages = False

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(address=Lower("address")), name="requested_address_is_lower_case"
            ),
        )

    def __str__(self) -> str:
        return str(self.key)


class Subscriber(models.Model):
    """An address that gets the newsletter. Whoever ends it is forgotten: the row goes."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = models.EmailField(unique=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    confirmed_at = models.DateTimeField()

    is_shown_on_pages = False

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(address=Lower("address")), name="subscribed_address_is_lower_case"
            ),
        )

    def __str__(self) -> str:
        return str(self.key)


class IssueStatus(models.TextChoices):
    """Where a newsletter is in its life."""

    DRAFT = "draft", pgettext_lazy("newsletter", "Draft")
    SENT = "sent", pgettext_lazy("newsletter", "Sent")


class NewsletterIssue(models.Model):
    """One newsletter: a title and a greeting in three languages, and what it tells of."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(max_length=5, choices=IssueStatus.choices, default=IssueStatus.DRAFT)
    title_nn = models.CharField(max_length=160, blank=True)
    title_nb = models.CharField(max_length=160, blank=True)
    title_en = models.CharField(max_length=160, blank=True)
    greeting_nn = models.TextField(blank=True)
    greeting_nb = models.TextField(blank=True)
    greeting_en = models.TextField(blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    # Letters are queued in the order of subscribers' keys; all up to this one have got theirs.
    queued_until = models.BigIntegerField(default=0)
    is_queued = models.BooleanField(default=False)

    title = Translated("title")
    greeting = Translated("greeting")

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(status="draft", sent_at=None) | Q(status="sent", sent_at__isnull=False),
                name="sent_newsletter_has_a_time",
            ),
        )
        verbose_name = _("newsletter")

    def __str__(self) -> str:
        return str(self.title) or str(self.pk)

    @property
    def is_sent(self) -> bool:
        """Whether it has gone out, and is fixed."""
        return self.status == IssueStatus.SENT


class IssueItem(models.Model):
    """Something that a newsletter tells of: an article in all its languages, or a gathering."""

    issue = models.ForeignKey(NewsletterIssue, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    article = models.UUIDField(null=True, blank=True, help_text="Key of its translations.")
    gathering = models.UUIDField(null=True, blank=True)

    is_shown_on_pages = False

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(article=None, gathering__isnull=False)
                | Q(article__isnull=False, gathering=None),
                name="item_is_one_thing",
            ),
            models.UniqueConstraint(fields=("issue", "article"), name="article_once_in_issue"),
            models.UniqueConstraint(fields=("issue", "gathering"), name="gathering_once_in_issue"),
        )

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.position}"


class IssueEdition(models.Model):
    """A newsletter as it was sent in one language: what the letter and the page say for good."""

    issue = models.ForeignKey(NewsletterIssue, on_delete=models.CASCADE, related_name="editions")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    content = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("issue", "language"), name="edition_once_in_language"),
        )

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.language}"
