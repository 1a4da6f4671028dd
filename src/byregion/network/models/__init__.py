"""The room's rows; one file per subject."""

from byregion.network.models.gathering import Attendance, Gathering, Material, Quota
from byregion.network.models.question import Question
from byregion.network.models.registration import (
    Answer,
    Evaluation,
    Party,
    Registration,
    SessionChoice,
)
from byregion.network.models.session import Session, Speaker

__all__ = [
    "Answer",
    "Attendance",
    "Evaluation",
    "Gathering",
    "Material",
    "Party",
    "Question",
    "Quota",
    "Registration",
    "Session",
    "SessionChoice",
    "Speaker",
]
