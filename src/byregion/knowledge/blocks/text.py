"""Blocks of words: running text, quotation, fact box, key figure."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

PLAIN = ["bold", "italic", "link", "document-link"]
RICH = ["h2", "h3", "ol", "ul", *PLAIN]


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with who said them."""

    text = blocks.TextBlock(label=_("What was said"))
    who = blocks.CharBlock(label=_("Who said it"), max_length=120)
    role = blocks.CharBlock(label=_("Their role"), max_length=160, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "knowledge/blocks/quote.html"


class FactBlock(blocks.StructBlock):
    """A box of facts beside the text."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=["ol", "ul", *PLAIN])

    class Meta:
        icon = "info-circle"
        label = _("Fact box")
        template = "knowledge/blocks/fact.html"


class KeyFigureBlock(blocks.StructBlock):
    """A number that stands out. It is not shown without its period and source."""

    value = blocks.CharBlock(
        label=_("The number"), max_length=40, help_text=_("As it is to be read: 12 400")
    )
    label = blocks.CharBlock(label=_("What it counts"), max_length=160)
    period = blocks.CharBlock(label=_("Period or date"), max_length=60)
    source = blocks.CharBlock(
        label=_("Source"), max_length=200, help_text=_("Who publishes it, and the table's number.")
    )
    url = blocks.URLBlock(label=_("Address of the source"), required=False)
    is_estimate = blocks.BooleanBlock(label=_("The number is an estimate"), required=False)

    class Meta:
        icon = "pick"
        label = _("Key figure")
        template = "knowledge/blocks/key_figure.html"
