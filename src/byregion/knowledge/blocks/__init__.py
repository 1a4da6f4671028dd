"""What an article is made of."""

from byregion.knowledge.blocks.body import BODY, DOCUMENTS, FRONT

__all__ = ["BODY", "DOCUMENTS", "FRONT"]
