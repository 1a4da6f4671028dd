"""The newsletter for everyone: ask for it, say yes, read it, end it.

A GET shows and never acts: mail programs open links by themselves. Ending it works by one POST
without a page, a cookie or an account, as mail programs do it (RFC 8058).
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from byregion.common.clock import now
from byregion.knowledge import newsletter_addresses as addresses
from byregion.knowledge.domain import subscriptions
from byregion.knowledge.models import IssueStatus, NewsletterIssue
from byregion.knowledge.newsletter_writing import told
from byregion.knowledge.queries.newsletter import content
from byregion.programme.queries import programmes
from byregion.web.public.newsletter_forms import SignUpForm
from byregion.web.public.sign_up_limit import may_ask
from byregion.web.public.site import frame

FORM = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 20


@never_cache
@FORM
def newsletter(request: HttpRequest) -> HttpResponse:
    """Tell what the newsletter is and list those sent; take an address in."""
    form = SignUpForm(request.POST or None, initial={"language": _language()})
    status = 200
    if request.method == "POST" and form.is_valid():
        if may_ask(request):
            return _asked(form)
        form.add_error(None, _("Too many have asked from here just now. Try again in an hour."))
        status = 429
    sent = NewsletterIssue.objects.filter(status=IssueStatus.SENT)[:SHOWN]
    context = {"form": form, "sent": sent, **_around(request)}
    return render(request, "public/newsletter/sign_up.html", context, status=status)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Ask the reader to look in their inbox; the same whether the address was known or not."""
    context = {"days": subscriptions.OPEN.days, **_around(request, _("Look in your inbox"))}
    return render(request, "public/newsletter/asked.html", context)


@never_cache
@FORM
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Say yes to the newsletter."""
    try:
        key = addresses.requested(token)
    except addresses.NotOurs:
        raise Http404(token) from None
    state = "asks"
    if request.method == "POST":
        try:
            subscriptions.confirm(key, at=now())
            state = "done"
        except subscriptions.NothingToConfirm:
            state = "too_late"
    context = {"state": state, **_around(request, _("Say yes"))}
    return render(request, "public/newsletter/confirm.html", context)


@csrf_exempt
@never_cache
@FORM
def end(request: HttpRequest, token: str) -> HttpResponse:
    """End the newsletter. A token is enough, and the same again changes nothing."""
    try:
        key = addresses.ended(token)
    except addresses.NotOurs:
        raise Http404(token) from None
    is_done = request.method == "POST"
    if is_done:
        subscriptions.end(key, at=now())
    context = {"is_done": is_done, **_around(request, _("End the newsletter"))}
    return render(request, "public/newsletter/end.html", context)


@require_safe
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a newsletter as it was sent."""
    shown = get_object_or_404(NewsletterIssue, pk=pk, status=IssueStatus.SENT)
    said = content(shown, _language())
    context = {
        "issue": shown,
        "content": said,
        "items": told(said),
        **_around(request, said.title),
    }
    return render(request, "public/newsletter/issue.html", context)


def _asked(form: SignUpForm) -> HttpResponse:
    # A machine is told what a person is told, and learns nothing.
    if not form.is_by_a_machine:
        address, language = form.cleaned_data["address"], form.cleaned_data["language"]
        subscriptions.ask(address, language=language, at=now())
    return redirect("public:newsletter-asked")


def _language() -> str:
    return (get_language() or "nn").split("-")[0]


def _around(request: HttpRequest, label: str = "") -> dict[str, object]:
    trail = [{"label": _("Newsletter"), "url": reverse("public:newsletter")}]
    trail += [{"label": label, "url": ""}] if label else []
    return frame(request, programmes.default_programme(), trail=trail)
