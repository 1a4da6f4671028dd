"""Closed lists of the network, with labels for the interface."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GatheringStatus(models.TextChoices):
    """Where a gathering is in its life."""

    DRAFT = "draft", pgettext_lazy("gathering", "Draft")
    PUBLISHED = "published", pgettext_lazy("gathering", "Published")
    CANCELLED = "cancelled", pgettext_lazy("gathering", "Cancelled")
    HELD = "held", pgettext_lazy("gathering", "Held")


class SessionKind(models.TextChoices):
    """What sort of item of the programme it is."""

    TALK = "talk", _("Talk")
    CONVERSATION = "conversation", _("Conversation")
    WORKSHOP = "workshop", _("Working session")
    GROUPS = "groups", _("Group meetings")
    BREAK = "break", pgettext_lazy("programme item", "Break or meal")
    OTHER = "other", pgettext_lazy("programme item", "Other")


class SpeakerRole(models.TextChoices):
    """What a person does in a session."""

    SPEAKER = "speaker", _("Speaker")
    CHAIR = "chair", pgettext_lazy("session", "Chair")
    PANELLIST = "panellist", _("Takes part in the conversation")
    FACILITATOR = "facilitator", _("Facilitator")


class SessionLanguage(models.TextChoices):
    """The language that is spoken in a session."""

    NORWEGIAN = "no", _("Norwegian")
    ENGLISH = "en", _("English")
    NORTHERN_SAMI = "se", _("Northern Sámi")
    SOUTHERN_SAMI = "sma", _("Southern Sámi")
    LULE_SAMI = "smj", _("Lule Sámi")
    SWEDISH = "sv", _("Swedish")
    DANISH = "da", _("Danish")


class FormKind(models.TextChoices):
    """Which of a gathering's two forms a question belongs to."""

    REGISTRATION = "registration", _("Registration")
    EVALUATION = "evaluation", _("Evaluation")


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    TEXT = "text", pgettext_lazy("question", "Text")
    CHOICE = "choice", pgettext_lazy("question", "One of several")
    SEVERAL = "several", pgettext_lazy("question", "Any of several")
    YES_NO = "yes_no", pgettext_lazy("question", "Yes or no")
    SCALE = "scale", pgettext_lazy("question", "From 1 to 5")


class RegistrationStatus(models.TextChoices):
    """Whether a person has a place."""

    CONFIRMED = "confirmed", pgettext_lazy("registration", "Has a place")
    WAITING = "waiting", pgettext_lazy("registration", "On the waiting list")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")
    DECLINED = "declined", pgettext_lazy("registration", "Declined")


class MaterialKind(models.TextChoices):
    """What remains after a gathering."""

    PRESENTATION = "presentation", _("Presentation")
    FILM = "film", _("Film")
    PICTURE = "picture", _("Picture")
    DOCUMENT = "document", _("Document")


MATERIALS = {
    MaterialKind.PRESENTATION: _("Presentations"),
    MaterialKind.FILM: _("Films"),
    MaterialKind.PICTURE: _("Pictures"),
    MaterialKind.DOCUMENT: _("Documents"),
}


class DigestRhythm(models.TextChoices):
    """How often a person is told by e-mail what was written in their groups."""

    NEVER = "never", pgettext_lazy("digest", "Never")
    DAILY = "daily", pgettext_lazy("digest", "Every day that something is written")
    WEEKLY = "weekly", pgettext_lazy("digest", "Once a week")


class ContactKind(models.TextChoices):
    """What one region asks another for."""

    CONVERSATION = "conversation", pgettext_lazy("contact", "A conversation")
    VISIT = "visit", pgettext_lazy("contact", "A visit")
    REVIEW = "review", pgettext_lazy("contact", "A peer review")


class VisitKind(models.TextChoices):
    """How a process guide and a region met."""

    VISIT = "visit", pgettext_lazy("guiding", "Visit")
    MEETING = "meeting", pgettext_lazy("guiding", "Meeting")
    PHONE = "phone", pgettext_lazy("guiding", "Telephone")
    WRITING = "writing", pgettext_lazy("guiding", "In writing")


class ContactStatus(models.TextChoices):
    """Where the contact between two regions is."""

    ASKED = "asked", pgettext_lazy("contact", "Asked")
    ACCEPTED = "accepted", pgettext_lazy("contact", "Accepted")
    DECLINED = "declined", pgettext_lazy("contact", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("contact", "Withdrawn")
    DONE = "done", pgettext_lazy("contact", "Done")
