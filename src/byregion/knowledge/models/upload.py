"""What is known of a stored file: whether it was scanned, and whether its words were read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScanStatus(models.TextChoices):
    """How far the virus scanner has come."""

    NOT_ASKED = "not_asked", _("no scanner is set up")
    WAITING = "waiting", _("waits for the scanner")
    CLEAN = "clean", _("scanned, nothing found")


class FileState(models.Model):
    """One row for each stored document; while it waits for the scanner, nobody is shown it."""

    file = models.OneToOneField("knowledge.File", on_delete=models.CASCADE, related_name="state")
    scan = models.CharField(max_length=10, choices=ScanStatus.choices)
    content_type = models.CharField(max_length=100)
    checked_at = models.DateTimeField()
    is_read = models.BooleanField(default=False)
    # How often its words could not be read.
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("state of a file")

    def __str__(self) -> str:
        return f"{self.file_id}: {self.scan}"
