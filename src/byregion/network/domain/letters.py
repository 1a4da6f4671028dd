"""Letters about registrations: queued in the transaction of the act that they tell of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from byregion.mail.domain.outbox import Receiver, queue
from byregion.network import addresses
from byregion.network.models import Party, Registration


def write_to(
    party: Party,
    kind: str,
    *,
    at: datetime,
    people: Sequence[Registration] | None = None,
    key: str = "",
    **context: object,
) -> None:
    """Queue the letter `kind` to the one who registered the party.

    `people` are those it is about; all of the party if not given. With the same `key` it is
    written once; without one, each act writes its own. Whoever has asked to be forgotten has no
    address left, and gets none.
    """
    if not party.address:
        return
    known = list(party.registrations.all()) if people is None else people
    queue(
        f"mail/gathering_{kind}.txt",
        to=Receiver(party.address, party.language, person=party.person),
        key=f"gathering:{kind}:{party.key}:{key or uuid4()}",
        at=at,
        context={
            "gathering": party.gathering,
            "party": party,
            "people": known,
            "own_page": addresses.own_page(party, party.language),
            "page": addresses.gathering_page(party.gathering, party.language),
            **context,
        },
    )
