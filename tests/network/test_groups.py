"""Groups of regions: their life, who may come in, what they share."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from tests.factories.groups import PROGRAMME, make_group, make_thread, member, operator
from tests.factories.network import in_all
from tests.factories.people import NOON, make_person

from byregion.audit.models import Event
from byregion.network import rules
from byregion.network.domain import groups
from byregion.network.domain.refusal import WrongState
from byregion.network.models import Group, GroupFile
from byregion.people.enums import Role
from byregion.people.permissions import Place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def acts():
    return list(Event.objects.filter(act__startswith="group").values_list("act", flat=True))


def upload(name="plan.pdf"):
    return groups.Upload(ContentFile(b"%PDF-1.7", name), name, "application/pdf")


def test_a_group_is_made_with_its_regions_and_noted():
    by = operator()
    values = {"programme": PROGRAMME, **in_all("name", "A")}
    group = groups.make_group(values, regions=["nord", "sor"], by=by, at=NOON)
    assert [row.region for row in group.regions.all()] == ["nord", "sor"]
    assert acts() == ["group.made", "group.regions_set"]
    event = Event.objects.get(act="group.made")
    assert event.actor == str(by.key)
    assert event.subject_key == str(group.key)


def test_setting_regions_adds_and_takes_out_and_the_same_again_leaves_no_mark():
    by, group = operator(), make_group("nord", "sor")
    groups.set_regions(group, ["sor", "vest"], by=by, at=NOON)
    assert sorted(group.regions.values_list("region", flat=True)) == ["sor", "vest"]
    assert Event.objects.get(act="group.regions_set").details == {"added": 1, "left": 1}
    groups.set_regions(group, ["vest", "sor"], by=by, at=NOON)
    assert acts() == ["group.regions_set"]


def test_facilitators_are_those_named_and_no_others():
    by, group = operator(), make_group()
    one, two = member("nord"), member("sor")
    groups.set_facilitators(group, [one], by=by, at=NOON)
    groups.set_facilitators(group, [two], by=by, at=NOON)
    assert [row.person for row in group.facilitators.all()] == [two]


def test_a_closed_group_takes_nothing_more_until_it_is_opened():
    by, group = operator(), make_group()
    groups.close_group(group, by=by, at=NOON)
    refused = [
        lambda: groups.close_group(group, by=by, at=NOON),
        lambda: groups.set_regions(group, [], by=by, at=NOON),
        lambda: groups.set_facilitators(group, [], by=by, at=NOON),
        lambda: groups.save_meeting(group, {"starts_at": NOON, "place": "Bodø"}, by=by, at=NOON),
        lambda: groups.share_file(group, upload(), title="Plan", by=by, at=NOON),
        lambda: groups.share_address(group, "https://a.no/", title="A", by=by, at=NOON),
        lambda: make_thread(group, by),
    ]
    for act in refused:
        with pytest.raises(WrongState):
            act()
    assert not GroupFile.objects.exists()
    assert default_storage.listdir("")[1] == []
    groups.reopen_group(group, by=by, at=NOON)
    groups.save_meeting(group, {"starts_at": NOON, "place": "Bodø"}, by=by, at=NOON)
    assert group.meetings.count() == 1
    with pytest.raises(WrongState):
        groups.reopen_group(group, by=by, at=NOON)


def test_a_meeting_is_set_changed_and_removed():
    by, group = operator(), make_group()
    meeting = groups.save_meeting(group, {"starts_at": NOON, "place": "Bodø"}, by=by, at=NOON)
    groups.save_meeting(group, {"notes": "Vi vart samde."}, by=by, at=NOON, meeting=meeting)
    meeting.refresh_from_db()
    assert (meeting.place, meeting.notes) == ("Bodø", "Vi vart samde.")
    groups.remove_meeting(meeting, by=by, at=NOON)
    assert not group.meetings.exists()
    assert acts() == ["group.meeting_set", "group.meeting_edited", "group.meeting_removed"]


def test_a_shared_file_is_kept_under_a_key_and_goes_with_its_row(
    django_capture_on_commit_callbacks,
):
    by, group = operator(), make_group()
    shared = groups.share_file(group, upload("../hemmeleg.pdf"), title="Plan", by=by, at=NOON)
    assert shared.file.name == f"group/{shared.key}.pdf"
    assert shared.size == len(b"%PDF-1.7")
    assert default_storage.exists(shared.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        groups.remove_file(shared, by=by, at=NOON)
    assert not default_storage.exists(shared.file.name)


def test_a_file_whose_row_cannot_be_stored_is_not_left_behind(monkeypatch):
    by, group = operator(), make_group()

    def fails(*args, **kwargs):
        raise IntegrityError("no room")

    monkeypatch.setattr(groups, "_note", fails)
    with pytest.raises(IntegrityError), transaction.atomic():
        groups.share_file(group, upload(), title="Plan", by=by, at=NOON)
    assert default_storage.listdir("group")[1] == []


def test_who_takes_part_and_who_leads():
    facilitator = member("vest")
    group = make_group("nord", "sor", facilitator=facilitator)
    inside, outside = member("nord"), member("ost")
    stranger = member("nord", programme="anna")
    owner = make_person(Role.OWNER, Place(PROGRAMME))
    assert rules.takes_part(inside, group)
    assert not rules.leads(inside, group)
    assert not rules.takes_part(outside, group)
    assert not rules.takes_part(stranger, group)
    assert rules.takes_part(facilitator, group)
    assert rules.leads(facilitator, group)
    assert rules.takes_part(owner, group)
    assert not rules.leads(owner, group)
    assert rules.leads(operator(), group)


def test_one_sees_the_groups_that_one_takes_part_in():
    facilitator = member("vest")
    north, south = make_group("nord"), make_group("sor", facilitator=facilitator)
    other = make_group("nord", programme="anna")
    assert set(rules.groups_of(member("nord"))) == {north}
    assert set(rules.groups_of(facilitator)) == {south}
    assert set(rules.groups_of(operator())) == {north, south}
    assert set(rules.groups_of(make_person(Role.ADMINISTRATOR))) == {north, south, other}
    assert set(rules.groups_of(make_person())) == set()
    assert set(rules.groups_of(make_person(Role.ASSESSOR))) == set()


def test_a_group_is_of_its_regions_people_and_who_facilitates():
    facilitator = member("vest", name="Fia")
    group = make_group("nord", "sor", facilitator=facilitator)
    north, south = member("nord", name="Ane"), member("sor", name="Bo")
    member("ost"), operator()
    gone = member("nord")
    gone.is_active = False
    gone.save()
    assert list(rules.people_in(group)) == [north, south, facilitator]


def test_a_group_without_anything_shows_its_name_in_the_next_language(settings):
    group = Group.objects.create(programme=PROGRAMME, name_nb="Reiseliv", made_at=NOON)
    assert str(group.name) == "Reiseliv"
    assert group.name.language == "nb"
