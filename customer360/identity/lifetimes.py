"""Since which day an identifier is shared, and from when to when an edge is open.

Evidence only grows: what was once seen with too many is seen with too many ever after.
So each filter has one day from which it holds, found without solving any day.
"""

from dataclasses import dataclass

import numpy as np

from customer360.identity.filters import limited_types
from customer360.identity.inputs import (
    NO_LIMIT,
    UNKNOWN,
    BoolArray,
    Edges,
    Identifiers,
    IntArray,
    Rules,
)
from customer360.identity.order import order_by, pair_numbers, pairs_of
from customer360.identity.solution import Reason

NEVER = np.iinfo(np.int64).max


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


def lifetimes(identifiers: Identifiers, edges: Edges, rules: Rules) -> Lifetimes:
    """Return when each identifier is shared and each edge open."""
    is_blocked = identifiers.is_blocked[edges.a] | identifiers.is_blocked[edges.b]
    ends_known = np.maximum(
        identifiers.known_day[edges.a], identifiers.known_day[edges.b]
    )
    known = np.where(is_blocked, NEVER, np.maximum(edges.known_day, ends_known))
    shared_from, reason = _shared(identifiers, edges, known, rules)
    is_a_first = shared_from[edges.a] <= shared_from[edges.b]
    guilty = np.where(is_a_first, edges.a, edges.b)
    return Lifetimes(shared_from, known, shared_from[guilty], reason[guilty])


def _shared(
    identifiers: Identifiers, edges: Edges, known: IntArray, rules: Rules
) -> tuple[IntArray, IntArray]:
    """Return since when each identifier is shared, and by which filter."""
    pairs, day = _first_of_pairs(edges, known)
    is_watched = rules.max_durable_degree[identifiers.type_code] != NO_LIMIT
    ends = np.concatenate([pairs, pairs[:, ::-1]])
    seen = np.concatenate([day, day])
    ends, seen = ends[is_watched[ends[:, 0]]], seen[is_watched[ends[:, 0]]]
    node, neighbour = ends.T
    neighbour_type = identifiers.type_code[neighbour]

    allowed = rules.max_durable_degree[identifiers.type_code]
    is_durable = rules.is_durable[neighbour_type]
    crowded = _day_over(node[is_durable], seen[is_durable], allowed)
    several = np.full(len(identifiers), NEVER)
    for type_code in limited_types(rules):
        of_type = neighbour_type == type_code
        most = np.full(len(identifiers), rules.max_per_customer[type_code])
        several = np.minimum(several, _day_over(node[of_type], seen[of_type], most))
    different = _day_of_difference(identifiers, node, neighbour, seen)
    # of filters that hold from the same day the first is named
    days = np.stack([crowded, several, different])
    reasons = np.array([Reason.HUB, Reason.SHARED, Reason.CONFLICT], dtype=np.int64)
    return days.min(axis=0), reasons[days.argmin(axis=0)]


def _first_of_pairs(edges: Edges, known: IntArray) -> tuple[IntArray, IntArray]:
    """Return distinct pairs (p, 2) of different identifiers, and since when each is."""
    rows = np.flatnonzero((edges.a != edges.b) & (known != NEVER))
    number, size = pair_numbers(edges, rows)
    order = np.argsort(number, kind="stable")
    distinct, first = np.unique(number[order], return_index=True)
    day = known[rows[order]]
    since = np.minimum.reduceat(day, first) if len(first) else day
    return pairs_of(distinct, size), since


def _day_over(node: IntArray, seen: IntArray, allowed: IntArray) -> IntArray:
    """Return (n,) the day of each one's first neighbour over what is allowed (n,)."""
    found = np.full(len(allowed), NEVER)
    degree = np.bincount(node, minlength=len(allowed))
    is_over = degree[node] > allowed[node]
    node, seen = node[is_over], seen[is_over]
    order = order_by(node, seen)
    node, seen = node[order], seen[order]
    rank = np.arange(len(node)) - np.searchsorted(node, node)
    last_straw = rank == allowed[node]
    found[node[last_straw]] = seen[last_straw]
    return found


def _day_of_difference(
    identifiers: Identifiers, node: IntArray, neighbour: IntArray, seen: IntArray
) -> IntArray:
    """Return (n,) the first day on which each one's neighbours differ in a trait."""
    found = np.full(len(identifiers), NEVER)
    for trait in identifiers.traits.T:
        says = trait[neighbour] != UNKNOWN
        whose, teller = node[says], neighbour[says]
        told = np.maximum(seen[says], identifiers.traits_known_day[teller])
        order = order_by(whose, told)
        whose, told, code = whose[order], told[order], trait[teller[order]]
        differs = code != code[np.searchsorted(whose, whose)]
        np.minimum.at(found, whose[differs], told[differs])
    return found
