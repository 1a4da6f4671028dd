"""What gatherings add to pages of other subjects, and how an answer is written out."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from byregion.network.models import Answer
from byregion.network.queries import gatherings
from byregion.programme.models import CityRegion
from byregion.web.public.materials import Placed, placed

register = template.Library()


@register.filter
def answered(answer: Answer) -> str:
    """Write an answer in words: an option by its text, several parted by commas."""
    value = answer.value
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    words = dict(answer.question.options)
    if isinstance(value, list):
        return ", ".join(words.get(number, str(number)) for number in value)
    return words.get(value, str(value)) if isinstance(value, int) else str(value)


@register.filter
def of(found: dict[object, list[Placed]], key: object) -> list[Placed]:
    """Give what belongs to a session or a theme; nothing where nothing does."""
    return found.get(key, [])


@register.inclusion_tag("public/gathering/attended.html")
def gatherings_attended(region: CityRegion, programme_slug: str) -> dict[str, object]:
    """Show the gatherings that people from the region came to, and what they told there."""
    return {
        "attended": gatherings.attended(programme_slug, region.slug),
        "materials": placed(gatherings.materials_of_region(programme_slug, region.slug)),
        "programme_slug": programme_slug,
    }
