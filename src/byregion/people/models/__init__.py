"""The room's rows; one file per subject."""

from byregion.people.models.invitation import Invitation
from byregion.people.models.organisation import Affiliation, Organisation
from byregion.people.models.role import RoleAssignment
from byregion.people.models.user import User

__all__ = ["Affiliation", "Invitation", "Organisation", "RoleAssignment", "User"]
