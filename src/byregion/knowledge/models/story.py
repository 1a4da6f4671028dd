"""The editorial part of a region's presentation: what the facts alone don't tell."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page

from byregion.knowledge import choices
from byregion.knowledge.blocks import BODY, DOCUMENTS
from byregion.knowledge.blocks.text import PLAIN
from byregion.knowledge.models.trail import trail_of

FEATURES = ["ol", "ul", *PLAIN]


class StoryForm(WagtailAdminPageForm):
    """The editor's form: the region is chosen from a list."""

    region = forms.ChoiceField(label=_("Region"), choices=choices.regions)

    def clean(self) -> dict[str, Any]:
        """Refuse a second story of the same region in the same language."""
        cleaned: dict[str, Any] = super().clean()
        programme, _slash, slug = cleaned.get("region", "").partition("/")
        others = RegionStory.objects.filter(
            region=cleaned.get("region", ""), locale=self.instance.locale
        ).exclude(pk=self.instance.pk)
        if slug and programme and others.exists():
            self.add_error(
                "region", ValidationError(_("This region has a story already; edit that one."))
            )
        return cleaned


class RegionStory(Page):
    """What a region tells of itself; shown on the region's own page."""

    region = models.CharField(_("region"), max_length=110, db_index=True)
    summary = models.TextField(_("in short"), max_length=600)
    aims = RichTextField(_("aims"), features=FEATURES, blank=True)
    results = RichTextField(_("results"), features=FEATURES, blank=True)
    advice = RichTextField(_("the region's advice to others"), features=FEATURES, blank=True)
    next_work = RichTextField(_("what it works on next"), features=FEATURES, blank=True)
    body = StreamField(BODY, verbose_name=_("more"), blank=True)
    documents = StreamField(DOCUMENTS, verbose_name=_("documents"), blank=True)

    contacts: models.Manager[StoryContact]

    base_form_class = StoryForm
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("region"),
        FieldPanel("summary"),
        FieldPanel("aims"),
        FieldPanel("results"),
        FieldPanel("advice"),
        FieldPanel("next_work"),
        FieldPanel("body"),
        FieldPanel("documents"),
        MultiFieldPanel([InlinePanel("contacts", label=_("contact"))], heading=_("Contacts")),
    ]
    parent_page_types: ClassVar = ["knowledge.KnowledgeHome"]
    subpage_types: ClassVar[list[str]] = []
    template = "knowledge/story.html"

    class Meta:
        verbose_name = _("a region's story")
        verbose_name_plural = _("regions' stories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the way back beside the page."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "breadcrumb": trail_of(self)}

    @property
    def programme_slug(self) -> str:
        """Slug of the region's programme."""
        return self.region.partition("/")[0]

    @property
    def region_slug(self) -> str:
        """Slug of the region in its programme."""
        return self.region.partition("/")[2]

    @property
    def shown_language(self) -> str:
        """The language the words are in: a page not yet translated shows its source's."""
        return str((self.alias_of or self).locale.language_code)


class StoryContact(Orderable):
    """Somebody to ask, who has agreed to be named here."""

    page = ParentalKey(RegionStory, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    has_agreed = models.BooleanField(_("the person has agreed to be shown"), default=False)

    panels: ClassVar = [
        FieldPanel("name"),
        FieldPanel("role"),
        FieldPanel("email"),
        FieldPanel("phone"),
        FieldPanel("has_agreed"),
    ]

    def clean(self) -> None:
        """Name nobody who hasn't agreed."""
        if not self.has_agreed:
            raise ValidationError({"has_agreed": _("Ask the person first: contacts are public.")})
