"""Forms of the office about a region's analysis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from byregion.insight.domain.editions import LONGEST_TEXT
from byregion.web.office.form_parts import LANGUAGES, area


class OwnTextForm(forms.Form):
    """The region's own text in a chapter, in three languages; empty takes it away."""

    def __init__(self, written: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in LANGUAGES.items():
            self.fields[code] = forms.CharField(
                label=f"{_('Own text')} ({language})",
                initial=written.get(code, ""),
                required=False,
                max_length=LONGEST_TEXT,
                widget=area(12),
            )
            self.fields[code].widget.attrs["lang"] = code
