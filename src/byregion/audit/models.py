"""The trail's rows. The database itself refuses to change or delete one (see the migrations)."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One act. `digest` covers this row and, through `previous`, every row before it."""

    at = models.DateTimeField()
    # A person's key, or the name of a machine's task; empty is somebody not signed in.
    actor = models.CharField(max_length=64, blank=True)
    act = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=120)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("subject_kind", "subject_key"), name="audit_by_subject"),
            models.Index(fields=("actor",), name="audit_by_actor"),
            models.Index(fields=("act",), name="audit_by_act"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.subject_kind} {self.subject_key}"


class Head(models.Model):
    """The one row that says where the chain ends; locked while an event is added."""

    digest = models.CharField(max_length=64)
    length = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.length}: {self.digest}"
