"""Blocks that show what the platform knows: a figure from an analysis, a region, a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from byregion.insight.queries import editions
from byregion.knowledge import choices
from byregion.knowledge.queries import articles
from byregion.programme.models import CityRegion, Theme

if TYPE_CHECKING:
    from byregion.analysis.region_analysis.result import RegionAnalysis
    from byregion.insight.reading import FigureText


class AnalysisFigureBlock(blocks.StructBlock):
    """A figure from a region's analysis: that of one edition, or always the newest's."""

    region = blocks.ChoiceBlock(label=_("Region"), choices=choices.regions)
    figure = blocks.ChoiceBlock(label=_("Figure"), choices=choices.figures)
    edition = blocks.IntegerBlock(
        label=_("Edition"),
        required=False,
        min_value=1,
        help_text=_("Empty follows the newest edition; a number keeps the figure as it is there."),
    )

    class Meta:
        icon = "history"
        label = _("Figure from an analysis")
        template = "knowledge/blocks/analysis_figure.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Draw the figure in the page's language; one that can't be found is said so."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        programme, _slash, region = value["region"].partition("/")
        number = value["edition"]
        edition = (
            editions.public_edition(programme, region, number)
            if number
            else editions.published(programme, region)
        )
        context |= {"programme_slug": programme, "region_slug": region, "edition": edition}
        if edition is not None:
            context["figure"] = _figure(edition.analysis, value["figure"])
        return context


def _figure(analysis: RegionAnalysis, key: str) -> FigureText | None:
    from byregion.insight import reading  # noqa: PLC0415 - slow to import; most pages have none

    for chapter in analysis.chapters:
        for figure in chapter.figures:
            if figure.key == key:
                return reading.figure_text(analysis, chapter, figure, get_language() or "nn")
    return None


class ArticlesBlock(blocks.StructBlock):
    """The newest articles."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    number = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=12, default=3)

    class Meta:
        icon = "list-ul"
        label = _("Newest articles")
        template = "knowledge/blocks/articles.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Find them in the page's language."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "articles": articles.live(get_language() or "nn")[: value["number"]]}


class RegionBlock(blocks.StructBlock):
    """A region, with what it is and the way to its page."""

    region = blocks.ChoiceBlock(label=_("Region"), choices=choices.regions)

    class Meta:
        icon = "site"
        label = _("Region")
        template = "knowledge/blocks/region.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Find the region; its summary is the programme's own."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        programme, _slash, slug = value["region"].partition("/")
        found = CityRegion.objects.filter(programme__slug=programme, slug=slug)
        return {**context, "programme_slug": programme, "region": found.first()}


class ThemeBlock(blocks.StructBlock):
    """A theme, with the way to the regions that work on it."""

    theme = blocks.ChoiceBlock(label=_("Theme"), choices=choices.themes)

    class Meta:
        icon = "tag"
        label = _("Theme")
        template = "knowledge/blocks/theme.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Find the theme."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        programme, _slash, slug = value["theme"].partition("/")
        found = Theme.objects.filter(programme__slug=programme, slug=slug)
        return {**context, "programme_slug": programme, "theme": found.first()}
