"""The room's rows; one file per subject."""

from byregion.network.models.contact import Contact, ContactNote
from byregion.network.models.gathering import Attendance, Gathering, Quota
from byregion.network.models.group import (
    Group,
    GroupFacilitator,
    GroupFile,
    GroupMeeting,
    GroupRegion,
)
from byregion.network.models.group_discussion import DigestChoice, Mention, Post, Thread
from byregion.network.models.material import Material, MaterialTheme
from byregion.network.models.question import Question
from byregion.network.models.question_asked import NetworkAnswer, NetworkQuestion, QuestionTheme
from byregion.network.models.registration import (
    Answer,
    Evaluation,
    Party,
    Registration,
    SessionChoice,
)
from byregion.network.models.session import Session, Speaker
from byregion.network.models.visit import Visit

__all__ = [
    "Answer",
    "Attendance",
    "Contact",
    "ContactNote",
    "DigestChoice",
    "Evaluation",
    "Gathering",
    "Group",
    "GroupFacilitator",
    "GroupFile",
    "GroupMeeting",
    "GroupRegion",
    "Material",
    "MaterialTheme",
    "Mention",
    "NetworkAnswer",
    "NetworkQuestion",
    "Party",
    "Post",
    "Question",
    "QuestionTheme",
    "Quota",
    "Registration",
    "Session",
    "SessionChoice",
    "Speaker",
    "Thread",
    "Visit",
]
