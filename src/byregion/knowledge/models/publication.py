"""The library: what has been written and filmed, with all that a citation needs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from byregion.common.translation import Translated
from byregion.knowledge.validators import (
    validate_doi,
    validate_isbn,
    validate_issn,
    validate_language,
    validate_urn,
    validate_year,
)


class PublicationKind(models.TextChoices):
    """What a publication is."""

    REPORT = "report", _("Report")
    EVALUATION = "evaluation", _("Evaluation")
    STUDY = "study", _("Study")
    ANALYSIS = "analysis", _("Analysis")
    META_ANALYSIS = "meta-analysis", _("Meta-analysis")
    ARTICLE = "article", _("Article")
    GUIDE = "guide", _("Guide")
    FILM = "film", _("Film")


class Method(models.TextChoices):
    """How its authors found out; the main one where they used several."""

    SURVEY = "survey", _("Survey")
    INTERVIEWS = "interviews", _("Interviews")
    CASES = "cases", _("Case studies")
    STATISTICS = "statistics", _("Statistics and registers")
    DOCUMENTS = "documents", _("Documents and literature")
    MIXED = "mixed", _("Several methods")


class Publication(models.Model):
    """An entry of the library. Its title stays in its own language; the summary is our own words.

    `stands_for` names the entry of a programme's bundle that this one takes the place of, as
    "programme/slug": the bundle's own rows are never edited.
    """

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=PublicationKind.choices)
    title = models.CharField(_("title"), max_length=300)
    institution = models.CharField(_("institution"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[validate_year]
    )
    language = models.CharField(
        _("language"), max_length=3, blank=True, validators=[validate_language]
    )
    isbn = models.CharField("ISBN", max_length=17, blank=True, validators=[validate_isbn])
    issn = models.CharField("ISSN", max_length=9, blank=True, validators=[validate_issn])
    doi = models.CharField("DOI", max_length=200, blank=True, validators=[validate_doi])
    urn = models.CharField("URN", max_length=200, blank=True, validators=[validate_urn])
    method = models.CharField(_("method"), max_length=12, choices=Method.choices, blank=True)
    url = models.URLField(_("address"), max_length=400, blank=True)
    file = models.ForeignKey(
        "knowledge.File",
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
    )
    summary_nn = models.TextField(_("in short, nynorsk"), blank=True)
    summary_nb = models.TextField(_("in short, bokmål"), blank=True)
    summary_en = models.TextField(_("in short, English"), blank=True)
    programme = models.SlugField(blank=True, help_text="Empty: belongs to no one programme.")
    stands_for = models.CharField(max_length=140, blank=True)
    changed_at = models.DateTimeField()

    summary = Translated("summary")

    class Meta:
        ordering = ("-year", "title")
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = (
            models.UniqueConstraint(
                fields=("stands_for",), condition=~Q(stands_for=""), name="stands_for_once"
            ),
            models.UniqueConstraint(fields=("doi",), condition=~Q(doi=""), name="library_doi_once"),
        )

    def __str__(self) -> str:
        return self.title


class PublicationAuthor(models.Model):
    """An author in their place in the order; an organisation has only the first name field."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="authors")
    position = models.PositiveSmallIntegerField()
    family = models.CharField(max_length=160, help_text="Family name, or an organisation's name.")
    given = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("publication", "position"), name="author_in_one_place"),
        )

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


class PublicationReference(models.Model):
    """A region or a theme that a publication is about, named by slugs."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="references"
    )
    kind = models.CharField(max_length=10, choices=[("region", "region"), ("theme", "theme")])
    programme = models.SlugField()
    slug = models.SlugField()

    class Meta:
        ordering = ("kind", "programme", "slug")
        constraints = (
            models.UniqueConstraint(
                fields=("publication", "kind", "programme", "slug"),
                name="publication_refers_once",
            ),
        )
        indexes = (
            models.Index(fields=("kind", "programme", "slug"), name="publications_by_reference"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.programme}/{self.slug}"


class FormerSlug(models.Model):
    """An address that a publication had before it was merged into another one."""

    slug = models.SlugField(max_length=80, unique=True)
    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="former_slugs"
    )

    def __str__(self) -> str:
        return self.slug
