"""Since which day an identifier is shared, and from when to when an edge is open.

Evidence only grows: what was once seen with too many is seen with too many ever after.
So each filter has one day from which it holds, found without solving any day.
"""

from dataclasses import dataclass

import numpy as np

from customer360.identity.inputs import (
    NEVER,
    BoolArray,
    Edges,
    Identifiers,
    IntArray,
    Rules,
)
from customer360.identity.neighbours import Neighbours, neighbours, shared_from


@dataclass(frozen=True)
class Lifetimes:
    """Days on which something becomes known; it holds for dates after that day.

    shared_from: (n,) an identifier turns out to be a hub, NEVER if it does not.
    known: (m,) both ends and the evidence of an edge are known; NEVER if it is blocked.
    closed: (m,) one of its ends turns out to be a hub; closed_reason: (m,) why.
    """

    shared_from: IntArray
    known: IntArray
    closed: IntArray
    closed_reason: IntArray

    def is_seen(self) -> BoolArray:
        """Return (m,) whether an edge is open, or closes on the day it is known."""
        return (self.known <= self.closed) & (self.known != NEVER)

    def take(self, members: IntArray, rows: IntArray) -> "Lifetimes":
        """Return those of some identifiers and of some edges."""
        return Lifetimes(
            self.shared_from[members],
            self.known[rows],
            self.closed[rows],
            self.closed_reason[rows],
        )


def known_from(identifiers: Identifiers, edges: Edges) -> IntArray:
    """Return the day (m,) on which an edge and its ends are known, NEVER if blocked."""
    is_blocked = identifiers.is_blocked[edges.a] | identifiers.is_blocked[edges.b]
    ends_known = np.maximum(
        identifiers.known_day[edges.a], identifiers.known_day[edges.b]
    )
    return np.where(is_blocked, NEVER, np.maximum(edges.known_day, ends_known))


def lifetimes(
    identifiers: Identifiers,
    edges: Edges,
    rules: Rules,
    known: IntArray | None = None,
    seen: Neighbours | None = None,
) -> Lifetimes:
    """Return when each identifier is shared and each edge open.

    known, seen: `known_from` and `neighbours` by those days, where they are at hand.
    """
    if known is None:
        known = known_from(identifiers, edges)
    if seen is None:
        seen = neighbours(identifiers, edges, rules, known)
    since, reason = shared_from(seen, identifiers, rules)
    is_a_first = since[edges.a] <= since[edges.b]
    guilty = np.where(is_a_first, edges.a, edges.b)
    return Lifetimes(since, known, since[guilty], reason[guilty])
