"""Why an act cannot be done, in words for the person who tried."""

from __future__ import annotations


class Refused(ValueError):
    """The state of things forbids the act; the message is a translated sentence that says why."""


class RegistrationClosed(Refused):
    """Nobody can register, change or cancel any more, or not yet."""


class SessionUnavailable(Refused):
    """A chosen session is full, is at the same time as another, or cannot be chosen."""


class WrongAnswers(Refused):
    """An answer is missing or does not fit its question; faces check first."""


class RoomTaken(Refused):
    """Two sessions would be in one room at the same time."""


class OutsideTheDays(Refused):
    """A session lies outside its gathering's days."""


class InUse(Refused):
    """Somebody has answered or chosen it, so it can't be removed or made another."""


class WrongState(Refused):
    """The gathering or the registration is not in a state that allows this."""
