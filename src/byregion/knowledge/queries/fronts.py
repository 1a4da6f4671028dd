"""What editors have put on a programme's front page."""

from __future__ import annotations

from byregion.common.remembered import until_changed
from byregion.knowledge.models import FrontContent


@until_changed(most=16)
def front_of(programme: str, language: str) -> FrontContent | None:
    """Give the live content in a language; None where the editors have put none there."""
    found: FrontContent | None = FrontContent.objects.filter(
        programme=programme, locale__language_code=language, live=True
    ).first()
    return found
