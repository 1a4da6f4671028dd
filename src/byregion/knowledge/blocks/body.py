"""The lists of blocks that pages use, in the order that the editor offers them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from byregion.knowledge.blocks.media import DocumentListBlock, PictureBlock, VideoBlock
from byregion.knowledge.blocks.reference import (
    AnalysisFigureBlock,
    ArticlesBlock,
    RegionBlock,
    ThemeBlock,
)
from byregion.knowledge.blocks.text import RICH, FactBlock, KeyFigureBlock, QuoteBlock

BODY = [
    (
        "text",
        blocks.RichTextBlock(
            label=_("Text"), features=RICH, icon="pilcrow", template="knowledge/blocks/text.html"
        ),
    ),
    ("quote", QuoteBlock()),
    ("fact", FactBlock()),
    ("key_figure", KeyFigureBlock()),
    ("picture", PictureBlock()),
    ("video", VideoBlock()),
    ("analysis_figure", AnalysisFigureBlock()),
    ("region", RegionBlock()),
    ("theme", ThemeBlock()),
    ("documents", DocumentListBlock()),
]
FRONT = [
    ("articles", ArticlesBlock()),
    *(block for block in BODY if block[0] in {"text", "fact", "key_figure", "picture", "region"}),
]
DOCUMENTS = [("documents", DocumentListBlock())]
