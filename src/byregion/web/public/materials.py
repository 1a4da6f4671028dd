"""Where what remains after gatherings can be fetched, whether it was uploaded or lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from byregion.knowledge.queries.attachments import Attached, attached
from byregion.network.models import Gathering, Material
from byregion.network.queries.gatherings import Day, gatherings_of_file, materials_by_theme
from byregion.people.models import User
from byregion.people.permissions import Permission, Place
from byregion.web.access import can


@dataclass(frozen=True, slots=True)
class Placed:
    """A presentation, film, picture or document with its address.

    `file` is what was uploaded, `captions` the address of a film's; `address` is empty where the
    file waits for the virus scanner, or an editor has taken it away.
    """

    row: Material
    address: str
    file: Attached | None
    captions: str

    @property
    def is_played(self) -> bool:
        """Whether the page plays it: a film of ours."""
        return self.file is not None and self.file.is_film and bool(self.address)


def placed(materials: Iterable[Material]) -> list[Placed]:
    """Give the materials with their addresses, in a fixed number of queries."""
    rows = list(materials)
    known = attached(key for row in rows for key in row.keys)
    return [_placed(row, known) for row in rows]


def place_in(days: Iterable[Day]) -> dict[int, list[Placed]]:
    """Give what remains of each session in the days, by the session's key."""
    sessions = [session for day in days for slot in day.slots for session in slot.sessions]
    found: dict[int, list[Placed]] = {}
    rows = [row for session in sessions for row in session.materials.all()]
    for one in placed(rows):
        found.setdefault(one.row.session_id or 0, []).append(one)
    return found


def placed_by_theme(programme: str) -> dict[str, list[Placed]]:
    """Give what remains after a programme's gatherings, by the theme that it tells of."""
    rows = materials_by_theme(programme)
    known = {
        one.row.pk: one
        for one in placed({row.pk: row for of in rows.values() for row in of}.values())
    }
    return {theme: [known[row.pk] for row in of] for theme, of in rows.items()}


def is_kept_back(request: HttpRequest, key: str) -> bool:
    """Whether a file belongs to drafts alone, of gatherings that the visitor doesn't manage."""
    found = gatherings_of_file(key)
    knows = isinstance(request.user, User)
    return bool(found) and not any(
        one.is_public or (knows and may_manage(request, one)) for one in found
    )


def may_manage(request: HttpRequest, gathering: Gathering) -> bool:
    """Whether the visitor manages the gathering: of a local one, the region's leader does too."""
    place = Place(gathering.programme, gathering.region)
    right = Permission.MANAGE_LOCAL_GATHERINGS if place.region else Permission.MANAGE_GATHERINGS
    return can(request, right, place)


def _placed(row: Material, known: dict[str, Attached]) -> Placed:
    file, captions = known.get(row.file_key), known.get(row.captions_key)
    address = file.address if file else row.url
    return Placed(row, address, file, captions.address if captions else "")
