"""A list costs the same number of queries however long it is."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.people import NOON, make_person
from tests.web.test_public_pages import make_programme
from wagtail.models import Locale

from byregion.audit.domain.trail import record
from byregion.knowledge.bibliography.entry import Author
from byregion.knowledge.bibliography.incoming import Draft
from byregion.knowledge.domain.publications import add_publication
from byregion.knowledge.domain.tree import set_up_tree
from byregion.knowledge.models import ArticlePage, IssueEdition, NewsletterIssue
from byregion.mail.domain.outbox import Receiver, queue
from byregion.people.domain import affiliations, invitations
from byregion.people.domain.invitations import Offer
from byregion.people.enums import OrganisationKind, Role
from byregion.people.models import Invitation, Organisation
from byregion.people.permissions import Place

pytestmark = pytest.mark.django_db
HERE = Place("prove", "region-0")
OFFICE = (
    "/kontor/",
    "/kontor/folk/",
    "/kontor/folk/data.csv",
    "/kontor/revisjon/",
    "/kontor/revisjon/data.csv",
    "/kontor/post/",
    "/kontor/bibliotek/",
    "/kontor/bibliotek/like/",
    "/kontor/brev/",
)
PUBLIC = (
    "/prove/publikasjon/",
    "/prove/publikasjon/data.csv",
    "/sok/?q=tidvasskraft",
    "/brev/",
    "/artikkel/",
    "/feed/artikkel.atom",
)


@pytest.fixture
def world(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    make_programme(regions=1)
    home = set_up_tree("http://testserver")
    body = Organisation.objects.create(slug="b", name="B", kind=OrganisationKind.MUNICIPALITY)

    def fill(numbers):
        for number in numbers:
            _people(number, body)
            _knowledge(number, home)
            record(f"act.{number % 2}", subject_kind="person", subject_key="x", at=NOON)

    return fill


def _people(number, body):
    person = make_person(Role.MEMBER, HERE)
    affiliations.affiliate(person, body, by=person, at=NOON)
    offer = Offer(f"new{number}@example.org", Role.MEMBER, HERE)
    invitations.open_invitation(offer, by=person, at=NOON)
    queue(
        "mail/role_given.txt",
        to=Receiver(person.email, "nn", str(person.key)),
        key=f"letter-{number}",
        at=NOON,
        context={"invitation": Invitation(role=Role.MEMBER)},
    )


def _knowledge(number, home):
    draft = Draft(
        title=f"Tidvasskraft {number}", year=2016, authors=(Author("Nes", "Kari"),),
        regions=("prove/region-0",),
    )  # fmt: skip
    add_publication(draft, by="", at=NOON, programme="prove")
    page = ArticlePage(
        title=f"Om tidvasskraft {number}",
        slug=f"om-{number}",
        intro="Kort.",
        published_date=NOON.date() - timedelta(days=number),
        locale=Locale.objects.get(language_code="nn"),
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    issue = NewsletterIssue.objects.create(
        title_nn=f"Brev {number}", status="sent", sent_at=NOON, made_at=NOON
    )
    IssueEdition.objects.create(issue=issue, language="nn", content={})


def _counted(client, addresses):
    found = {}
    for address in addresses:
        # What is found out once for all, such as kinds of pages, is not the list's.
        client.get(address)
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
            if response.streaming:
                b"".join(response.streaming_content)
        assert response.status_code == 200, address
        found[address] = len(queries)
    return found


def _more(few, many):
    # One less is no fault: what is remembered between answers may have been forgotten the first.
    return {
        address: (few[address], many[address]) for address in few if many[address] > few[address]
    }


def test_the_offices_lists_cost_the_same_however_long(world, signed_in_as):
    admin = signed_in_as(Role.ADMINISTRATOR)
    world(range(2))
    few = _counted(admin, OFFICE)
    world(range(2, 12))
    assert _more(few, _counted(admin, OFFICE)) == {}


def test_the_public_lists_cost_the_same_however_long(world, client):
    world(range(2))
    few = _counted(client, PUBLIC)
    world(range(2, 12))
    assert _more(few, _counted(client, PUBLIC)) == {}
