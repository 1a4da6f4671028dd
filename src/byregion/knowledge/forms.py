"""Forms of the editor that offer what exists instead of a field to type in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from byregion.knowledge import choices


class FrontForm(WagtailAdminModelForm):
    """The programme is chosen from a list."""

    programme = forms.ChoiceField(label=_("Programme"), choices=choices.programmes)
