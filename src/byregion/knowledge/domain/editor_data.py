"""What the editor keeps about whoever works in it: given to them, and let go of.

Who made and changed a page stays, tied to the person's row, which erasing empties.
"""

from __future__ import annotations

from datetime import datetime

from wagtail.admin.models import EditingSession, FormState
from wagtail.models import (
    APIToken,
    Comment,
    CommentReply,
    Page,
    PageLogEntry,
    PageSubscription,
    UploadedFile,
)
from wagtail.users.models import UserProfile

from byregion.knowledge.models import File, Picture
from byregion.people.models import User


def export(person: User) -> dict[str, object]:
    """Give what the person made in the editor, did to pages, said beside them, and set."""
    return {
        "pages": list(Page.objects.filter(owner=person).values("title", "first_published_at")),
        "acts": list(
            PageLogEntry.objects.filter(user=person).values("action", "label", "timestamp")
        ),
        "comments": list(
            Comment.objects.filter(user=person).values("page__title", "text", "created_at")
        ),
        "replies": list(CommentReply.objects.filter(user=person).values("text", "created_at")),
        "files": [
            *File.objects.filter(uploaded_by_user=person).values("title", "created_at"),
            *Picture.objects.filter(uploaded_by_user=person).values("title", "created_at"),
        ],
        "settings": list(UserProfile.objects.filter(user=person).values("preferred_language")),
    }


def erase(person: User, *, at: datetime) -> None:
    """Forget how they had set the editor up, and their picture; what they wrote stays, nameless."""
    for profile in UserProfile.objects.filter(user=person):
        profile.avatar.delete(save=False)
        profile.delete()
    for rows in (EditingSession, FormState, PageSubscription, APIToken):
        rows._default_manager.filter(user=person).delete()
    UploadedFile.objects.filter(uploaded_by_user=person).delete()
    File.objects.filter(uploaded_by_user=person).update(uploaded_by_user=None)
    Picture.objects.filter(uploaded_by_user=person).update(uploaded_by_user=None)
    person.groups.clear()
