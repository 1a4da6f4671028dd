"""Fill the peer with 37 made-up pages."""

from django.core.management.base import BaseCommand
from wagtail.models import Page, Site

from pages.models import IndexPage, RegionPage


class Command(BaseCommand):
    def handle(self, *args, **options):
        if IndexPage.objects.exists():
            return
        index = Page.get_first_root_node().add_child(instance=IndexPage(title="Regions", slug="r"))
        for number in range(37):
            index.add_child(
                instance=RegionPage(
                    title=f"Region {number}", county="County", introduction="A made-up text. " * 8
                )
            )
        Site.objects.all().delete()
        Site.objects.create(hostname="127.0.0.1", root_page=index, is_default_site=True)
