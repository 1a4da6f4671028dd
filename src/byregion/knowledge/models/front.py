"""What editors put on a programme's front page, between what the programme itself shows there."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, TranslatableMixin

from byregion.knowledge import choices
from byregion.knowledge.blocks import FRONT
from byregion.knowledge.forms import FrontForm


class FrontContent(
    DraftStateMixin, RevisionMixin, PreviewableMixin, TranslatableMixin, models.Model
):
    """Blocks on the front page of a programme, in one language."""

    programme = models.SlugField(_("programme"))
    body = StreamField(FRONT, verbose_name=_("content"))

    base_form_class = FrontForm
    panels: ClassVar = [FieldPanel("programme"), FieldPanel("body")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("front page's content")
        verbose_name_plural = _("front pages' content")
        constraints = (
            models.UniqueConstraint(fields=("programme", "locale"), name="one_front_in_a_language"),
        )

    def __str__(self) -> str:
        return f"{dict(choices.programmes()).get(self.programme, self.programme)} ({self.locale})"

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Show the blocks by themselves, in the site's frame."""
        return "knowledge/front_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Give the blocks."""
        return {"front": self}
