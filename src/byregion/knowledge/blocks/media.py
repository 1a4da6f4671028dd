"""Blocks of pictures, films and documents; none without words for those who don't see it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from byregion.knowledge.blocks.text import PLAIN


class PictureBlock(blocks.StructBlock):
    """A picture with its caption and who made it. Wagtail asks for the alternative text."""

    picture = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=300, required=False)
    credit = blocks.CharBlock(label=_("Who made the picture"), max_length=120)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "knowledge/blocks/picture.html"


class VideoBlock(blocks.StructBlock):
    """A film: a file with captions, or a link to where it lies; always with a transcript."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    film = DocumentChooserBlock(label=_("Film (MP4 or WebM)"), required=False)
    captions = DocumentChooserBlock(label=_("Captions (WebVTT)"), required=False)
    url = blocks.URLBlock(label=_("Address, where the film lies elsewhere"), required=False)
    transcript = blocks.RichTextBlock(
        label=_("Transcript"),
        features=PLAIN,
        help_text=_("What is said, and what is shown that matters."),
    )

    class Meta:
        icon = "media"
        label = _("Film")
        template = "knowledge/blocks/video.html"

    def clean(self, value: Any) -> Any:
        """Ask for one film, and for captions where the film is ours."""
        cleaned = super().clean(value)
        errors = {}
        if bool(cleaned["film"]) == bool(cleaned["url"]):
            errors["film"] = ValidationError(
                _("Choose a film, or give an address: one of the two.")
            )
        if cleaned["film"] and not cleaned["captions"]:
            errors["captions"] = ValidationError(_("A film needs captions: add a WebVTT file."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned


class DocumentBlock(blocks.StructBlock):
    """One document of a list."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Title, if not the document's own"), max_length=200, required=False
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")


class DocumentListBlock(blocks.StructBlock):
    """Documents to take away."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    documents = blocks.ListBlock(DocumentBlock(), label=_("Documents"), min_num=1)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Documents")
        template = "knowledge/blocks/documents.html"
