"""What groups, questions, contacts and guiding keep about a person: given, and let go of."""

from __future__ import annotations

from datetime import datetime

from byregion.network.models import (
    Contact,
    ContactNote,
    DigestChoice,
    GroupFacilitator,
    GroupFile,
    Mention,
    NetworkAnswer,
    NetworkQuestion,
    Post,
    Thread,
    Visit,
)
from byregion.people.models import User


def export(person: User) -> dict[str, object]:
    """Give what the person wrote and shared, and how often they wanted to be told."""
    return {
        "posts": list(
            Post.objects.filter(author=person).values("thread__title", "text", "written_at")
        ),
        "files_shared": list(
            GroupFile.objects.filter(shared_by=person).values("title", "shared_at")
        ),
        "questions": list(
            NetworkQuestion.objects.filter(asked_by=person).values("title", "text", "asked_at")
        ),
        "answers": list(
            NetworkAnswer.objects.filter(answered_by=person).values(
                "question__title", "text", "answered_at"
            )
        ),
        "contacts_asked": list(
            Contact.objects.filter(asked_by=person).values("to_region", "message", "asked_at")
        ),
        "contact_notes": list(
            ContactNote.objects.filter(author=person).values("text", "written_at")
        ),
        "visits": list(
            Visit.objects.filter(guide=person).values(
                "programme",
                "region",
                "held_on",
                "kind",
                "about",
                "agreed",
                "next_step",
                "next_step_on",
                "is_shared_with_region",
                "written_at",
            )
        ),
        "digest": list(DigestChoice.objects.filter(person=person).values("rhythm")),
    }


def erase(person: User, *, at: datetime) -> None:
    """Untie the person from what they wrote; what was written with others stays, without a name."""
    for model, field in (
        (Post, "author"),
        (Thread, "started_by"),
        (GroupFile, "shared_by"),
        (NetworkQuestion, "asked_by"),
        (NetworkAnswer, "answered_by"),
        (Contact, "asked_by"),
        (ContactNote, "author"),
        (Visit, "guide"),
    ):
        model._default_manager.filter(**{field: person}).update(**{field: None})
    Mention.objects.filter(person=person).delete()
    GroupFacilitator.objects.filter(person=person).delete()
    DigestChoice.objects.filter(person=person).delete()
