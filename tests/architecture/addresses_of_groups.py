"""Working addresses of groups, contacts, questions, guiding and newsletters, for the walk."""

from tests.factories import groups
from tests.factories.people import NOON, make_person

from byregion.knowledge import newsletter_addresses
from byregion.knowledge.domain import newsletter, subscriptions
from byregion.knowledge.models import Subscriber, SubscriptionRequest
from byregion.network.domain import contacts, visits
from byregion.network.domain.groups import save_meeting, share_address
from byregion.network.domain.questions import Answered, accept, answer
from byregion.network.enums import ContactKind, VisitKind
from byregion.people.enums import Role
from byregion.people.permissions import Place

OTHER = "salten"


def make_group_things(programme, region, by):
    """Make one of everything; `by` is a member of the region."""
    group = groups.make_group(region, programme=programme)
    thread = groups.make_thread(group, by)
    question = groups.make_question(by, programme=programme, region=region, is_public=True)
    said = Answered(region=region, text="Ja", language="nn", may_be_public=True)
    made = answer(question, said, form_key=group.key, by=by, at=NOON)
    accept(question, made, by=by, at=NOON)
    # An administrator's entry: others get 404 where it isn't theirs to change.
    boss, noted = make_person(Role.ADMINISTRATOR), visits.Noted(NOON.date(), VisitKind.VISIT, "A")
    visit = visits.log_visit(Place(programme, region), noted, form_key=group.key, by=boss, at=NOON)
    ends = contacts.Ends(programme, region, OTHER)
    issue = newsletter.make_issue({"title_nn": "A", "greeting_nn": "B"}, by=by, at=NOON)
    sent = newsletter.make_issue({"title_nn": "A", "greeting_nn": "B"}, by=by, at=NOON)
    newsletter.send_issue(sent, by=by, at=NOON)
    subscriptions.ask("a@example.org", language="nn", at=NOON)
    reader = Subscriber.objects.create(address="b@example.org", language="nn", confirmed_at=NOON)
    return {
        "group": group,
        "thread": thread,
        "post": thread.posts.get(),
        "meeting": save_meeting(group, {"starts_at": NOON, "place": "A"}, by=by, at=NOON),
        "file": share_address(group, "https://example.org/", title="A", by=by, at=NOON),
        "contact": contacts.ask_contact(ends, ContactKind.VISIT, "Hei", by=by, at=NOON),
        "asked": question,
        "answer": made,
        "visit": visit,
        "issue": issue,
        "sent": sent,
        "yes": _token(newsletter_addresses.confirm_page(SubscriptionRequest.objects.get())),
        "no": _token(newsletter_addresses.end_page(reader)),
    }


def _token(address):
    return address.rstrip("/").rpartition("/")[2]


def of(thing, **parts):
    """Give the key of a thing, and of its parts by the names that the address gives them."""

    def found(world):
        keys = {name: world.things[part].pk for name, part in parts.items()}
        return {"pk": world.things[thing].pk, **keys}, None

    return found


def _file(world):
    return {"pk": world.things["group"].pk, "file": world.things["file"].key}, None


GROUPS = {
    **{
        f"office:{name}": of("group")
        for name in (
            "group",
            "group-edit",
            "group-move",
            "meeting-new",
            "group-share",
            "thread-new",
        )
    },
    "office:meeting": of("group", meeting="meeting"),
    "office:meeting-remove": of("group", meeting="meeting"),
    "office:group-file": _file,
    "office:group-file-remove": _file,
    "office:thread": of("group", thread="thread"),
    "office:thread-answer": of("group", thread="thread"),
    "office:post": of("group", thread="thread", post="post"),
    "office:post-delete": of("group", thread="thread", post="post"),
    **{
        f"office:{name}": of("contact")
        for name in ("contact", "contact-move", "contact-note", "contact-learning")
    },
    "office:contact-ask": lambda world: ({"other": OTHER}, None),
    **{
        f"office:{name}": of("asked")
        for name in (
            "network-question",
            "network-question-act",
            "network-question-themes",
        )
    },
    "office:network-answer": of("asked", answer="answer"),
    "office:network-answer-delete": of("asked", answer="answer"),
    "office:visit": of("visit"),
    "office:visit-delete": of("visit"),
    **{
        f"office:{name}": of("issue")
        for name in (
            "newsletter",
            "newsletter-edit",
            "newsletter-items",
            "newsletter-send",
            "newsletter-delete",
        )
    },
    "office:newsletter-preview": lambda world: (
        {"pk": world.things["issue"].pk, "language": "nn"},
        None,
    ),
    "public:advice-one": of("asked"),
    "public:newsletter-issue": of("sent"),
    "public:newsletter-confirm": lambda world: ({"token": world.things["yes"]}, None),
    "public:newsletter-end": lambda world: ({"token": world.things["no"]}, None),
    "public:feed": lambda world: ({"feed": "rss"}, None),
    "public:feed-region": lambda world: ({"feed": "rss"}, None),
    "public:feed-theme": lambda world: ({"feed": "rss", "slug": "attraktivitet"}, None),
    "public:feed-gatherings": lambda world: ({"feed": "atom"}, None),
}
