"""A region's own story, written by the region and looked through by an editor before it's shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from wagtail.models import Locale, WorkflowState

from byregion.audit.domain.trail import record
from byregion.knowledge.domain.tree import LANGUAGES
from byregion.knowledge.models import KnowledgeHome, RegionStory
from byregion.knowledge.plain_text import as_plain, as_rich
from byregion.people.models import User
from byregion.programme.models import CityRegion

# Each is rich text in the editor, and plain text to whoever writes for the region.
RICH = ("aims", "results", "advice", "next_work")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a region's story is: the language it's written in, what is shown, what waits."""

    texts: Mapping[str, str]
    language: str = ""
    is_shown: bool = False
    is_waiting: bool = False


def standing(programme: str, region: str) -> Standing:
    """Give the latest that was written of a region, whether it is shown, and what waits."""
    story = _original(programme, region)
    if story is None:
        return Standing({})
    latest = story.get_latest_revision_as_object()
    texts = {name: as_plain(getattr(latest, name)) for name in RICH}
    return Standing(
        texts={"summary": latest.summary, **texts},
        language=story.locale.language_code,
        is_shown=story.live,
        is_waiting=story.current_workflow_state is not None,
    )


@transaction.atomic
def propose(
    region: CityRegion, texts: Mapping[str, str], *, language: str, by: User, at: datetime
) -> RegionStory:
    """Keep what the region wrote as a draft, and ask an editor to look it through.

    A new story is written in `language` and shows so in the others until it is translated; one
    that is there stays in its own. A text that wasn't touched keeps what an editor put in it.
    """
    programme = region.programme.slug
    story = _original(programme, region.slug) or _made(region, language)
    draft = story.get_latest_revision_as_object()
    draft.summary = texts["summary"]
    for name in RICH:
        if texts[name].replace("\r\n", "\n").strip() != as_plain(getattr(draft, name)):
            setattr(draft, name, as_rich(texts[name]))
    draft.save_revision(user=by)
    story.refresh_from_db()
    _ask_for_review(story, by)
    record(
        "story.proposed",
        subject_kind="story",
        subject_key=f"{programme}/{region.slug}",
        at=at,
        by=str(by.key),
    )
    return story


def _original(programme: str, region: str) -> RegionStory | None:
    written = RegionStory.objects.filter(region=f"{programme}/{region}", alias_of=None)
    found: RegionStory | None = written.select_related("locale").order_by("pk").first()
    return found


def _made(region: CityRegion, language: str) -> RegionStory:
    locale = Locale.objects.get(language_code=language)
    story = RegionStory(
        title=region.name,
        slug=f"{region.programme.slug}-{region.slug}",
        region=f"{region.programme.slug}/{region.slug}",
        summary="–",
        locale=locale,
        live=False,
        has_unpublished_changes=True,
    )
    KnowledgeHome.objects.get(locale=locale).add_child(instance=story)
    for other in Locale.objects.filter(language_code__in=LANGUAGES).exclude(pk=locale.pk):
        story.copy_for_translation(other, alias=True)
    return story


def _ask_for_review(story: RegionStory, by: User) -> None:
    state = story.current_workflow_state
    if state is None:
        workflow = story.get_workflow()
        if workflow is not None:
            workflow.start(story, by)
        return
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
        return
    # What is looked through is the latest that was written.
    task = state.current_task_state
    task.revision = story.latest_revision
    task.save(update_fields=["revision"])
