"""Gatherings for tests: made-up ones, so that no test leans on the real programme's facts."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from byregion.network.domain.registration import Person, Sender, register
from byregion.network.enums import FormKind, GatheringStatus, QuestionKind
from byregion.network.models import Gathering, Question, Session

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
FIRST_DAY = date(2026, 9, 15)


def in_all(name, text):
    return {f"{name}_{language}": f"{text} {language}" for language in ("nn", "nb", "en")}


def make_gathering(**fields):
    """A published gathering of two days, open for registration."""
    values = {
        "programme": "prove",
        "slug": "haustsamling",
        "status": GatheringStatus.PUBLISHED,
        "start_date": FIRST_DAY,
        "end_date": FIRST_DAY + timedelta(days=1),
        "city": "Bodø",
        "venue": "Kulturhuset",
        "registration_opens_at": NOON - timedelta(days=10),
        "registration_closes_at": NOON + timedelta(days=60),
        "changed_at": NOON,
        **in_all("title", "Haustsamling"),
        **fields,
    }
    return Gathering.objects.create(**values)


def make_session(gathering, hour=9, *, length=60, title="Økt", day=0, **fields):
    # In September Norway is two hours ahead of UTC.
    start = datetime(2026, 9, 15 + day, hour - 2, tzinfo=UTC)
    return Session.objects.create(
        gathering=gathering,
        starts_at=start,
        ends_at=start + timedelta(minutes=length),
        **{**in_all("title", title), **fields},
    )


def make_question(gathering, kind=QuestionKind.TEXT, *, form=FormKind.REGISTRATION, **fields):
    options = {f"options_{language}": "Raud\nGrøn\nBlå" for language in ("nn", "nb", "en")}
    values = {
        "position": gathering.questions.filter(form=form).count(),
        **in_all("label", f"Spørsmål {kind}"),
        **(options if kind in {QuestionKind.CHOICE, QuestionKind.SEVERAL} else {}),
        **fields,
    }
    return Question.objects.create(gathering=gathering, form=form, kind=kind, **values)


def person(name="Kari Nordmann", **fields):
    return Person(name=name, address=f"{name.split()[0].lower()}@example.org", **fields)


def signed_up(gathering, *people, at=NOON, form_key=None, language="nn", key=""):
    """Register people; the first of them fills in the form."""
    people = people or (person(),)
    sender = Sender(people[0].address, language, person=key)
    return register(gathering, people, sender=sender, form_key=form_key or uuid4(), at=at)


def statuses(party):
    return [str(one.status) for one in party.registrations.order_by("pk")]
