"""Closed lists, with labels for the interface. Unknown is a value, never a blank."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CoreStructure(TextChoices):
    """Does the region gather around one core or several?"""

    SINGLE = "single", _("Single-core")
    MULTI = "multi", _("Multi-core")
    UNKNOWN = "unknown", pgettext_lazy("core structure", "Not stated")


class Confidence(TextChoices):
    """How well a row is sourced."""

    HIGH = "high", pgettext_lazy("confidence", "High")
    MEDIUM = "medium", pgettext_lazy("confidence", "Medium")
    LOW = "low", pgettext_lazy("confidence", "Low")


class Role(TextChoices):
    """What a municipality is in its region."""

    HOST = "host", _("Host")
    CORE = "core", _("Core")
    PARTNER = "partner", _("Partner")


class AwardPrecision(TextChoices):
    """How exactly the source states an amount."""

    EXACT = "exact", pgettext_lazy("amount", "Exact")
    ROUNDED = "rounded", pgettext_lazy("amount", "Rounded in the source")


class DatePrecision(TextChoices):
    """How much of a date is known."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")


class PublicationKind(TextChoices):
    """What sort of publication it is."""

    EVALUATION = "evaluation", _("Evaluation")
    META_ANALYSIS = "meta-analysis", _("Meta-analysis")
    ANALYSIS = "analysis", _("Regional analysis")
    STUDY = "study", _("Study")
    ARTICLE = "article", _("Article")
