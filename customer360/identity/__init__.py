"""Who is who: evidence edges between identifiers in, customers with reasons out.

A leaf package: numpy, pandas and numba; no files, clock or printing. Identifiers are
dense integers 0..n-1 given in the order of their `identifier_id`, so that every result
depends on the data and never on the order of the rows.
"""

from customer360.identity.carry import History, Past, Scope, history
from customer360.identity.events import Events, EventType, events
from customer360.identity.evidence import describe
from customer360.identity.history import Day, NeverLinks, days_of_change
from customer360.identity.inputs import (
    NEVER,
    NO_LIMIT,
    UNKNOWN,
    Edges,
    Identifiers,
    Landings,
    Rules,
)
from customer360.identity.memberships import Memberships, memberships
from customer360.identity.previous import GONE, Previous
from customer360.identity.solution import Decisions, Reason, Solution
from customer360.identity.solve import decide, solve
from customer360.identity.told import Told, in_order

__all__ = [
    "GONE",
    "NEVER",
    "NO_LIMIT",
    "UNKNOWN",
    "Day",
    "Decisions",
    "Edges",
    "EventType",
    "Events",
    "History",
    "Identifiers",
    "Landings",
    "Memberships",
    "NeverLinks",
    "Past",
    "Previous",
    "Reason",
    "Rules",
    "Scope",
    "Solution",
    "Told",
    "days_of_change",
    "decide",
    "describe",
    "events",
    "history",
    "in_order",
    "memberships",
    "solve",
]
