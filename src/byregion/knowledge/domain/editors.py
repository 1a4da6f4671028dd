"""Editors in Wagtail's terms: a group with the rights that the role of operator stands for."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.users.models import UserProfile

from byregion.knowledge.domain.tree import root_page
from byregion.people.models import User

EDITORS = "Byregion editors"
REVIEW = "Gjennomlesing"  # the editor itself speaks bokmål
ON_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
# Wagtail asks for the rights of its own models, whatever models stand in their place.
ON_FILES = ("add_image", "change_image", "choose_image")
ON_DOCUMENTS = ("add_document", "change_document", "choose_document")


def admit(user: User) -> None:
    """Put a person who may edit into the editors' group; the caller has asked whether they may."""
    if user.groups.filter(name=EDITORS).exists():
        return
    user.groups.add(editors())
    profile = UserProfile.get_for_user(user)
    if not profile.preferred_language:
        # The editor has no nynorsk; whoever reads Norwegian gets its bokmål.
        profile.preferred_language = "en" if user.language == "en" else "nb"
        profile.save(update_fields=["preferred_language"])


def _set_review(root: Page, group: Group) -> None:
    # One review, by another editor, for the whole tree; an editor may also publish at once.
    workflow, _ = Workflow.objects.get_or_create(name=REVIEW)
    task, _ = GroupApprovalTask.objects.get_or_create(name=REVIEW)
    task.groups.add(group)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 1})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})


@transaction.atomic
def editors() -> Group:
    """Give the editors' group, made with its rights where it doesn't stand."""
    group, is_new = Group.objects.get_or_create(name=EDITORS)
    if not is_new:
        return group
    group.permissions.set(
        Permission.objects.filter(
            content_type__app_label__in=("wagtailadmin", "wagtail_localize", "wagtailredirects"),
        ).exclude(codename__startswith="delete_")
        | Permission.objects.filter(
            content_type__app_label="knowledge", codename__endswith="_frontcontent"
        ).exclude(codename__startswith="delete_")
    )
    root = root_page()
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=ON_PAGES
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    _set_review(root, group)
    files = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__in=(*ON_FILES, *ON_DOCUMENTS),
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=files, permission=permission
        )
    return group
