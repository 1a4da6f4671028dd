"""The choice of sessions, each with its own room."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from django.utils.translation import gettext as _

from byregion.network.domain.refusal import SessionUnavailable
from byregion.network.models import Gathering, Registration, Session, SessionChoice
from byregion.network.queries.places import full_sessions


def check_sessions(
    gathering: Gathering,
    chosen: Sequence[int],
    *,
    counts: bool,
    besides: Registration | None = None,
) -> None:
    """Check a choice of sessions. Raises SessionUnavailable, which names the session.

    `counts` says whether it takes up room: a person who waits only wishes. What `besides` has
    chosen already is theirs.
    """
    if not chosen:
        return
    sessions = list(gathering.sessions.filter(pk__in=chosen, is_chosen=True))
    if len(sessions) != len(set(chosen)):
        raise SessionUnavailable(_("A session that you chose has been changed. Choose again."))
    for one, other in combinations(sessions, 2):
        if one.is_while(other):
            raise SessionUnavailable(
                _("“%(one)s” and “%(other)s” are at the same time. Choose one of them.")
                % {"one": one, "other": other}
            )
    if counts:
        _check_room(gathering, sessions, besides)


def put_sessions(registration: Registration, chosen: Sequence[int]) -> None:
    """Make a person's choice of sessions these."""
    SessionChoice.objects.filter(registration=registration).exclude(session__in=chosen).delete()
    SessionChoice.objects.bulk_create(
        (SessionChoice(registration=registration, session_id=key) for key in set(chosen)),
        ignore_conflicts=True,
    )


def _check_room(
    gathering: Gathering, sessions: Sequence[Session], besides: Registration | None
) -> None:
    own: set[int] = set(besides.sessions.values_list("pk", flat=True)) if besides else set()
    full = full_sessions(gathering)
    for session in sessions:
        if session.pk in full and session.pk not in own:
            raise SessionUnavailable(
                _("“%(session)s” is full. Choose another session.") % {"session": session}
            )
