"""A group's life: made, filled with regions, led, its meetings, what it shares, and its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from byregion.audit.domain.trail import record
from byregion.network.domain.refusal import WrongState
from byregion.network.models import Group, GroupFacilitator, GroupFile, GroupMeeting, GroupRegion
from byregion.people.models import User


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that the face has had looked through: its content, safe name and true type."""

    content: File[bytes]
    name: str
    content_type: str


@transaction.atomic
def make_group(
    values: Mapping[str, Any],
    *,
    regions: Iterable[str],
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> Group:
    """Make a group of the values of its fields, with these regions. The same `key` is the same."""
    defaults = {**values, "made_at": at}
    group, is_new = Group.objects.get_or_create(key=key or uuid4(), defaults=defaults)
    if not is_new:
        return group
    _note("group.made", group, by, at)
    set_regions(group, regions, by=by, at=at)
    return group


@transaction.atomic
def edit_group(group: Group, values: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change the group's names and purpose."""
    for name, value in values.items():
        setattr(group, name, value)
    group.save()
    _note("group.edited", group, by, at)


@transaction.atomic
def set_regions(group: Group, regions: Iterable[str], *, by: User, at: datetime) -> None:
    """Make the group consist of these regions. Raises WrongState in a closed group."""
    check_open(group)
    wanted = set(regions)
    kept = set(group.regions.values_list("region", flat=True))
    group.regions.filter(region__in=kept - wanted).delete()
    GroupRegion.objects.bulk_create(
        GroupRegion(group=group, region=region) for region in sorted(wanted - kept)
    )
    if wanted != kept:
        _note("group.regions_set", group, by, at, added=len(wanted - kept), left=len(kept - wanted))


@transaction.atomic
def set_facilitators(group: Group, people: Iterable[User], *, by: User, at: datetime) -> None:
    """Let these people lead the group, and nobody else. Raises WrongState in a closed group."""
    check_open(group)
    wanted = {person.pk: person for person in people}
    kept = set(group.facilitators.values_list("person", flat=True))
    group.facilitators.filter(person__in=kept - set(wanted)).delete()
    GroupFacilitator.objects.bulk_create(
        GroupFacilitator(group=group, person=wanted[pk]) for pk in sorted(set(wanted) - kept)
    )
    if set(wanted) != kept:
        _note("group.facilitators_set", group, by, at, number=len(wanted))


@transaction.atomic
def close_group(group: Group, *, by: User, at: datetime) -> None:
    """End the group's work: it can be read, and nothing more is added."""
    check_open(group)
    group.closed_at = at
    group.save(update_fields=["closed_at"])
    _note("group.closed", group, by, at)


@transaction.atomic
def reopen_group(group: Group, *, by: User, at: datetime) -> None:
    """Let a closed group go on. Raises WrongState for one that is open."""
    if not group.is_closed:
        raise WrongState(_("The group is open already."))
    group.closed_at = None
    group.save(update_fields=["closed_at"])
    _note("group.reopened", group, by, at)


@transaction.atomic
def save_meeting(
    group: Group,
    values: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    meeting: GroupMeeting | None = None,
    form_key: UUID | None = None,
) -> GroupMeeting:
    """Set a meeting, or change the one given. Raises WrongState in a closed group.

    A new one by a form that has been taken already is the same.
    """
    check_open(locked_group(group))
    is_new = meeting is None
    if is_new and form_key is not None:
        known = group.meetings.filter(form_key=form_key).first()
        if known is not None:
            return known
        meeting = GroupMeeting(group=group, form_key=form_key)
    saved = meeting or GroupMeeting(group=group)
    for name, value in values.items():
        setattr(saved, name, value)
    saved.save()
    _note(
        "group.meeting_set" if is_new else "group.meeting_edited", group, by, at, meeting=saved.pk
    )
    return saved


@transaction.atomic
def remove_meeting(meeting: GroupMeeting, *, by: User, at: datetime) -> None:
    """Take a meeting out, with its notes. Raises WrongState in a closed group."""
    check_open(meeting.group)
    _note("group.meeting_removed", meeting.group, by, at, meeting=meeting.pk)
    meeting.delete()


@transaction.atomic
def share_file(
    group: Group, upload: Upload, *, title: str, by: User, at: datetime, key: UUID | None = None
) -> GroupFile:
    """Keep a file for the group. The face has had it looked through. Raises WrongState.

    The same `key` again is the same file.
    """
    check_open(locked_group(group))
    key = key or uuid4()
    known = group.files.filter(key=key).first()
    if known is not None:
        return known
    shared = GroupFile(
        key=key,
        group=group,
        title=title,
        file_name=upload.name,
        content_type=upload.content_type,
        size=upload.content.size,
        shared_by=by,
        shared_at=at,
    )
    extension = upload.name.rpartition(".")[2]
    # Stored under its key: two files of one name are two, and no name tells what is inside.
    shared.file.save(f"{shared.key}.{extension}", upload.content, save=False)
    try:
        with transaction.atomic():
            shared.save()
            _note("group.file_shared", group, by, at, file=str(shared.key))
    except BaseException:
        shared.file.delete(save=False)
        raise
    return shared


@transaction.atomic
def share_address(
    group: Group, url: str, *, title: str, by: User, at: datetime, key: UUID | None = None
) -> GroupFile:
    """Share something that lives elsewhere, once for each key. Raises WrongState when closed."""
    check_open(group)
    defaults = {"title": title, "url": url, "shared_by": by, "shared_at": at}
    shared, is_new = GroupFile.objects.get_or_create(
        key=key or uuid4(), group=group, defaults=defaults
    )
    if not is_new:
        return shared
    _note("group.address_shared", group, by, at, file=str(shared.key))
    return shared


@transaction.atomic
def remove_file(shared: GroupFile, *, by: User, at: datetime) -> None:
    """Take away what was shared, and its file once the act stands. Raises WrongState."""
    check_open(shared.group)
    storage, name = shared.file.storage, shared.file.name
    _note("group.file_removed", shared.group, by, at, file=str(shared.key))
    shared.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def locked_group(group: Group) -> Group:
    """Lock the group until the transaction ends, so that a form sent twice at once is one act."""
    return Group.objects.select_for_update().get(pk=group.pk)


def check_open(group: Group) -> None:
    """Raise WrongState where the group's work is over."""
    if group.is_closed:
        raise WrongState(_("The group is closed: it can be read, and nothing is added."))


def _note(act: str, group: Group, by: User, at: datetime, **details: str | int) -> None:
    record(
        act,
        subject_kind="group",
        subject_key=str(group.key),
        at=at,
        by=str(by.key),
        details=details,
    )
