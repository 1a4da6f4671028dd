"""States of a letter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterStatus(models.TextChoices):
    """Where a letter is on its way."""

    QUEUED = "queued", _("Waiting")
    SENT = "sent", _("Sent")
    KEPT = "kept", _("Kept here: no mail server is set")
    FAILED = "failed", _("Given up")
