"""What every page of the office shows around its content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from byregion.programme.models import Programme
from byregion.web.office.sections import sections_of
from byregion.web.public import site


def frame(request: HttpRequest, *, trail: Sequence[Mapping[str, object]] = ()) -> dict[str, object]:
    """Give the context that `office/base.html` needs; the trail begins at the office's start."""
    start = {"url": reverse("office:start"), "label": _("The office")}
    programme = Programme.objects.order_by("pk").first()
    return {
        **site.frame(request, programme, trail=[start, *trail]),
        "sections": sections_of(request.user),
    }
