"""The form by which somebody who spoke sends the presentation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from byregion.knowledge.domain import uploads
from byregion.knowledge.files.kinds import KINDS, Family
from byregion.knowledge.files.refusal import Refused

PAPERS = frozenset(
    name
    for name, kind in KINDS.items()
    if kind.family in {Family.PDF, Family.OFFICE, Family.OPEN_DOCUMENT}
)


class PresentationForm(forms.Form):
    """A presentation and what it is called."""

    title = forms.CharField(max_length=200, label=gettext_lazy("Title"))
    upload = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF or an office file. Everyone can fetch it."),
    )
    checked: uploads.Checked | None = None

    def clean_upload(self) -> Any:
        """Have the file looked through before anything is stored."""
        upload = self.cleaned_data["upload"]
        try:
            self.checked = uploads.check(upload, upload.name, allowed=PAPERS, may_wait=True)
        except Refused as refusal:
            raise ValidationError(refusal.message, code=str(refusal.reason)) from refusal
        return upload
