"""The revision of what is public."""

from __future__ import annotations

from django.db import models


class Revision(models.Model):
    """One row: a number that grows whenever a row that a public page may show is written.

    The database's own triggers raise it, so that no way of writing can forget to.
    """

    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.value)
