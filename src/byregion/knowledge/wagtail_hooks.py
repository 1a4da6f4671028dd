"""What we add to Wagtail's editor, and what we take away from it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from byregion.knowledge.models import FrontContent


class FrontContentViews(SnippetViewSet):
    """The front pages' content, in the editor's menu."""

    model = FrontContent
    icon = "home"
    menu_label = _("Front pages")
    menu_order = 150
    add_to_admin_menu = True
    list_display = ("__str__", "live", "programme")


register_snippet(FrontContentViews)
