"""What can be found: one row for each thing in each language that it is shown in.

The words that are searched lie beside, in the form that the database searches best: a virtual table
of FTS5 on SQLite, a column with an index on PostgreSQL (`knowledge.search.engine`).
"""

from __future__ import annotations

from django.db import models


class SearchDocument(models.Model):
    """One thing that can be found. `key` is its own among its kind.

    `locale` is the language of the site in which it is shown; empty is all of them. `language` is
    that of its words. `address` is a view's name and its arguments, or a path alone.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    locale = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=3, blank=True)
    programme = models.SlugField(blank=True)
    title = models.CharField(max_length=400)
    address = models.JSONField()
    year = models.PositiveSmallIntegerField(null=True)
    # Each between bars: "|byregionprogrammet/salten|", so that one of them is found as it is.
    regions = models.TextField(blank=True)
    themes = models.TextField(blank=True)
    # What it says in short, by language: shown in the reader's own where the words found allow.
    lead = models.JSONField(default=dict)
    # Last in the row, since it may be long: SQLite reads a row from its start.
    body = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "key", "locale"), name="found_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.locale}"


class SearchWord(models.Model):
    """A word that stands somewhere in the index, folded: what a misspelling is compared with."""

    word = models.CharField(max_length=40, unique=True)
    shown = models.CharField(max_length=40, help_text="As it is written.")

    is_shown_on_pages = False

    def __str__(self) -> str:
        return self.shown


class SearchPart(models.Model):
    """What of the index was made from which state of its source."""

    name = models.CharField(max_length=20, unique=True)
    fingerprint = models.CharField(max_length=64)

    is_shown_on_pages = False

    def __str__(self) -> str:
        return self.name
