"""Articles: news and lessons, tied to regions and themes."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from byregion.knowledge import choices
from byregion.knowledge.blocks import BODY
from byregion.knowledge.models.trail import trail_of


class ReferenceKind(models.TextChoices):
    """What an article may be tied to."""

    REGION = "region", _("Region")
    THEME = "theme", _("Theme")


class ArticleForm(WagtailAdminPageForm):
    """The editor's form: regions and themes are ticked, not added row by row."""

    regions = forms.MultipleChoiceField(
        label=_("Regions"),
        choices=choices.regions,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        choices=choices.themes,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = list(self.instance.references.all())
        for name, kind in (("regions", ReferenceKind.REGION), ("themes", ReferenceKind.THEME)):
            self.initial[name] = [one.address for one in held if one.kind == kind]

    def save(self, commit: bool = True) -> ArticlePage:  # noqa: FBT001, FBT002 - Django's form
        """Tie the article to what was ticked."""
        self.instance.references.set(
            [
                ArticleReference(
                    kind=kind, **dict(zip(("programme", "slug"), address.split("/"), strict=True))
                )
                for name, kind in (
                    ("regions", ReferenceKind.REGION),
                    ("themes", ReferenceKind.THEME),
                )
                for address in self.cleaned_data[name]
            ]
        )
        page: ArticlePage = super().save(commit=commit)
        return page


class ArticlePage(Page):
    """An article in one language; Wagtail ties it to the same article in the others."""

    intro = models.TextField(_("introduction"), max_length=500)
    published_date = models.DateField(
        _("date"), help_text=_("Shown on the article, and orders the list.")
    )
    byline = models.CharField(_("written by"), max_length=160, blank=True)
    picture = models.ForeignKey(
        "knowledge.Picture",
        verbose_name=_("picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    body = StreamField(BODY, verbose_name=_("content"))

    references: models.Manager[ArticleReference]

    base_form_class = ArticleForm
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldPanel("published_date"), FieldPanel("byline")], heading=_("Date and author")
        ),
        FieldPanel("picture"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("themes"), FieldPanel("regions")],
            heading=_("Themes and regions"),
            classname="collapsed",
        ),
    ]
    parent_page_types: ClassVar = ["knowledge.KnowledgeHome"]
    subpage_types: ClassVar[list[str]] = []
    template = "knowledge/article.html"

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the way back beside the page."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "breadcrumb": trail_of(self)}

    @property
    def shown_language(self) -> str:
        """The language the words are in: a page not yet translated shows its source's."""
        source = self.alias_of
        return str((source or self).locale.language_code)


class ArticleReference(models.Model):
    """A region or a theme that an article is about, named by slugs."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="references")
    kind = models.CharField(max_length=10, choices=ReferenceKind.choices)
    programme = models.SlugField()
    slug = models.SlugField()

    class Meta:
        ordering = ("kind", "programme", "slug")
        constraints = (
            models.UniqueConstraint(
                fields=("page", "kind", "programme", "slug"), name="article_refers_once"
            ),
        )
        indexes = (
            models.Index(fields=("kind", "programme", "slug"), name="articles_by_reference"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"

    @property
    def address(self) -> str:
        """Both slugs: "programme/region"."""
        return f"{self.programme}/{self.slug}"
