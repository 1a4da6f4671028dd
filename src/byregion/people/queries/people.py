"""People and their roles, as pages show them."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from byregion.people.models import Affiliation, User
from byregion.people.rules import people_in_sight, roles_in_sight


def people(by: User, *, text: str = "", role: str = "") -> QuerySet[User]:
    """Give the people whom `by` looks after, in order of name, each with `held`: roles in sight.

    `text` is looked for in names and addresses; `role` narrows to who holds it.
    """
    held = roles_in_sight(by)
    found = people_in_sight(by)
    if role:
        found = found.filter(pk__in=held.filter(role=role).values("person"))
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    return found.prefetch_related(  # type: ignore[no-redef]
        Prefetch("roles", held, to_attr="held"),
        Prefetch("affiliations", Affiliation.objects.select_related("organisation")),
    )
