"""The room's rows; one file per subject."""

from byregion.knowledge.models.article import ArticlePage, ArticleReference
from byregion.knowledge.models.file import File, Picture, Rendition
from byregion.knowledge.models.front import FrontContent
from byregion.knowledge.models.home import KnowledgeHome, StandardPage
from byregion.knowledge.models.story import RegionStory, StoryContact

__all__ = [
    "ArticlePage",
    "ArticleReference",
    "File",
    "FrontContent",
    "KnowledgeHome",
    "Picture",
    "RegionStory",
    "Rendition",
    "StandardPage",
    "StoryContact",
]
