"""The start of what is told, and pages that belong to no region."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from byregion.knowledge.blocks import BODY
from byregion.knowledge.models.trail import trail_of
from byregion.knowledge.queries import articles


class KnowledgeHome(Page):
    """The list of articles, the newest first; one in each language."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "knowledge.ArticlePage",
        "knowledge.RegionStory",
        "knowledge.StandardPage",
    ]
    template = "knowledge/home.html"

    class Meta:
        verbose_name = _("start of the articles")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the articles that the address asks for, a page at a time."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "breadcrumb": trail_of(self), **articles.listing(self, request.GET)}


class StandardPage(Page):
    """A page of the programme: what it is, how to take part, whom to ask."""

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(BODY, verbose_name=_("content"), blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar = ["knowledge.KnowledgeHome", "knowledge.StandardPage"]
    subpage_types: ClassVar = ["knowledge.StandardPage"]
    template = "knowledge/standard.html"

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the way back beside the page."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "breadcrumb": trail_of(self)}
