"""The room's rows; one file per subject."""

from byregion.knowledge.models.article import ArticlePage, ArticleReference
from byregion.knowledge.models.file import File, Picture, Rendition
from byregion.knowledge.models.front import FrontContent
from byregion.knowledge.models.home import KnowledgeHome, StandardPage
from byregion.knowledge.models.newsletter import (
    IssueEdition,
    IssueItem,
    IssueStatus,
    NewsletterIssue,
    Subscriber,
    SubscriptionRequest,
)
from byregion.knowledge.models.publication import (
    FormerSlug,
    Method,
    Publication,
    PublicationAuthor,
    PublicationKind,
    PublicationReference,
)
from byregion.knowledge.models.search import SearchDocument, SearchPart, SearchWord
from byregion.knowledge.models.story import RegionStory, StoryContact
from byregion.knowledge.models.upload import FileState, ScanStatus

__all__ = [
    "ArticlePage",
    "ArticleReference",
    "File",
    "FileState",
    "FormerSlug",
    "FrontContent",
    "IssueEdition",
    "IssueItem",
    "IssueStatus",
    "KnowledgeHome",
    "Method",
    "NewsletterIssue",
    "Picture",
    "Publication",
    "PublicationAuthor",
    "PublicationKind",
    "PublicationReference",
    "RegionStory",
    "Rendition",
    "ScanStatus",
    "SearchDocument",
    "SearchPart",
    "SearchWord",
    "StandardPage",
    "StoryContact",
    "Subscriber",
    "SubscriptionRequest",
]
