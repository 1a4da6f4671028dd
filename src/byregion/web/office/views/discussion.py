"""A group's discussion, and how often one is told of it."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from byregion.common.clock import now
from byregion.network import rules
from byregion.network.domain import digests
from byregion.network.domain import discussion as verbs
from byregion.network.domain.refusal import Refused
from byregion.network.enums import DigestRhythm
from byregion.network.models import DigestChoice, Group, Post, Thread
from byregion.network.queries import groups as queries
from byregion.web.office.group_forms import DigestForm, EditPostForm, PostForm, ThreadForm
from byregion.web.office.group_frame import around, group_or_403, in_groups, me
from byregion.web.office.network_frame import attempt

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@in_groups
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a thread."""
    group = group_or_403(request, pk)
    form = ThreadForm(rules.people_in(group), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.start_thread(
                group, form.cleaned_data["title"], _written(form), by=me(request), at=now()
            )
            return redirect("office:thread", pk, made.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, **around(request, group, _("A new thread"))}
    return render(request, "office/group/start.html", context)


@FORM
@in_groups
def thread(request: HttpRequest, pk: int, thread: int) -> HttpResponse:
    """Show a thread; add what is sent to it."""
    group = group_or_403(request, pk)
    shown = get_object_or_404(group.threads.select_related("started_by"), pk=thread)
    people = rules.people_in(group)
    form = PostForm(people, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            post = verbs.write_post(shown, _written(form), by=me(request), at=now())
            return redirect(f"{reverse('office:thread', args=[pk, thread])}#innlegg-{post.pk}")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "thread": shown,
        "posts": queries.posts(shown, me(request), list(people)),
        "may_mark": shown.started_by_id == me(request).pk or rules.leads(me(request), group),
        "form": form,
        **around(request, group, shown.title),
    }
    return render(request, "office/group/thread.html", context)


@FORM
@in_groups
def edit(request: HttpRequest, pk: int, thread: int, post: int) -> HttpResponse:
    """Change one's own words."""
    group, known = _own_post(request, pk, thread, post)
    if not rules.may_change_post(me(request), known):
        raise PermissionDenied
    form = EditPostForm(request.POST or None, initial={"text": known.text})
    if request.method == "POST" and form.is_valid():
        act = partial(verbs.edit_post, known, form.cleaned_data["text"], by=me(request), at=now())
        if attempt(request, act, _("The change is saved.")):
            return redirect("office:thread", pk, thread)
    context = {"form": form, "thread": known.thread, **around(request, group, _("Edit"))}
    return render(request, "office/group/post.html", context)


@require_POST
@in_groups
def delete(request: HttpRequest, pk: int, thread: int, post: int) -> HttpResponse:
    """Take the words of a post away."""
    _group, known = _own_post(request, pk, thread, post)
    act = partial(verbs.delete_post, known, by=me(request), at=now())
    attempt(request, act, _("The post is deleted."))
    return redirect("office:thread", pk, thread)


@require_POST
@in_groups
def answer(request: HttpRequest, pk: int, thread: int) -> HttpResponse:
    """Say which post is the answer, or that none is."""
    group = group_or_403(request, pk)
    known: Thread = get_object_or_404(group.threads, pk=thread)
    wanted = request.POST.get("post", "")
    post = get_object_or_404(known.posts, pk=wanted) if wanted.isdecimal() else None
    act = partial(verbs.mark_answer, known, post, by=me(request), at=now())
    attempt(request, act, _("The thread is answered.") if post else _("The thread is open again."))
    return redirect("office:thread", pk, thread)


@FORM
@in_groups
def digest(request: HttpRequest) -> HttpResponse:
    """Choose how often one is told by e-mail what is new in one's groups."""
    kept = DigestChoice.objects.filter(person=me(request)).first()
    initial = {"rhythm": kept.rhythm if kept else DigestRhythm.WEEKLY}
    form = DigestForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        rhythm = DigestRhythm(form.cleaned_data["rhythm"])
        digests.choose_rhythm(me(request), rhythm, at=now())
        messages.success(request, _("Your choice is saved."))
        return redirect("office:groups")
    context = {"form": form, **around(request, label=_("Letters about what is new"))}
    return render(request, "office/group/digest.html", context)


def _written(form: PostForm) -> verbs.Written:
    data = form.cleaned_data
    return verbs.Written(data["text"], data["form_key"], tuple(data["tell"]))


def _own_post(request: HttpRequest, pk: int, thread: int, post: int) -> tuple[Group, Post]:
    group = group_or_403(request, pk)
    found = Post.objects.select_related("thread__group")
    return group, get_object_or_404(found, pk=post, thread=thread, thread__group=group)
