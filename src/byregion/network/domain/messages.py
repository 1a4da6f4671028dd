"""Write to all who are registered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from byregion.audit.domain.trail import record
from byregion.common.translation import FALLBACK
from byregion.network.domain.letters import write_to
from byregion.network.models import Gathering


@transaction.atomic
def send_message(
    gathering: Gathering,
    texts: Mapping[str, tuple[str, str]],
    *,
    statuses: set[str],
    form_key: UUID,
    at: datetime,
    by: str,
) -> int:
    """Queue a letter to each party that has somebody with one of `statuses`.

    `texts` gives subject and body by language; a party gets its own language, else the next one
    that was written. The same form sent twice writes once. Gives the number of parties.
    """
    parties = gathering.parties.filter(registrations__status__in=statuses).distinct()
    for party in parties:
        subject, body = _in_language(texts, party.language)
        write_to(party, "message", at=at, key=str(form_key), subject=subject, body=body)
    record(
        "gathering.message_sent",
        subject_kind="gathering",
        subject_key=str(gathering.key),
        at=at,
        by=by,
        details={"parties": len(parties)},
    )
    return len(parties)


def _in_language(texts: Mapping[str, tuple[str, str]], language: str) -> tuple[str, str]:
    for each in FALLBACK[language]:
        if all(texts.get(each, ("", ""))):
            return texts[each]
    raise ValueError("a message needs a subject and a text in one language at least")
