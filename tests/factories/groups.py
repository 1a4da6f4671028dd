"""Groups of regions for tests, in a made-up programme."""

from uuid import uuid4

from tests.factories.network import in_all
from tests.factories.people import NOON, make_person

from byregion.network.domain.discussion import Written, start_thread, write_post
from byregion.network.domain.questions import Asked, ask
from byregion.network.models import Group, GroupFacilitator, GroupRegion
from byregion.people.enums import Role
from byregion.people.permissions import Place

PROGRAMME = "prove"


def member(region="nord", *, role=Role.MEMBER, programme=PROGRAMME, **fields):
    """Somebody in a region."""
    return make_person(role, Place(programme, region), **fields)


def operator(**fields):
    return make_person(Role.OPERATOR, Place(PROGRAMME), **fields)


def make_group(*regions, facilitator=None, programme=PROGRAMME, **fields):
    """A group of these regions, open."""
    values = {**in_all("name", "Gruppe"), **in_all("purpose", "Lære saman"), **fields}
    group = Group.objects.create(programme=programme, made_at=NOON, **values)
    for region in regions or ("nord", "sor"):
        GroupRegion.objects.create(group=group, region=region)
    if facilitator is not None:
        GroupFacilitator.objects.create(group=group, person=facilitator)
    return group


def words(text="Korleis gjer de det?", *, tell=(), form_key=None):
    return Written(text, form_key or uuid4(), tell)


def make_thread(group, by, text="Korleis gjer de det?", *, title="Eit spørsmål", at=NOON):
    return start_thread(group, title, words(text), by=by, at=at)


def reply(thread, by, text="Slik gjer vi det.", *, at=NOON):
    return write_post(thread, words(text), by=by, at=at)


def make_question(by, *, region="nord", title="Korleis finn de lokale?", at=NOON, **fields):
    asked = Asked(
        programme=fields.pop("programme", PROGRAMME),
        region=region,
        title=title,
        text="Vi treng råd om lokale.",
        language="nn",
        **fields,
    )
    return ask(asked, form_key=uuid4(), by=by, at=at)
