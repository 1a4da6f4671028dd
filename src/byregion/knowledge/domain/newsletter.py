"""A newsletter's life: made, filled, put in order, sent once to everyone, and kept as sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from byregion.audit.domain.trail import record
from byregion.knowledge.models import (
    IssueEdition,
    IssueItem,
    IssueStatus,
    NewsletterIssue,
    Subscriber,
)
from byregion.knowledge.newsletter_addresses import end_page, issue_page
from byregion.knowledge.newsletter_writing import as_html, for_receiver, told
from byregion.knowledge.queries.newsletter import Content, content, contents
from byregion.mail.domain.outbox import Receiver, queue
from byregion.people.models import User

# Letters queued in one transaction: few enough to be quick, and whole or not at all.
BATCH = 100


class CannotChange(ValueError):
    """The newsletter has been sent, or lacks what it needs; the message says which."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A newsletter in one language, ready to be addressed."""

    content: Content
    html: str
    page: str


@transaction.atomic
def make_issue(texts: Mapping[str, str], *, by: User, at: datetime) -> NewsletterIssue:
    """Make a draft of its titles and greetings."""
    issue = NewsletterIssue.objects.create(**texts, made_at=at)
    _note("newsletter.made", issue, by, at)
    return issue


@transaction.atomic
def edit_issue(issue: NewsletterIssue, texts: Mapping[str, str], *, by: User, at: datetime) -> None:
    """Change titles and greetings. Raises CannotChange once it is sent."""
    draft = _draft(issue)
    for name, text in texts.items():
        setattr(draft, name, text)
    draft.save()
    issue.refresh_from_db()
    _note("newsletter.edited", issue, by, at)


@transaction.atomic
def add_item(
    issue: NewsletterIssue,
    *,
    article: UUID | None = None,
    gathering: UUID | None = None,
    by: User,
    at: datetime,
) -> None:
    """Put an article or a gathering last. What is in already is left. Raises CannotChange."""
    draft = _draft(issue)
    if draft.items.filter(article=article, gathering=gathering).exists():
        return
    last = draft.items.aggregate(last=Max("position"))["last"] or 0
    IssueItem.objects.create(issue=draft, position=last + 1, article=article, gathering=gathering)
    _note("newsletter.item_added", issue, by, at)


@transaction.atomic
def remove_item(issue: NewsletterIssue, pk: int, *, by: User, at: datetime) -> None:
    """Take an item out; one that isn't there is out already. Raises CannotChange."""
    draft = _draft(issue)
    if draft.items.filter(pk=pk).delete()[0]:
        _note("newsletter.item_removed", issue, by, at)


@transaction.atomic
def move_item(issue: NewsletterIssue, pk: int, step: int, *, by: User, at: datetime) -> None:
    """Let an item change places with the one before (-1) or after (1). Raises CannotChange."""
    items = list(_draft(issue).items.all())
    here = next((place for place, item in enumerate(items) if item.pk == pk), None)
    there = None if here is None else here + step
    if here is None or there is None or not 0 <= there < len(items):
        return
    items[here], items[there] = items[there], items[here]
    for position, item in enumerate(items, start=1):
        item.position = position
    IssueItem.objects.bulk_update(items, ["position"])
    _note("newsletter.ordered", issue, by, at)


@transaction.atomic
def delete_issue(issue: NewsletterIssue, *, by: User, at: datetime) -> None:
    """Throw a draft away. Raises CannotChange for one that is sent."""
    draft = _draft(issue)
    _note("newsletter.deleted", issue, by, at)
    draft.delete()


@transaction.atomic
def send_issue(issue: NewsletterIssue, *, by: User, at: datetime) -> None:
    """Fix what the newsletter says in every language, and publish it; `queue_letters` follows.

    Raises CannotChange where it has been sent already, or says nothing.
    """
    draft = _draft(issue)
    said = contents(draft)
    if not any(one.title for one in said.values()):
        raise CannotChange(_("The newsletter needs a title."))
    if not any(one.items or one.greeting for one in said.values()):
        raise CannotChange(_("The newsletter says nothing yet."))
    IssueEdition.objects.bulk_create(
        IssueEdition(issue=draft, language=language, content=one.as_json())
        for language, one in said.items()
    )
    draft.status, draft.sent_at = IssueStatus.SENT, at
    draft.save()
    issue.refresh_from_db()
    _note("newsletter.sent", issue, by, at)


def queue_letters(issue: NewsletterIssue, *, at: datetime, most: int | None = None) -> int:
    """Put the letters of a sent newsletter in the outbox, `most` at the most; gives their number.

    It goes on where it stopped, and each subscriber gets one letter, however often it is run and
    by however many at once.
    """
    if not issue.is_sent or issue.is_queued:
        return 0
    sheets = _sheets(issue)
    queued = 0
    while most is None or queued < most:
        number = _queue_batch(issue, sheets, at)
        queued += number
        if number == 0:
            break
    issue.refresh_from_db()
    return queued


def queue_what_waits(*, at: datetime) -> int:
    """Queue the rest of every newsletter that has been sent; gives the number of letters."""
    waiting = NewsletterIssue.objects.filter(status=IssueStatus.SENT, is_queued=False)
    return sum(queue_letters(issue, at=at) for issue in waiting)


def receivers(issue: NewsletterIssue) -> QuerySet[Subscriber]:
    """Give those who have yet to get the newsletter: confirmed before it was sent."""
    found = Subscriber.objects.filter(pk__gt=issue.queued_until).order_by("pk")
    return found.filter(confirmed_at__lte=issue.sent_at) if issue.sent_at else found


@transaction.atomic
def _queue_batch(issue: NewsletterIssue, sheets: Mapping[str, Sheet], at: datetime) -> int:
    locked = NewsletterIssue.objects.select_for_update().get(pk=issue.pk)
    batch = list(receivers(locked)[:BATCH])
    for subscriber in batch:
        _queue(locked, subscriber, sheets[subscriber.language], at)
    if batch:
        locked.queued_until = batch[-1].pk
    else:
        locked.is_queued = True
    locked.save(update_fields=["queued_until", "is_queued"])
    return len(batch)


def _queue(issue: NewsletterIssue, to: Subscriber, sheet: Sheet, at: datetime) -> None:
    end = end_page(to)
    queue(
        "mail/newsletter.txt",
        to=Receiver(to.address, to.language),
        key=f"newsletter:{issue.key}:{to.key}",
        at=at,
        context={
            "content": sheet.content,
            "items": told(sheet.content),
            "page": sheet.page,
            "end": end,
        },
        # RFC 8058: a mail program ends it with one POST, without opening a page.
        headers={
            "List-Unsubscribe": f"<{end}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        html=for_receiver(sheet.html, end),
    )


def _sheets(issue: NewsletterIssue) -> dict[str, Sheet]:
    sheets = {}
    for edition in issue.editions.all():
        said, page = content(issue, edition.language), issue_page(issue, edition.language)
        html = as_html(said, language=edition.language, page=page)
        sheets[edition.language] = Sheet(said, html, page)
    return sheets


def _draft(issue: NewsletterIssue) -> NewsletterIssue:
    locked = NewsletterIssue.objects.select_for_update().get(pk=issue.pk)
    if locked.is_sent:
        raise CannotChange(_("The newsletter has been sent, and is fixed."))
    return locked


def _note(act: str, issue: NewsletterIssue, by: User, at: datetime) -> None:
    record(act, subject_kind="newsletter", subject_key=str(issue.key), at=at, by=str(by.key))
