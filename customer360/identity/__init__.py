"""Who is who: evidence edges between identifiers in, customers with reasons out.

A leaf package: numpy and scipy only; no files, no clock, no printing. Identifiers are
dense integers 0..n-1 given in the order of their `identifier_id`, so that every result
depends on the data and never on the order of the rows.
"""

from customer360.identity.as_of import Memberships, solve_as_of
from customer360.identity.customers import customer_root, is_customer
from customer360.identity.evidence import describe
from customer360.identity.inputs import (
    NO_LIMIT,
    UNKNOWN,
    Edges,
    Identifiers,
    Landings,
    Rules,
)
from customer360.identity.solution import Decisions, Reason, Solution
from customer360.identity.solve import solve

__all__ = [
    "NO_LIMIT",
    "UNKNOWN",
    "Decisions",
    "Edges",
    "Identifiers",
    "Landings",
    "Memberships",
    "Reason",
    "Rules",
    "Solution",
    "customer_root",
    "describe",
    "is_customer",
    "solve",
    "solve_as_of",
]
