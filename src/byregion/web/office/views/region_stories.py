"""A region's own words on its page, written by the region and looked through by an editor."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from byregion.common.clock import now
from byregion.knowledge.domain import stories
from byregion.people.permissions import Permission, Place
from byregion.programme.models import CityRegion
from byregion.web.access import can, requires, requires_somewhere
from byregion.web.office.frame import frame
from byregion.web.office.group_frame import me
from byregion.web.office.region_story_forms import RegionStoryForm


@require_safe
@requires_somewhere(Permission.WRITE_REGION_TEXT)
def listing(request: HttpRequest) -> HttpResponse:
    """List the regions that the person may write for."""
    regions = [
        region
        for region in CityRegion.objects.select_related("programme").order_by("name")
        if can(request, Permission.WRITE_REGION_TEXT, Place(region.programme.slug, region.slug))
    ]
    context = {"regions": regions, **_around(request)}
    return render(request, "office/region_story/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_REGION_TEXT)
def write(request: HttpRequest, programme: str, region: str) -> HttpResponse:
    """Write what the region's page says in its own words, and send it to an editor."""
    found = get_object_or_404(
        CityRegion.objects.select_related("programme"), programme__slug=programme, slug=region
    )
    known = stories.standing(programme, region)
    initial = {"language": (get_language() or "nn").split("-")[0], **known.texts}
    form = RegionStoryForm(request.POST or None, initial=initial, is_new=not known.language)
    if request.method == "POST" and form.is_valid():
        texts = dict(form.cleaned_data)
        language = texts.pop("language", known.language)
        stories.propose(found, texts, language=language, by=me(request), at=now())
        messages.success(request, _("An editor will look it through. Then it is shown."))
        return redirect("office:region-story", programme, region)
    context = {"form": form, "region": found, "known": known, **_around(request, found.name)}
    return render(request, "office/region_story/edit.html", context)


def _around(request: HttpRequest, label: str = "") -> dict[str, object]:
    trail = [{"label": _("The region's own words"), "url": reverse("office:region-stories")}]
    return frame(request, trail=[*trail, *([{"label": label, "url": ""}] if label else [])])
