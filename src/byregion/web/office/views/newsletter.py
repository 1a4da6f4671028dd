"""The newsletter in the office: what it tells of, a look at it, and sending it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from byregion.common.clock import now
from byregion.common.translation import LANGUAGES
from byregion.knowledge.domain import newsletter as verbs
from byregion.knowledge.models import NewsletterIssue, Subscriber
from byregion.knowledge.newsletter_writing import told
from byregion.knowledge.queries import newsletter as queries
from byregion.people.permissions import Permission
from byregion.web.access import requires_somewhere
from byregion.web.office.frame import frame
from byregion.web.office.group_frame import me
from byregion.web.office.newsletter_forms import IssueForm

FORM = require_http_methods(["GET", "HEAD", "POST"])
sends = requires_somewhere(Permission.SEND_NEWSLETTER)
# Queued while the sender waits; `byregion newsletter` queues the rest.
AT_ONCE = 300


@require_safe
@sends
def listing(request: HttpRequest) -> HttpResponse:
    """List the newsletters, and how many get them."""
    counted = Subscriber.objects.values_list("language").annotate(number=Count("pk"))
    context = {
        "drafts": NewsletterIssue.objects.filter(sent_at=None),
        "sent": NewsletterIssue.objects.exclude(sent_at=None),
        "subscribers": sum(number for _language, number in counted),
        **_around(request),
    }
    return render(request, "office/newsletter/list.html", context)


@FORM
@sends
def create(request: HttpRequest) -> HttpResponse:
    """Make a draft."""
    form = IssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = verbs.make_issue(form.texts(), by=me(request), at=now())
        return redirect("office:newsletter", made.pk)
    context = {"form": form, **_around(request, _("A new newsletter"))}
    return render(request, "office/newsletter/edit.html", context)


@require_safe
@sends
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a newsletter: what it tells of, and what may be done with it."""
    issue = get_object_or_404(NewsletterIssue, pk=pk)
    language = _language()
    items = queries.named_items(issue, language)
    context = {
        "issue": issue,
        "items": items,
        "articles": queries.offered_articles(language, [one.article for one, _item in items]),
        "gatherings": queries.offered_gatherings([one.gathering for one, _item in items]),
        "languages": LANGUAGES,
        "waiting": verbs.receivers(issue).count(),
        **_around(request, str(issue)),
    }
    return render(request, "office/newsletter/detail.html", context)


@FORM
@sends
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change titles and greetings."""
    issue = get_object_or_404(NewsletterIssue, pk=pk)
    form = IssueForm(request.POST or None, instance=NewsletterIssue.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        act = partial(verbs.edit_issue, issue, form.texts(), by=me(request), at=now())
        if _attempt(request, act, _("The change is saved.")):
            return redirect("office:newsletter", pk)
    context = {"form": form, "issue": issue, **_around(request, _("Edit"))}
    return render(request, "office/newsletter/edit.html", context)


@require_POST
@sends
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """Put something in, take it out, or move it up or down."""
    issue = get_object_or_404(NewsletterIssue, pk=pk)
    acts: dict[str, Callable[..., None]] = {
        "article": lambda **done: verbs.add_item(issue, article=_key(request), **done),
        "gathering": lambda **done: verbs.add_item(issue, gathering=_key(request), **done),
        "up": lambda **done: verbs.move_item(issue, _item(request), -1, **done),
        "down": lambda **done: verbs.move_item(issue, _item(request), 1, **done),
        "remove": lambda **done: verbs.remove_item(issue, _item(request), **done),
    }
    wanted = request.POST.get("act", "")
    if wanted not in acts:
        raise Http404(wanted)
    _attempt(request, partial(acts[wanted], by=me(request), at=now()), "")
    return redirect("office:newsletter", pk)


@require_safe
@sends
def preview(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Show a newsletter as it would be read in a language."""
    if language not in LANGUAGES:
        raise Http404(language)
    issue = get_object_or_404(NewsletterIssue, pk=pk)
    said = queries.content(issue, language)
    context = {
        "issue": issue,
        "content": said,
        "items": told(said),
        "shown": language,
        "languages": LANGUAGES,
        **_around(request, _("Preview")),
    }
    return render(request, "office/newsletter/preview.html", context)


@FORM
@sends
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, and send the newsletter to everyone who has said yes."""
    issue = get_object_or_404(NewsletterIssue, pk=pk)
    if request.method == "POST":
        if _attempt(request, partial(verbs.send_issue, issue, by=me(request), at=now()), ""):
            number = verbs.queue_letters(issue, at=now(), most=AT_ONCE)
            said = ngettext(
                "%(number)s letter is queued.", "%(number)s letters are queued.", number
            )
            messages.success(request, said % {"number": number})
        return redirect("office:newsletter", pk)
    context = {
        "issue": issue,
        "receivers": verbs.receivers(issue).count(),
        **_around(request, _("Send")),
    }
    return render(request, "office/newsletter/send.html", context)


@require_POST
@sends
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    issue = get_object_or_404(NewsletterIssue, pk=pk)
    act = partial(verbs.delete_issue, issue, by=me(request), at=now())
    if _attempt(request, act, _("The draft is thrown away.")):
        return redirect("office:newsletters")
    return redirect("office:newsletter", pk)


def _attempt(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    try:
        act()
    except verbs.CannotChange as refusal:
        messages.warning(request, str(refusal))
        return False
    if done:
        messages.success(request, done)
    return True


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise Http404("no such thing") from None


def _item(request: HttpRequest) -> int:
    item = request.POST.get("item", "")
    return int(item) if item.isdecimal() else 0


def _language() -> str:
    return (get_language() or "nn").split("-")[0]


def _around(request: HttpRequest, label: str = "") -> dict[str, object]:
    trail = [{"label": _("Newsletter"), "url": reverse("office:newsletters")}]
    return frame(request, trail=[*trail, *([{"label": label, "url": ""}] if label else [])])
