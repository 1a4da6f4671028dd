"""Addresses that somebody answers a letter at: each for one person and one matter, and signed.

With `BYREGION_REPLY_ADDRESS=svar@example.no` a letter is answered at
`svar+t7-3-SIGNATURE@example.no`: the matter's kind and number, the person's number, and a signature
over both. Mail servers may turn an address into lower case, and before the @ it can have 64 letters
at the most; so it is in lower case and short.
The signature alone lets nobody write: who may is asked again when the letter comes.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from byregion.network.models import NetworkQuestion, Thread
from byregion.people.models import User

THREAD, QUESTION, DIGEST = "t", "q", "d"
_SALT = "byregion.network.reply"
# 100 bits, in letters that survive lower case.
_SIGNATURE_LENGTH = 20
_TOKEN = re.compile(r"(?P<kind>[tqd])(?P<number>\d{1,18})-(?P<person>\d{1,18})-(?P<sign>[a-z2-7]+)")


@dataclass(frozen=True, slots=True)
class Matter:
    """What an answer is about: its kind and number, and the number of the person who answers."""

    kind: str
    number: int
    person: int


def is_on() -> bool:
    """Whether letters can be answered at all."""
    return bool(settings.REPLY_ADDRESS)


def for_thread(thread: Thread, person: User) -> str:
    """Give the address at which the person answers in the thread; empty where that is off."""
    return _address(Matter(THREAD, thread.pk, person.pk))


def for_question(question: NetworkQuestion, person: User) -> str:
    """Give the address at which the person answers the question; empty where that is off."""
    return _address(Matter(QUESTION, question.pk, person.pk))


def for_digest(person: User) -> str:
    """Give the address of a letter about several matters: it only tells which to write to."""
    return _address(Matter(DIGEST, 0, person.pk))


def matter_in(addresses: Iterable[str]) -> Matter | None:
    """Give what the first address with our signature among these is about; None without one."""
    box, _at, host = settings.REPLY_ADDRESS.lower().partition("@")
    for address in addresses:
        local, _at, domain = address.strip().lower().rpartition("@")
        ours, _plus, token = local.partition("+")
        found = _TOKEN.fullmatch(token)
        if host and (ours, domain) == (box, host) and found:
            matter = Matter(found["kind"], int(found["number"]), int(found["person"]))
            if _is_signed(matter, found["sign"]):
                return matter
    return None


def headers(address: str) -> dict[str, str]:
    """Give the headers of a letter that can be answered there; it says that a machine wrote it."""
    return {"Reply-To": address, "Auto-Submitted": "auto-generated"} if address else {}


def _address(matter: Matter) -> str:
    if not is_on():
        return ""
    box, _at, host = settings.REPLY_ADDRESS.partition("@")
    sign = _signature(matter, settings.SECRET_KEY)
    return f"{box}+{matter.kind}{matter.number}-{matter.person}-{sign}@{host}"


def _is_signed(matter: Matter, sign: str) -> bool:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(sign, _signature(matter, key)) for key in keys)


def _signature(matter: Matter, secret: str | bytes) -> str:
    told = f"{matter.kind}:{matter.number}:{matter.person}"
    made = salted_hmac(_SALT, told, secret=secret, algorithm="sha256").digest()
    return base64.b32encode(made).decode().lower()[:_SIGNATURE_LENGTH]
