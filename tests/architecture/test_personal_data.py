"""Every place where something about a person may be kept has a rule for when they are erased.

A new field that points to a person, holds an e-mail address or is called as if it named somebody
fails here until it's said what becomes of it, and, where it is to go, until it goes.
"""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import models
from tests.factories.people import PASSWORD, make_person
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import Comment, Locale, Page, PageSubscription, UploadedFile
from wagtail.users.models import UserProfile

from byregion.knowledge.domain.tree import set_up_tree
from byregion.knowledge.models import File, Subscriber, SubscriptionRequest
from byregion.mail.models import Letter
from byregion.people.domain import own_data
from byregion.people.models import User

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
# The row goes, or the value is emptied.
GONE = "gone"
# What was made with others stays, and no longer says by whom.
UNTIED = "untied"
# It stays tied to the person's row, of which erasing leaves a key and nothing else.
EMPTY_ROW = "their row is emptied"
# Names of things, or of people in public roles, whom an editor writes about and takes out by hand.
NOBODY = "no user's"

RULES = {
    "account.EmailAddress.user": GONE,
    "account.EmailAddress.email": GONE,
    "mfa.Authenticator.user": GONE,
    "socialaccount.SocialAccount.user": GONE,
    "socialaccount.SocialApp.name": NOBODY,
    "people.User.email": GONE,
    "people.User.name": GONE,
    "people.User_groups.user": GONE,
    "people.User_user_permissions.user": EMPTY_ROW,
    "people.Affiliation.person": GONE,
    "people.RoleAssignment.person": EMPTY_ROW,
    "people.RoleAssignment.given_by": EMPTY_ROW,
    "people.Invitation.email": GONE,
    "people.Invitation.name": GONE,
    "people.Invitation.accepted_by": GONE,
    "people.Invitation.invited_by": EMPTY_ROW,
    "people.Organisation.name": NOBODY,
    "people.Organisation.people": GONE,
    "mail.Letter.to_address": GONE,
    "mail.Letter.person": GONE,
    "audit.Event.actor": EMPTY_ROW,
    "knowledge.Subscriber.address": GONE,
    "knowledge.SubscriptionRequest.address": GONE,
    "knowledge.File.uploaded_by_user": UNTIED,
    "knowledge.Picture.uploaded_by_user": UNTIED,
    "knowledge.SearchPart.name": NOBODY,
    "knowledge.StoryContact.name": NOBODY,
    "knowledge.StoryContact.email": NOBODY,
    "knowledge.StoryContact.phone": NOBODY,
    "network.Contact.asked_by": UNTIED,
    "network.ContactNote.author": UNTIED,
    "network.DigestChoice.person": GONE,
    "network.GroupFacilitator.person": GONE,
    "network.GroupFile.file_name": NOBODY,
    "network.GroupFile.shared_by": UNTIED,
    "network.GroupMeeting.address": NOBODY,
    "network.Mention.person": GONE,
    "network.NetworkAnswer.answered_by": UNTIED,
    "network.NetworkQuestion.asked_by": UNTIED,
    "network.Party.address": GONE,
    "network.Party.person": GONE,
    "network.Post.author": UNTIED,
    "network.Post.mentioned": GONE,
    "network.Registration.address": GONE,
    "network.Registration.name": GONE,
    "network.Speaker.address": GONE,
    "network.Speaker.name": NOBODY,
    "network.Thread.started_by": UNTIED,
    "network.Visit.guide": UNTIED,
    "insight.OwnText.written_by": EMPTY_ROW,
    "insight.RegionAnalysisEdition.made_by": EMPTY_ROW,
    "insight.RegionAnalysisEdition.name": NOBODY,
    "insight.RegionAnalysisEdition.published_by": EMPTY_ROW,
    "insight.ReportJob.claimed_by": NOBODY,
    "insight.ReportJob.file_name": NOBODY,
    "programme.CityRegion.county_name": NOBODY,
    "programme.CityRegion.name": NOBODY,
    "programme.Membership.municipality_name": NOBODY,
    "programme.PublishedFigure.stated_by": NOBODY,
    "wagtailadmin.EditingSession.user": GONE,
    "wagtailadmin.FormState.user": GONE,
    "wagtailcore.APIToken.name": GONE,
    "wagtailcore.APIToken.user": GONE,
    "wagtailcore.Collection.name": NOBODY,
    "wagtailcore.Comment.resolved_by": EMPTY_ROW,
    "wagtailcore.Comment.user": EMPTY_ROW,
    "wagtailcore.CommentReply.user": EMPTY_ROW,
    "wagtailcore.ModelLogEntry.user": EMPTY_ROW,
    "wagtailcore.PageLogEntry.user": EMPTY_ROW,
    "wagtailcore.PageSubscription.user": GONE,
    "wagtailcore.Revision.user": EMPTY_ROW,
    "wagtailcore.Site.site_name": NOBODY,
    "wagtailcore.Task.name": NOBODY,
    "wagtailcore.TaskState.finished_by": EMPTY_ROW,
    "wagtailcore.UploadedFile.uploaded_by_user": GONE,
    "wagtailcore.Workflow.name": NOBODY,
    "wagtailcore.WorkflowState.requested_by": EMPTY_ROW,
    "wagtaildocs.Document.uploaded_by_user": NOBODY,
    "wagtailimages.Image.uploaded_by_user": NOBODY,
    "wagtailusers.UserProfile.user": GONE,
    "wagtail_localize.SegmentOverride.last_translated_by": EMPTY_ROW,
    "wagtail_localize.StringTranslation.last_translated_by": EMPTY_ROW,
    "wagtail_localize.StringTranslation.tool_name": NOBODY,
    "auth.Group.name": NOBODY,
    "auth.Permission.name": NOBODY,
    "taggit.Tag.name": NOBODY,
}
# Inherited by every kind of page.
OF_PAGES = {"owner": EMPTY_ROW, "locked_by": EMPTY_ROW}
CALLED = {"person", "actor", "by", "name", "phone", "author", "writer"}
ENDINGS = ("_by", "_name", "_person", "address", "names")


def _may_tell_of_a_person(field):
    if field.is_relation:
        return field.related_model is User
    if isinstance(field, models.EmailField):
        return True
    is_called_so = field.name in CALLED or field.name.endswith(ENDINGS)
    return isinstance(field, models.CharField) and is_called_so


def _found():
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields + model._meta.local_many_to_many:
            if issubclass(model, Page) and field.name in OF_PAGES:
                continue
            if _may_tell_of_a_person(field):
                yield f"{model._meta.label}.{field.name}"


def test_every_field_that_may_tell_of_a_person_has_a_rule():
    assert sorted(_found()) == sorted(RULES)


@pytest.mark.django_db
def test_the_editor_lets_go_of_whoever_worked_in_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kari = make_person(email="kari@example.org", name="Kari Nordmann", password=PASSWORD)
    home = set_up_tree("http://testserver")
    kari.groups.add(Group.objects.create(name="some"))
    UserProfile.objects.create(user=kari, preferred_language="nb")
    kind = ContentType.objects.get_for_model(Page)
    EditingSession.objects.create(
        user=kari, content_type=kind, object_id=str(home.pk), last_seen_at=NOON
    )
    FormState.objects.create(
        user=kari, content_type=kind, object_id=str(home.pk), last_updated_at=NOON
    )
    PageSubscription.objects.create(user=kari, page=home, comment_notifications=True)
    UploadedFile.objects.create(uploaded_by_user=kari, file="a.txt")
    file = File.objects.create(title="Notat", file="b.txt", uploaded_by_user=kari)
    said = Comment.objects.create(user=kari, page=home, text="Er dette rett?", contentpath="title")
    Page.objects.filter(pk=home.pk).update(owner=kari)
    Subscriber.objects.create(address=kari.email, language="nn", confirmed_at=NOON)
    SubscriptionRequest.objects.create(
        address=kari.email, language="nn", asked_at=NOON, expires_at=NOON
    )

    told = own_data.export(kari, at=NOON)["editor"]
    assert [page["title"] for page in told["pages"]] == [home.title]
    assert [one["text"] for one in told["comments"]] == ["Er dette rett?"]
    assert [one["title"] for one in told["files"]] == ["Notat"]

    own_data.erase(kari, by=kari, at=NOON)
    for rows in (
        UserProfile, EditingSession, FormState, PageSubscription, UploadedFile, Subscriber,
        SubscriptionRequest, Letter,
    ):  # fmt: skip
        assert not rows.objects.exists(), rows
    kari.refresh_from_db()
    assert not kari.groups.exists()
    file.refresh_from_db()
    assert file.uploaded_by_user is None
    said.refresh_from_db()
    assert str(said.user) == said.user.get_full_name() == "Ein sletta konto"
    assert Locale.objects.exists()


@pytest.mark.django_db
def test_no_table_has_the_name_or_the_address_of_whoever_was_erased():
    """Look through every text of every table, whatever it is called."""
    kari = make_person(email="kari@example.org", name="Kari Nordmann", password=PASSWORD)
    own_data.export(kari, at=NOON)
    own_data.erase(kari, by=kari, at=NOON)
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        text = str(list(model._base_manager.values())).lower()
        assert "kari@" not in text, model
        assert "kari nordmann" not in text, model
