"""One working address for every name in the URL table, for the walk in `test_access`.

A new address needs a line here where its arguments are not among USUAL: a function of the world
(see `World`) that gives the arguments, and the place that they lead to where the address's own
`programme` and `region` do not say it.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.architecture.addresses_of_groups import GROUPS, make_group_things
from tests.factories import network
from tests.factories.people import make_person

from byregion.common.clock import now
from byregion.mail.domain.outbox import Receiver, queue
from byregion.people.domain import affiliations, invitations
from byregion.people.domain.invitations import Offer
from byregion.people.enums import OrganisationKind, Role
from byregion.people.models import Organisation
from byregion.people.permissions import EVERYWHERE, Place
from byregion.programme.bundle import EMBEDDED
from byregion.programme.domain.bundle import import_bundle
from byregion.programme.models import Gathering as KnownGathering

PROGRAMME, REGION = "byregionprogrammet", "aust-lofoten"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HERE = Place(PROGRAMME, REGION)

# Arguments that mean the same wherever they stand.
USUAL = {
    "programme": PROGRAMME,
    "region": REGION,
    "slug": REGION,
    "kind": "csv",
    "code": "1865",
    "codes": "1865-1866",
    "chapter": "pendling",
    "token": "a-token-that-nobody-has",
    "uidb36": "1",
    "key": "a-key-that-nobody-has",
    "provider_id": "nobody",
    "form": "pamelding",
}


@dataclass
class World:
    """What stands in the database while the addresses are walked."""

    person: object
    invitation: object
    letter: object
    things: dict = field(default_factory=dict)


def make_world():
    """Load the real programme, and make one of everything that an address can lead to."""
    import_bundle(EMBEDDED)
    member = make_person(Role.MEMBER, HERE)
    body = Organisation.objects.create(slug="b", name="B", kind=OrganisationKind.OTHER)
    affiliations.affiliate(member, body, by=member, at=NOON)
    offer = Offer("new@example.org", Role.MEMBER, HERE)
    invitation, _token = invitations.open_invitation(offer, by=None, at=now())
    letter = queue(
        "mail/role_given.txt",
        to=Receiver("new@example.org", "nn"),
        key="one",
        at=NOON,
        context={"invitation": invitation},
    )
    things = make_things() | make_group_things(PROGRAMME, REGION, member)
    return World(person=member, invitation=invitation, letter=letter, things=things)


def make_things():
    """Make what the network's addresses lead to: a gathering of one region, with all it has."""
    gathering = network.make_gathering(programme=PROGRAMME, region=REGION)
    session = network.make_session(gathering)
    question = network.make_question(gathering)
    party = network.signed_up(gathering, at=NOON)
    return {
        "gathering": gathering,
        "session": session,
        "question": question,
        "party": party,
        "known": KnownGathering.objects.first(),
    }


def anywhere(**kwargs):
    """Give arguments that the USUAL ones lack, at a place that the address names or everywhere."""
    return lambda world: (kwargs, None)


def held(world):
    """The role that the person of the world holds in their region."""
    return {"pk": world.person.roles.get().pk}, HERE


def invited(world):
    return {"pk": world.invitation.pk}, HERE


def letter(world):
    return {"pk": world.letter.pk}, EVERYWHERE


def person(world):
    return {"key": world.person.key}, HERE


def gathering(**more):
    """The world's gathering, and a part of it by the name that the address gives it."""

    def found(world):
        parts = {name: find(world) for name, find in more.items()}
        return {"pk": world.things["gathering"].pk, **parts}, HERE

    return found


def part(name):
    return lambda world: world.things[name].pk


def registration(world):
    return world.things["party"].registrations.first().pk


def party_key(world):
    return world.things["party"].key


OF_A_GATHERING = [
    "gathering",
    "gathering-edit",
    "gathering-copy",
    "gathering-opening",
    "gathering-call-off",
    "gathering-move",
    "gathering-message",
    "gathering-evaluation",
    "sessions",
    "session-new",
    "questions",
    "question-new",
    "question-ready-made",
    "registrations",
    "registrations-csv",
    "registrations-xlsx",
    "waiting",
    "door",
    "badges",
    "door-list",
    "quotas",
    "materials",
    "materials-chase",
    "outcome",
]

ARGUMENTS = {
    # The account. What belongs to one person alone answers 404 to all others.
    "account_leave": anywhere(pk=0),
    "mfa_remove_webauthn": anywhere(pk=0),
    "mfa_edit_webauthn": anywhere(pk=0),
    # People, the trail and the outbox.
    "office:role-end": held,
    "office:invitation-again": invited,
    "office:invitation-withdraw": invited,
    "office:person": person,
    "office:person-erase": lambda world: ({"key": world.person.key}, EVERYWHERE),
    "office:letter": letter,
    "office:letter-preview": letter,
    "office:letter-again": letter,
    # The public site.
    "public:programme": anywhere(slug=PROGRAMME),
    "public:county": anywhere(code="18"),
    "public:county-file": anywhere(code="18"),
    "public:insight-picker": anywhere(year=2024),
    "public:insight-annex": anywhere(number=1),
    **dict.fromkeys(
        ("public:insight-free-table", "public:insight-table"), anywhere(key="commuting.members")
    ),
    **dict.fromkeys(
        ("public:insight-free-figure", "public:insight-figure"),
        anywhere(key="commuting.members", kind="svg"),
    ),
    **dict.fromkeys(
        (
            "public:insight-free-report",
            "public:insight-free-report-progress",
            "public:insight-report",
            "public:insight-report-progress",
        ),
        anywhere(kind="pdf"),
    ),
    # The library. What isn't there answers 404 to those who are let in.
    "office:organisation": anywhere(slug="none"),
    "office:publication-take": anywhere(known=PROGRAMME, slug="none"),
    "office:library-merge": anywhere(key=1, other=2),
    "office:publication-change": anywhere(key=1),
    "office:publication-remove": anywhere(key=1),
    "public:publications-cited": anywhere(kind="bib"),
    "public:publication-cited": anywhere(kind="bib"),
    # Gatherings.
    "public:gathering-change": anywhere(key=1),
    **{f"office:{name}": gathering() for name in OF_A_GATHERING},
    "office:gathering-adopt": lambda world: ({"known": world.things["known"].pk}, None),
    "office:session": gathering(session=part("session")),
    "office:session-remove": gathering(session=part("session")),
    "office:question": gathering(question=part("question")),
    "office:question-act": gathering(question=part("question")),
    "office:party": gathering(key=party_key),
    "office:party-act": gathering(key=party_key),
    "office:check-in": gathering(registration=registration),
    "office:material": gathering(material=lambda world: 0),
    "office:material-remove": gathering(material=lambda world: 0),
    # Groups, contacts, questions, newsletters and feeds.
    **GROUPS,
}
