"""Roles, and kinds of organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a person is, somewhere. Staff roles need a second factor."""

    ADMINISTRATOR = "administrator", _("Administrator")
    OWNER = "owner", _("Programme owner")
    OPERATOR = "operator", _("Network operator")
    LEADER = "leader", _("Project leader")
    MEMBER = "member", pgettext_lazy("role", "Member of a city region")
    GUIDE = "guide", _("Process guide")
    ASSESSOR = "assessor", _("Assessor")


STAFF = frozenset({Role.ADMINISTRATOR, Role.OWNER, Role.OPERATOR, Role.ASSESSOR})
# Those who are of a city region, and speak for it.
OF_THE_REGION = frozenset({Role.LEADER, Role.MEMBER})
# Held in a city region; the other roles are held in a programme, or everywhere.
REGIONAL = OF_THE_REGION | {Role.GUIDE}


class OrganisationKind(models.TextChoices):
    """What sort of body an organisation is."""

    MUNICIPALITY = "municipality", _("Municipality")
    COUNTY = "county", _("County authority")
    MINISTRY = "ministry", _("Ministry")
    CENTRE = "centre", _("Competence centre")
    OTHER = "other", pgettext_lazy("organisation", "Other")
