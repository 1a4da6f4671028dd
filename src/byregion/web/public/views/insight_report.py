"""Reports to take away: ordered by whoever asks first, made beside the site, given from disk.

The address of a file gives the file if it is made; else it orders it and leads to a page that
shows how far it has come. To order twice is to order once, so a plain link will do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byregion.common.clock import now
from byregion.insight import reports, worker
from byregion.insight.domain import report_jobs
from byregion.insight.models import ReportJob, ReportState
from byregion.insight.queries import editions
from byregion.programme.queries import programmes
from byregion.web.public.site import frame
from byregion.web.public.views.insight_free import about_free, free_choice
from byregion.web.public.views.insight_limits import ANALYSIS, DIVISION, REPORT, bounded, charge
from byregion.web.public.views.insight_page import file_response, published, region_frame, unkept

if TYPE_CHECKING:
    from byregion.insight.reports import Wanted

# Made in some hundredths of a second: not worth a page that says "wait".
AT_ONCE = "zip"


@require_safe
@bounded
def report(request: HttpRequest, programme: str, slug: str, kind: str) -> HttpResponseBase:
    """Give the report in the reader's language, or the annex with all data."""
    edition = published(programme, slug)
    wanted = reports.of_edition(edition, kind, _language())
    progress = reverse("public:insight-report-progress", args=[programme, slug, kind])
    return _give(request, wanted, f"{slug}-{edition.number}", progress)


@require_safe
def report_progress(request: HttpRequest, programme: str, slug: str, kind: str) -> HttpResponseBase:
    """Show how far an edition's report has come."""
    edition = published(programme, slug)
    wanted = reports.of_edition(edition, kind, _language())
    file = reverse("public:insight-report", args=[programme, slug, kind])
    trail = {"label": _("Report"), "url": ""}
    back = reverse("public:insight", args=[programme, slug])
    context = {"name": edition.name, "back": back, **region_frame(request, edition, trail)}
    return _show(request, wanted, file, context)


@require_safe
@bounded
def annex(request: HttpRequest, programme: str, slug: str, number: int) -> HttpResponseBase:
    """Give the annex of an edition, which is enough to compute it again."""
    edition = editions.public_edition(programme, slug, number)
    if edition is None:
        raise Http404(f"{slug}, {number}")
    wanted = reports.of_edition(edition, AT_ONCE, "")
    return _give(request, wanted, f"{slug}-{edition.number}", "")


@require_safe
@about_free
def free_report(request: HttpRequest, codes: str, kind: str) -> HttpResponseBase:
    """Give the report of any municipalities."""
    at, choice = free_choice(codes)
    wanted = reports.of_choice(at, choice, kind, _language())
    progress = reverse("public:insight-free-report-progress", args=[codes, kind])
    return _give(request, wanted, f"analyse-{choice.text}", progress)


@require_safe
@about_free
def free_report_progress(request: HttpRequest, codes: str, kind: str) -> HttpResponseBase:
    """Show how far the report of any municipalities has come."""
    at, choice = free_choice(codes)
    wanted = reports.of_choice(at, choice, kind, _language())
    back = reverse("public:insight-free", args=[codes])
    trail = [
        {"label": _("Analyse any municipalities"), "url": reverse("public:insight-choose")},
        {"label": _("Analysis"), "url": back},
        {"label": _("Report"), "url": ""},
    ]
    own = {"name": "", "back": back}
    context = own | frame(request, programmes.default_programme(), trail=trail)
    file = reverse("public:insight-free-report", args=[codes, kind])
    return _show(request, wanted, file, context)


def _give(request: HttpRequest, wanted: Wanted, name: str, progress: str) -> HttpResponseBase:
    if not wanted.path.exists():
        if wanted.kind != AT_ONCE:
            _order(request, wanted)
            return redirect(progress)
        charge(request, ANALYSIS if wanted.edition is None else DIVISION)
        reports.make(wanted, reports.analysis_of(wanted))
    language = f"-{wanted.language}" if wanted.language else ""
    full = f"{name}{language}.{wanted.kind}"
    return file_response(request, wanted.path, name=full, kind=wanted.kind)


def _order(request: HttpRequest, wanted: Wanted) -> None:
    known = report_jobs.find(wanted)
    if known is None or known.state not in {ReportState.QUEUED, ReportState.RUNNING}:
        charge(request, REPORT)
        report_jobs.order(wanted, at=now())
    worker.wake()


def _show(
    request: HttpRequest, wanted: Wanted, file: str, context: dict[str, Any]
) -> HttpResponseBase:
    job, is_there = report_jobs.find(wanted), wanted.path.exists()
    if job is None and not is_there:
        # Nobody has ordered it, or it was long ago: the file's own address orders it.
        return redirect(file)
    context |= {
        "kind": wanted.kind.upper(),
        "file": file,
        "state": _state(job, is_there=is_there),
        "job": job,
        "size": wanted.path.stat().st_size if is_there else 0,
        "steps": report_jobs.STEPS,
        "ahead": report_jobs.ahead(job) if job and not is_there else 0,
    }
    return unkept(request, "public/insight/report.html", context)


def _state(job: ReportJob | None, *, is_there: bool) -> str:
    if is_there or job is None:
        return ReportState.DONE
    # A file that was taken away since is made again when its address is asked for.
    return "gone" if job.state == ReportState.DONE else job.state


def _language() -> str:
    return get_language() or "nn"
