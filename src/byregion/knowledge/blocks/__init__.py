"""What an article is made of."""

from byregion.knowledge.blocks.body import BODY, DOCUMENTS

__all__ = ["BODY", "DOCUMENTS"]
