"""People, the organisations they work for, and what they may do where.

Words: an *organisation* is a municipality, county, ministry, centre or other body; an *affiliation*
ties a person to one; a *role* is held somewhere (the installation, a programme or a region in it)
from a day until it is ended. `permissions` is the one table of who may do what.
Verbs: `domain.roles.give_role`, `end_role`; `domain.invitations`; `domain.own_data`.
"""
