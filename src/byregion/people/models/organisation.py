"""Bodies that people work for."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from byregion.people.enums import OrganisationKind

organisation_number = RegexValidator(r"^\d{9}$", "An organisation number has nine digits.")


class Organisation(models.Model):
    """A municipality, a county, a ministry, a centre or another body."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    number = models.CharField(max_length=9, blank=True, validators=[organisation_number])
    # Official number of the municipality or county, where it is one.
    place_code = models.CharField(max_length=4, blank=True)
    # The written form that the body has decided on; letters to it follow.
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Affiliation", related_name="organisations"
    )

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("number",), condition=~Q(number=""), name="organisation_number_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """A person's place in an organisation."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="affiliations"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="affiliations"
    )
    title = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("organisation__name",)
        constraints = (
            models.UniqueConstraint(fields=("person", "organisation"), name="affiliated_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organisation_id}"
