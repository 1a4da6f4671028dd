"""The rows of a programme; one file per subject."""

from byregion.programme.models.award import Award
from byregion.programme.models.gathering import Gathering
from byregion.programme.models.programme import Gap, Phase, Programme, PublishedFigure, Source
from byregion.programme.models.publication import Publication
from byregion.programme.models.region import CityRegion, Membership, Participation, Theme

__all__ = [
    "Award",
    "CityRegion",
    "Gap",
    "Gathering",
    "Membership",
    "Participation",
    "Phase",
    "Programme",
    "Publication",
    "PublishedFigure",
    "Source",
    "Theme",
]
