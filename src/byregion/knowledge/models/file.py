"""Pictures and documents that editors put in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


class Picture(AbstractImage):
    """A picture. Its description is what it shows, in words, and must be given."""

    credit = models.CharField(_("who made the picture"), max_length=120, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        """Give the description: a title is a name, not what the picture shows."""
        return str(self.description)


class Rendition(AbstractRendition):
    """A picture in another size."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together: ClassVar = (("image", "filter_spec", "focal_point_key"),)


class File(AbstractDocument):
    """A file to take away. The text of a PDF is kept beside it, so that search finds it."""

    text = models.TextField(blank=True, editable=False)
    page_count = models.PositiveIntegerField(null=True, editable=False)

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
