"""A region's analysis in the office: made anew, added to, published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byregion import wording
from byregion.analysis.errors import AnalysisError
from byregion.common.clock import now
from byregion.insight import beforehand, reading
from byregion.insight.addresses import CHAPTERS_BY_SLUG
from byregion.insight.domain import desk
from byregion.insight.errors import Busy, DraftWaits, InsightError
from byregion.insight.models import RegionAnalysisEdition
from byregion.insight.queries import editions, free
from byregion.people.permissions import Permission, Place, may
from byregion.programme.models import CityRegion, Programme
from byregion.programme.queries import regions as region_queries
from byregion.statistics.errors import StatisticsError
from byregion.web.access import requires, requires_somewhere
from byregion.web.office.analysis_forms import OwnTextForm
from byregion.web.office.frame import frame
from byregion.web.office.group_frame import me

FORM = require_http_methods(["GET", "HEAD", "POST"])
manages = requires(Permission.MANAGE_ANALYSES)
writes = requires(Permission.WRITE_REGION_TEXT)


@require_safe
@requires_somewhere(Permission.MANAGE_ANALYSES)
def listing(request: HttpRequest) -> HttpResponse:
    """List the regions whose analysis is the person's to make, with what there is of each."""
    waiting, shown = editions.latest_by_region()
    rows = [
        {
            "region": region,
            "draft": waiting.get((region.programme.slug, region.slug)),
            "published": shown.get((region.programme.slug, region.slug)),
        }
        for region in CityRegion.objects.select_related("programme").order_by("name")
        if may(request.user, Permission.MANAGE_ANALYSES, _place(region))
    ]
    return render(request, "office/analysis/list.html", {"rows": rows, **_around(request)})


@require_safe
@manages
def detail(request: HttpRequest, programme: str, region: str) -> HttpResponse:
    """Show what there is of a region's analysis, and what may be done with it."""
    found, at = _region(programme, region), free.loaded()
    draft = editions.draft_of(programme, region)
    texts = editions.texts_of(draft)
    language = get_language() or "nn"
    context = {
        "region": found,
        "at": at,
        "members": desk.names_at(found, at.vintage) if at else [],
        "years": at.years[::-1] if at else [],
        "draft": draft,
        "published": editions.published(programme, region),
        "chapters": [
            (one, texts.get(one.key, {})) for one in reading.contents(draft.analysis, language)
        ]
        if draft
        else [],
        **_around(request, found),
    }
    return render(request, "office/analysis/detail.html", context)


@require_POST
@manages
def make(request: HttpRequest, programme: str, region: str) -> HttpResponse:
    """Analyse the region from the statistics loaded, as a draft."""
    found, at = _region(programme, region), free.loaded()
    asked = request.POST.get("year", "")
    if at is None or not asked.isdecimal() or int(asked) not in at.years:
        raise Http404(asked)
    act = partial(desk.make, found, at, int(asked), by=str(me(request).key), on=now())
    _attempt(request, act, _("The analysis is made. Nobody else sees it until it is published."))
    return redirect("office:analysis", programme, region)


@FORM
@writes
def text(request: HttpRequest, programme: str, region: str, chapter: str) -> HttpResponse:
    """Write the region's own text in a chapter of the draft."""
    found, draft = _region(programme, region), _draft(programme, region)
    key = CHAPTERS_BY_SLUG.get(chapter)
    if key is None:
        raise Http404(chapter)
    own = editions.texts_of(draft).get(key)
    former = editions.texts_of(editions.published(programme, region)).get(key, {})
    form = OwnTextForm(former if own is None else own, request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(desk.write, draft, key, form.cleaned_data, by=str(me(request).key), on=now())
        if _attempt(request, act, _("The change is saved.")):
            return redirect("office:analysis", programme, region)
    part = reading.outline(draft.analysis.chapter(key), get_language() or "nn")
    context = {
        "form": form,
        "region": found,
        "chapter": part,
        "is_former": own is None and bool(former),
        **_around(request, found, part.title),
    }
    return render(request, "office/analysis/text.html", context)


@FORM
@manages
def publish(request: HttpRequest, programme: str, region: str) -> HttpResponse:
    """Freeze the draft and show it, once the person has said yes."""
    found, draft = _region(programme, region), _draft(programme, region)
    if request.method == "POST":
        act = partial(desk.publish, draft, by=str(me(request).key), on=now())
        if _attempt(request, act, _("The analysis is published.")):
            # Its figures are drawn before the readers come.
            beforehand.start()
        return redirect("office:analysis", programme, region)
    context = {"region": found, "draft": draft, **_around(request, found, _("Publish"))}
    return render(request, "office/analysis/publish.html", context)


@require_POST
@manages
def discard(request: HttpRequest, programme: str, region: str) -> HttpResponse:
    """Throw the draft away."""
    draft = _draft(programme, region)
    act = partial(desk.discard, draft, by=str(me(request).key), on=now())
    _attempt(request, act, _("The draft is thrown away."))
    return redirect("office:analysis", programme, region)


def _place(region: CityRegion) -> Place:
    return Place(region.programme.slug, region.slug)


def _region(programme: str, slug: str) -> CityRegion:
    shown = get_object_or_404(Programme, slug=programme)
    try:
        return region_queries.region(shown, slug)
    except CityRegion.DoesNotExist:
        raise Http404(slug) from None


def _draft(programme: str, region: str) -> RegionAnalysisEdition:
    found = editions.draft_of(programme, region)
    if found is None:
        raise Http404(region)
    return found


def _attempt(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    try:
        act()
    except (InsightError, AnalysisError, StatisticsError) as error:
        messages.warning(request, _why(error))
        return False
    messages.success(request, done)
    return True


def _why(error: Exception) -> str:
    if isinstance(error, DraftWaits):
        return _("There is a draft already: publish it or throw it away first.")
    if isinstance(error, Busy):
        return _("Too much is being computed just now. Try again in a moment.")
    if isinstance(error, InsightError):
        return _("This can't be done with the analysis as it is now.")
    return wording.error(error, get_language() or "nn")


def _around(
    request: HttpRequest, region: CityRegion | None = None, label: str = ""
) -> dict[str, object]:
    trail: list[Mapping[str, object]] = [
        {"label": _("Analyses"), "url": reverse("office:analyses")}
    ]
    if region is not None:
        place = [region.programme.slug, region.slug]
        trail.append({"label": region.name, "url": reverse("office:analysis", args=place)})
    if label:
        trail.append({"label": label, "url": ""})
    return frame(request, trail=trail)
