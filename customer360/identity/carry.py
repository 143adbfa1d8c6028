"""Between builds: of which nothing has changed, the history is not solved again.

What a build learns is mostly known after the last day of the one before, and a day's
solution hangs on nothing that becomes known later; so up to that day the history is
what it was, unless an earlier past was told. A group here is all that was ever tied by
edges that were open, or closed on the day they became known: on no day does a group's
history look beyond it. Who is asked for, `Scope`, is whole groups: those of whom
something has changed, with what is new. A group whose past has not changed goes on from
where it was solved last; every other one is solved from its first day, and from its
edges. An edge that leads out of the scope was never open: one of its ends was shared
before. It counts in judging the end inside, and ties nobody.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from customer360.identity.components import least_member
from customer360.identity.events import events
from customer360.identity.history import NeverLinks, days_of_change
from customer360.identity.inputs import (
    BoolArray,
    Edges,
    Identifiers,
    IntArray,
    Landings,
    Rules,
    check,
)
from customer360.identity.lifetimes import known_from, lifetimes
from customer360.identity.memberships import Memberships, Runs
from customer360.identity.neighbours import Neighbours, neighbours
from customer360.identity.standing import NOBODY, Begun, Standing
from customer360.identity.told import Told, in_order


@dataclass(frozen=True)
class Past:
    """All that a history is made of.

    ends: (m, 2) of each edge, as events are to name them; rule_code: (m,) of its rule.
    """

    identifiers: Identifiers
    edges: Edges
    rules: Rules
    links: NeverLinks
    landings: Landings
    ends: IntArray
    rule_code: IntArray

    @cached_property
    def known(self) -> IntArray:
        """Return the day (m,) from which each edge ties its ends."""
        return known_from(self.identifiers, self.edges)

    @cached_property
    def seen(self) -> Neighbours:
        """Return who is seen with whom; of a past that was checked."""
        return neighbours(self.identifiers, self.edges, self.rules, self.known)


@dataclass(frozen=True)
class Scope:
    """Of which of n identifiers the history is asked for, and what of it is there.

    is_inside: (n,) whole groups; of the others their edges to these are at hand.
    standing: who is who so far; since: (n,) the date from which each is that.
    """

    is_inside: BoolArray
    standing: Standing
    since: IntArray

    @classmethod
    def everyone(cls, n: int) -> "Scope":
        """Return that of all, from their first day."""
        nobody = Standing.nobody(n)
        return cls(np.ones(n, dtype=np.bool_), nobody, np.zeros(n, dtype=np.int64))


@dataclass(frozen=True)
class History:
    """What is new of those inside, in the positions of all n identifiers.

    runs: that go on, or begin, after the day until which they were solved; told: what
    happened since. group: (n,) the least of each one's. shared_from: (n,) the day on
    which each turned out to be a hub, NEVER of others.
    """

    runs: Memberships
    told: Told
    group: IntArray
    shared_from: IntArray


def history(past: Past, scope: Scope | None = None) -> History:
    """Return the history of those inside a scope: of everyone, without.

    Raises ValueError if an edge, pair, landing or type points outside its table.
    """
    identifiers, edges, n = past.identifiers, past.edges, len(past.identifiers)
    check(identifiers, edges, past.rules, past.links.pairs, past.landings)
    scope = scope or Scope.everyone(n)
    lives = lifetimes(identifiers, edges, past.rules, past.known, past.seen)
    is_inside = scope.is_inside
    members = np.flatnonzero(is_inside)
    rows = np.flatnonzero(lives.is_seen() & is_inside[edges.a] & is_inside[edges.b])
    # one place more, for nobody
    local = np.full(n + 1, NOBODY)
    local[members] = np.arange(len(members))
    standing = scope.standing.take(members).renumbered(local)
    pairs = local[past.links.pairs]
    linked = (pairs != NOBODY).all(axis=1)
    landed = is_inside[past.landings.identifier]
    ends = local[past.ends[rows]]
    part = edges.take(rows).renumbered(local)
    runs, told = Runs(standing, scope.since[members]), [Told.nothing()]
    for day in days_of_change(
        identifiers.take(members),
        part,
        past.rules,
        NeverLinks(pairs[linked], past.links.known_day[linked]),
        past.landings.take(landed).renumbered(local),
        Begun(lives.take(members, rows), standing),
    ):
        runs.add(day)
        told.append(Told.of(events(day, part), ends, past.rule_code[rows]))
    return History(
        runs.memberships().renumbered(members),
        in_order(told).renumbered(members),
        least_member(edges.a[rows], edges.b[rows], n),
        lives.shared_from,
    )
