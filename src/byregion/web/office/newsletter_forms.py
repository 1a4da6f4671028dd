"""Forms of the office about the newsletter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from byregion.knowledge.models import NewsletterIssue
from byregion.web.office.form_parts import LANGUAGES, area


class IssueForm(forms.ModelForm[NewsletterIssue]):
    """A newsletter's title and greeting in three languages."""

    class Meta:
        model = NewsletterIssue
        fields = tuple(f"{name}_{code}" for name in ("title", "greeting") for code in LANGUAGES)
        widgets = {f"greeting_{code}": area(6) for code in LANGUAGES}  # noqa: RUF012 - Django's

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("title", _("Title")), ("greeting", _("Greeting"))):
            for code, language in LANGUAGES.items():
                self.fields[f"{name}_{code}"].label = f"{label} ({language})"
                self.fields[f"{name}_{code}"].widget.attrs["lang"] = code

    def clean(self) -> dict[str, Any]:
        """Ask for the title in one language at least."""
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(f"title_{code}") for code in LANGUAGES):
            self.add_error("title_nn", _("Write it in one language at least, best in all three."))
        return cleaned

    def texts(self) -> dict[str, str]:
        """Give the fields' values, for the verbs."""
        return dict(self.cleaned_data)
