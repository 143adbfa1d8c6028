"""Who was who on every day: what changed each day is solved again, nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from customer360.identity.components import least_member
from customer360.identity.customers import is_customer
from customer360.identity.inputs import (
    NEVER,
    UNKNOWN,
    BoolArray,
    Edges,
    Identifiers,
    IntArray,
    Landings,
    Rules,
    as_pairs,
    check,
)
from customer360.identity.join import join
from customer360.identity.lifetimes import Lifetimes, lifetimes
from customer360.identity.order import order_by, strongest_first
from customer360.identity.seniority import Seniority
from customer360.identity.standing import Begun, Standing


@dataclass(frozen=True)
class Day:
    """What a day changed: the identifiers (k,) solved anew, before and after.

    before, after: (k,) identifier that names the profile each is in, NOBODY without.
    was_customer, is_customer: (k,) whether that profile is a customer.
    edges: (e,) positions of the edges between them that are open, or closed since this
        day, strongest first; reason: (e,) why each is not used, else USED.
    """

    day: int
    members: IntArray
    before: IntArray
    was_customer: BoolArray
    after: IntArray
    is_customer: BoolArray
    edges: IntArray
    reason: IntArray


@dataclass(frozen=True)
class NeverLinks:
    """Pairs (k, 2) that must never be one, and the day (k,) on which it was decided."""

    pairs: IntArray
    known_day: IntArray

    def since(self, identifiers: Identifiers) -> IntArray:
        """Return (k,) the day from which each pair is known, and both its sides."""
        sides_known = identifiers.known_day[self.pairs].max(1, initial=-NEVER)
        return np.maximum(self.known_day, sides_known)

    @classmethod
    def of(cls, pairs: ArrayLike | None, known_day: ArrayLike | None) -> "NeverLinks":
        """Return sorted pairs with the first day of each; always, without days."""
        given = np.asarray([] if pairs is None else pairs, dtype=np.int64)
        given = np.sort(given.reshape(-1, 2), axis=1)
        days = np.full(len(given), -NEVER) if known_day is None else known_day
        days = np.asarray(days, dtype=np.int64)
        distinct = as_pairs(given)
        order = order_by(*given.T, days)
        _, first = np.unique(given[order], axis=0, return_index=True)
        return cls(distinct, days[order][first])


def days_of_change(
    identifiers: Identifiers,
    edges: Edges,
    rules: Rules,
    never_links: NeverLinks | None = None,
    landings: Landings | None = None,
    begun: Begun | None = None,
) -> Iterator[Day]:
    """Yield, in order, every day on which who is who changed or might have.

    What a day made known holds for dates after it. On each day the identifiers that
    something of theirs touched are solved anew with all they are tied to, from the
    edges known until then: `solve` says why that equals solving everything.

    begun: where some of it is solved; the days after that are yielded.
    """
    links = never_links or NeverLinks.of(None, None)
    check(identifiers, edges, rules, links.pairs)
    if begun is None:
        lives = lifetimes(identifiers, edges, rules)
        begun = Begun(lives, Standing.nobody(len(identifiers)))
    landings = landings or Landings.none()
    world = _World(
        identifiers, edges, rules, links, landings, begun.lives, begun.standing
    )
    until = begun.standing.until
    days, nodes = touches(identifiers, edges, links, landings, begun.lives, until)
    order = np.argsort(days, kind="stable")
    days, nodes = days[order], nodes[order]
    changing, starts = np.unique(days, return_index=True)
    touched = np.split(nodes, starts[1:])
    for day, some in zip(changing.tolist(), touched, strict=False):
        yield world.solve(day, some)


def touches(
    identifiers: Identifiers,
    edges: Edges,
    links: NeverLinks,
    landings: Landings,
    lives: Lifetimes,
    until: IntArray,
) -> tuple[IntArray, IntArray]:
    """Return (day, identifier) of all that may change who is who, in no order.

    until: (n,) the last day of each identifier that is not asked for.
    """
    a, b = edges.a, edges.b
    # what is known when it has long been closed changes nothing
    known = np.where(lives.is_seen(), lives.known, NEVER)
    closed = np.where(lives.closed > lives.known, lives.closed, NEVER)
    everyone = np.arange(len(identifiers))
    linked = links.since(identifiers)
    says = (identifiers.traits != UNKNOWN).any(axis=1)
    told = np.where(says, identifiers.traits_known_day, NEVER)
    # to who is blocked nothing happens
    until = np.where(identifiers.is_blocked, NEVER, until)
    is_new = identifiers.known_day > until
    days, nodes = [], []
    for day, node in [
        (identifiers.known_day, everyone), (told, everyone),
        (lives.shared_from, everyone), (known, a), (known, b), (closed, a), (closed, b),
        (landings.known_day, landings.identifier), (linked, links.pairs[:, 0]),
        (linked, links.pairs[:, 1]),
    ]:  # fmt: skip
        is_asked_for = (day > until[node]) | is_new[node]
        happens = np.flatnonzero(is_asked_for & (day != NEVER))
        who = node[happens]
        # none is touched before it is known
        days.append(np.maximum(day[happens], identifiers.known_day[who]))
        nodes.append(who)
    return np.concatenate(days), np.concatenate(nodes)


@dataclass
class _World:
    """Everything that will ever be known, and who is who so far."""

    identifiers: Identifiers
    edges: Edges
    rules: Rules
    links: NeverLinks
    landings: Landings
    lives: Lifetimes
    standing: Standing
    scope: IntArray = field(init=False)
    root: IntArray = field(init=False)
    customer: BoolArray = field(init=False)

    def __post_init__(self) -> None:
        n, m = len(self.identifiers), len(self.edges)
        self.seniority = Seniority(self.identifiers, self.rules, self.landings)
        self.scope = self._first_scope()
        self.root = self.standing.root.copy()
        self.customer = self.standing.customer.copy()
        self._local = np.zeros(n, dtype=np.int64)
        self._strength = np.empty(m, dtype=np.int64)
        self._strength[strongest_first(self.edges, np.arange(m))] = np.arange(m)
        # the edges of each identifier that is their lower end, one after the other
        self._by_a = np.argsort(self.edges.a, kind="stable")
        self._begin = np.searchsorted(self.edges.a[self._by_a], np.arange(n + 1))

    def solve(self, day: int, touched: IntArray) -> Day:
        """Solve what a day touched with all it is tied to; remember who is who."""
        is_scope = np.zeros(len(self.scope), dtype=np.bool_)
        is_scope[self.scope[touched]] = True
        # a new edge ties scopes that are all touched: both its ends are
        members = np.flatnonzero(is_scope[self.scope])
        members = members[self.identifiers.known_day[members] <= day]
        edges, is_open = self._edges(members, day)
        self._local[members] = np.arange(len(members))
        rows = edges[is_open]
        part = self.edges.take(rows).renumbered(self._local)
        known = self.identifiers.take(members).known_until(day)
        joined = join(known, part, self.rules, self._foes(members, day))
        reason = self.lives.closed_reason[edges]
        reason[is_open] = joined.decisions.reason
        after = members[self.seniority.roots(members, joined.component, day)]
        is_hub = self.lives.shared_from[members] <= day
        is_durable = self.rules.is_durable[known.type_code]
        customer = is_customer(joined.component, is_durable, is_hub)
        change = Day(
            day, members, self.root[members], self.customer[members], after, customer,
            edges, reason,
        )  # fmt: skip
        self.scope[members] = members[joined.scope]
        self.root[members], self.customer[members] = after, customer
        return change

    def _first_scope(self) -> IntArray:
        """Return (n,) the least identifier that each is tied to so far."""
        a, b = self.edges.a, self.edges.b
        until = np.minimum(self.standing.until[a], self.standing.until[b])
        is_open = (self.lives.known <= until) & (self.lives.closed > until)
        return least_member(a[is_open], b[is_open], len(self.identifiers))

    def _edges(self, members: IntArray, day: int) -> tuple[IntArray, BoolArray]:
        """Return the edges between members that are open, or were closed this day."""
        counts = self._begin[members + 1] - self._begin[members]
        turn = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        found = self._by_a[np.repeat(self._begin[members], counts) + turn]
        known, closed = self.lives.known[found], self.lives.closed[found]
        found = found[(known <= day) & (closed >= day)]
        found = found[np.argsort(self._strength[found])]
        return found, self.lives.closed[found] > day

    def _foes(self, members: IntArray, day: int) -> IntArray:
        if not len(self.links.pairs):
            return self.links.pairs
        inside = np.isin(self.links.pairs, members).all(axis=1)
        inside &= self.links.known_day <= day
        return self._local[self.links.pairs[inside]]
