"""A digest of all that an identifier's history until a day hangs on.

What becomes known after that day is left out, as that day could not know it: so the
digest of a day is the same in every later build, unless an earlier past was told.
"""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numba import njit

from customer360.identity.hashing import Hashes, hashed
from customer360.identity.history import NeverLinks
from customer360.identity.inputs import (
    NEVER,
    BoolArray,
    Edges,
    Identifiers,
    IntArray,
    Landings,
    Rules,
)
from customer360.identity.lifetimes import Lifetimes, known_from
from customer360.identity.neighbours import Neighbours, neighbours
from customer360.identity.solution import Reason


@dataclass(frozen=True)
class Past:
    """All that a history is made of.

    key: (n,) hash of each identifier's id, the same in every build; said: (n,) hash of
        its traits. ends: (m, 2) of each edge, as events are to name them; rule: (m,)
        hash of the name of its rule; rule_code: (m,) its code.
    """

    identifiers: Identifiers
    edges: Edges
    rules: Rules
    links: NeverLinks
    landings: Landings
    key: Hashes
    said: Hashes
    ends: IntArray
    rule: Hashes
    rule_code: IntArray

    @cached_property
    def known(self) -> IntArray:
        """Return the day (m,) from which each edge ties its ends."""
        return known_from(self.identifiers, self.edges)

    @cached_property
    def seen(self) -> Neighbours:
        """Return who is seen with whom; of a past that was checked."""
        return neighbours(self.identifiers, self.edges, self.rules, self.known)

    def last_day(self) -> int:
        """Return the last day on which anything becomes known."""
        days = [
            self.identifiers.known_day, self.identifiers.traits_known_day,
            self.edges.known_day, self.links.known_day, self.landings.known_day,
        ]  # fmt: skip
        return max(int(day.max(initial=-NEVER)) for day in days)


@dataclass(frozen=True)
class Digested:
    """The digest (n,) of each identifier at a day."""

    day: int
    digest: Hashes


def digests(
    past: Past, lives: Lifetimes, until: int, other: Digested | None = None
) -> Hashes:
    """Return, per identifier (n,), the digest of a day; 0 of one not known by then.

    Parts are added: their order is of no account, and equal ones do not cancel out.
    other: of another day; only what changed in between is digested again.
    """
    is_seen = lives.is_seen() & (lives.known <= until)
    if other is None:
        everyone = slice(len(past.identifiers))
        return _digests(past, lives, until, everyone, np.flatnonzero(is_seen))
    changed = _changed(past, lives, min(until, other.day), max(until, other.day))
    is_seen &= changed[past.edges.a] | changed[past.edges.b]
    some = np.flatnonzero(changed), np.flatnonzero(is_seen)
    return np.where(changed, _digests(past, lives, until, *some), other.digest)


def _digests(
    past: Past, lives: Lifetimes, until: int, who: IntArray | slice, seen: IntArray
) -> Hashes:
    """Return digests (n,), of no account but those of `who`, whose edges are seen."""
    edges, links, landings = past.edges, past.links, past.landings
    identifiers = past.identifiers.take(who)
    says = identifiers.traits_known_day <= until
    digest = np.zeros(len(past.identifiers), dtype=np.uint64)
    digest[who] = hashed(
        np.repeat(_digest_of_rules(past.rules), len(says)),
        past.key[who], np.where(says, past.said[who], 0),
        np.where(says, identifiers.traits_known_day, NEVER),
        _by_then(lives.shared_from[who], until), identifiers.type_code,
        identifiers.is_blocked, identifiers.known_day, identifiers.landed_day,
    )  # fmt: skip
    a, b = edges.a[seen], edges.b[seen]
    closed = _by_then(lives.closed[seen], until)
    evidence = hashed(
        past.key[a], past.key[b], past.rule[seen], edges.rule_rank[seen],
        edges.known_day[seen], lives.known[seen], closed,
        np.where(closed == NEVER, Reason.USED, lives.closed_reason[seen]),
    )  # fmt: skip
    linked = links.since(past.identifiers) <= until
    one, other = links.pairs[linked].T
    apart = hashed(past.key[one], past.key[other], links.known_day[linked])
    told = landings.take(landings.known_day <= until)
    landed = hashed(told.known_day, told.landed_day)
    for node, part in [
        (a, evidence), (b, evidence), (told.identifier, landed), (one, apart),
        (other, apart),
    ]:  # fmt: skip
        _add(digest, node, part)
    digest[past.identifiers.known_day > until] = 0
    return digest


def _changed(past: Past, lives: Lifetimes, first: int, last: int) -> BoolArray:
    """Return (n,) of whom something became known after one day, until another."""

    def between(day: IntArray) -> BoolArray:
        return (day > first) & (day <= last)

    people, edges = past.identifiers, past.edges
    changed = between(people.known_day) | between(people.traits_known_day)
    changed |= between(lives.shared_from)
    some = np.flatnonzero(between(lives.known) | between(lives.closed))
    changed[edges.a[some]] = changed[edges.b[some]] = True
    changed[past.links.pairs[between(past.links.since(people))]] = True
    changed[past.landings.identifier[between(past.landings.known_day)]] = True
    return changed


@njit(cache=True)
def _add(digest: Hashes, nodes: IntArray, parts: Hashes) -> None:
    """Add each part to the digest of its node, in place."""
    for place in range(len(nodes)):
        digest[nodes[place]] += parts[place]


def _by_then(days: IntArray, until: int) -> IntArray:
    """Return days with NEVER in place of those after `until`."""
    return np.where(days > until, NEVER, days)


def _digest_of_rules(rules: Rules) -> Hashes:
    """Return one hash (1,) of all rules."""
    digest = np.zeros(1, dtype=np.uint64)
    for field in fields(rules):
        for value in np.atleast_1d(getattr(rules, field.name)):
            digest = hashed(digest, np.full(1, value, dtype=np.int64))
    return digest
