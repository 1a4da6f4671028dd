"""The naive site: an index page and the pages that it lists."""

from django.db import models
from wagtail.models import Page


class RegionPage(Page):
    """One of the listed pages."""

    county = models.CharField(max_length=60)
    introduction = models.TextField()


class IndexPage(Page):
    """Lists its children, as a first tutorial would."""

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["regions"] = RegionPage.objects.child_of(self).live().order_by("title")
        return context
