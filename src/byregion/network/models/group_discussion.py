"""What is said in a group, and how people are told of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from byregion.network.enums import DigestRhythm
from byregion.network.models.group import Group


class Thread(models.Model):
    """A matter under discussion in a group; its first post is the matter itself."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="threads")
    title = models.CharField(max_length=160)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField()
    latest_at = models.DateTimeField()
    answer = models.ForeignKey(
        "network.Post", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    is_shown_on_pages = False

    class Meta:
        ordering = ("-latest_at", "-pk")

    def __str__(self) -> str:
        return self.title


class Post(models.Model):
    """What one person wrote. A deleted post stays as a place in the thread, without its words."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # One for each rendering of the form: sent twice, it is one post.
    form_key = models.UUIDField(unique=True)
    text = models.TextField()
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Mention", related_name="mentions"
    )

    is_shown_on_pages = False

    class Meta:
        ordering = ("written_at", "pk")
        indexes = (models.Index(fields=("written_at",), name="posts_by_time"),)

    def __str__(self) -> str:
        return f"{self.thread_id}: {self.pk}"

    @property
    def is_deleted(self) -> bool:
        """Whether its author, or who leads the group, has taken the words away."""
        return self.deleted_at is not None


class Mention(models.Model):
    """That a post calls on somebody."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

    is_shown_on_pages = False

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("post", "person"), name="mentioned_once_in_post"),
        )

    def __str__(self) -> str:
        return f"{self.post_id}: {self.person_id}"


class DigestChoice(models.Model):
    """How often a person wants to be told, and what they were told of last."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest"
    )
    rhythm = models.CharField(
        max_length=6, choices=DigestRhythm.choices, default=DigestRhythm.WEEKLY
    )
    # All that was written before this has been told, or was written before the person came.
    told_until = models.DateTimeField()

    is_shown_on_pages = False

    def __str__(self) -> str:
        return f"{self.person_id}: {self.rhythm}"
