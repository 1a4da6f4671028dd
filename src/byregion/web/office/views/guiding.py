"""Process guides and the regions they follow: the log, and who has no guide."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byregion.common.clock import now
from byregion.common.tables import Table
from byregion.network import rules
from byregion.network.domain import visits as verbs
from byregion.network.queries import visits as queries
from byregion.people.permissions import Permission, Place
from byregion.programme.models import CityRegion, Programme
from byregion.web.access import can, requires, requires_somewhere
from byregion.web.office.form_parts import key_of
from byregion.web.office.frame import frame
from byregion.web.office.group_frame import me
from byregion.web.office.guiding_forms import VisitForm
from byregion.web.office.network_frame import attempt

FORM = require_http_methods(["GET", "HEAD", "POST"])
reads = requires(Permission.READ_GUIDING)
guides = requires(Permission.GUIDE_REGION)
COLUMNS = (
    "day",
    "programme",
    "region",
    "kind",
    "about",
    "agreed",
    "next_step",
    "next_step_on",
    "region_may_read",
)


@require_safe
@requires_somewhere(Permission.READ_GUIDING)
def listing(request: HttpRequest) -> HttpResponse:
    """List the regions that one guides, those one is of, and all where one oversees the guides."""
    guided = [place for place in rules.guided_places(me(request)) if place.region]
    context = {
        "guided": queries.followed(guided),
        "ours": queries.followed(rules.own_regions(me(request)), only_shared=True),
        "overseen": _overseen(request),
        "writes": bool(rules.guided_places(me(request))),
        **_around(request),
    }
    return render(request, "office/guiding/list.html", context)


@require_safe
@requires_somewhere(Permission.GUIDE_REGION)
def own_log(request: HttpRequest) -> HttpResponse:
    """Give what one has noted oneself as a file."""
    table = Table(
        name="log",
        title=_("Process guiding"),
        columns=COLUMNS,
        rows=[
            (
                one.held_on, one.programme, one.region, one.kind, one.about, one.agreed,
                one.next_step, one.next_step_on, "yes" if one.is_shared_with_region else "no",
            )
            for one in queries.own_log(me(request))
        ],
        source="Byregion",
        licence="",
        as_of=now().date(),
    )  # fmt: skip
    response = HttpResponse(table.encode("csv"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="log.csv"'
    return response


@require_safe
@reads
def log(request: HttpRequest, programme: str, region: str) -> HttpResponse:
    """Show a region's log: all of it to its guides, and to its people what they may read."""
    shown, place = _region_or_404(programme, region), Place(programme, region)
    entries = queries.log_of(me(request), place)
    context = {
        "region": shown,
        "place": place,
        "guides": queries.guides_of([programme]).get(place, ()),
        "entries": [(one, rules.may_change_visit(me(request), one)) for one in entries],
        "writes": can(request, Permission.GUIDE_REGION, place),
        **_around(request, shown),
    }
    return render(request, "office/guiding/log.html", context)


@FORM
@guides
def write(request: HttpRequest, programme: str, region: str) -> HttpResponse:
    """Note a visit or another meeting with the region."""
    shown, place = _region_or_404(programme, region), Place(programme, region)
    form = VisitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = key_of(request.POST)
        save = partial(verbs.log_visit, place, form.noted(), form_key=key, by=me(request), at=now())
        if attempt(request, save, _("It is in the log.")):
            return redirect("office:guiding-region", programme, region)
    context = {"form": form, "region": shown, **_around(request, shown, _("A new entry"))}
    return render(request, "office/guiding/entry.html", context)


@FORM
@guides
def edit(request: HttpRequest, programme: str, region: str, pk: int) -> HttpResponse:
    """Change one's own entry, or anybody's as the operator."""
    shown, place = _region_or_404(programme, region), Place(programme, region)
    known = get_object_or_404(queries.changeable(me(request), place), pk=pk)
    form = VisitForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        save = partial(verbs.edit_visit, known, form.noted(), by=me(request), at=now())
        if attempt(request, save, _("The change is saved.")):
            return redirect("office:guiding-region", programme, region)
    context = {"form": form, "region": shown, **_around(request, shown, _("Edit"))}
    return render(request, "office/guiding/entry.html", context)


@require_POST
@guides
def delete(request: HttpRequest, programme: str, region: str, pk: int) -> HttpResponse:
    """Take an entry out: one's own, or anybody's as the operator."""
    known = get_object_or_404(queries.changeable(me(request), Place(programme, region)), pk=pk)
    act = partial(verbs.delete_visit, known, by=me(request), at=now())
    attempt(request, act, _("The entry is taken out."))
    return redirect("office:guiding-region", programme, region)


def _overseen(request: HttpRequest) -> list[dict[str, object]]:
    """Give the programmes whose guides one oversees, each with its regions and the guideless."""
    programmes = [
        programme
        for programme in Programme.objects.order_by("pk")
        if can(request, Permission.OVERSEE_GUIDES, Place(programme.slug))
    ]
    found = queries.followed([Place(programme.slug) for programme in programmes])
    overseen: list[dict[str, object]] = []
    for programme in programmes:
        rows = [one for one in found if one.place.programme == programme.slug]
        lacking = sum(not one.guides for one in rows)
        invites = can(request, Permission.INVITE_MEMBERS, Place(programme.slug))
        overseen.append(
            {"programme": programme, "regions": rows, "lacking": lacking, "invites": invites}
        )
    return overseen


def _region_or_404(programme: str, region: str) -> CityRegion:
    found = CityRegion.objects.select_related("programme")
    return get_object_or_404(found, programme__slug=programme, slug=region)


def _around(
    request: HttpRequest, region: CityRegion | None = None, label: str = ""
) -> dict[str, object]:
    trail = [{"label": _("Process guiding"), "url": reverse("office:guiding")}]
    if region is not None:
        url = reverse("office:guiding-region", args=[region.programme.slug, region.slug])
        trail.append({"label": region.name, "url": url})
    return frame(request, trail=[*trail, *([{"label": label, "url": ""}] if label else [])])
