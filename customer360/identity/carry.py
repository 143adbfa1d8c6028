"""Between builds: of which nothing has changed, the history is carried over.

A build solves until the last day on which anything became known. What the next one
learns is mostly known after that day, and a day's solution hangs on nothing that
becomes known later; so up to that day the history is what it was, unless an earlier
past was told. Each identifier has a digest of what its history until then hangs on
(`digests`). A group here is all that was tied by then by edges that were ever open, or
closed on the day they became known: on no day until then does a group's history look
beyond it. A group whose digests are what they were, with no member new or gone, has the
history it had; its days after that are solved, where any touches it. Every other group
is solved from its first day, and from its edges. What went, an edge or a member,
differs in the digests of those it was tied to.
"""

from dataclasses import dataclass

import numpy as np

from customer360.identity.components import least_member
from customer360.identity.digests import Digested, Past, digests
from customer360.identity.events import events
from customer360.identity.hashing import Hashes
from customer360.identity.history import NeverLinks, days_of_change, touches
from customer360.identity.inputs import NEVER, IntArray, check
from customer360.identity.lifetimes import Lifetimes, lifetimes
from customer360.identity.memberships import Memberships, Runs
from customer360.identity.standing import NOT_YET, Begun, Standing
from customer360.identity.told import Told, in_order

GONE = -1


@dataclass(frozen=True)
class History:
    """What a build keeps for the next: of n identifiers, in the order of their ids.

    until: the last day on which anything became known. key, digest: (n,), the digest
    is that of this day. runs, told: who was whose, and what happened to customers.
    """

    until: int
    key: Hashes
    digest: Hashes
    runs: Memberships
    told: Told

    @classmethod
    def nothing(cls) -> "History":
        """Return that of no identifiers."""
        none = np.empty(0, dtype=np.uint64)
        return cls(NOT_YET, none, none, Memberships.nothing(), Told.nothing())


@dataclass(frozen=True)
class _Carried:
    """What is as it was, in the positions of now.

    digested: of the last day before. standing: of all n identifiers; since: (n,) the
    date from which each is that. runs, told: of those that are solved until that day.
    """

    digested: Digested
    standing: Standing
    since: IntArray
    runs: Memberships
    told: Told

    @classmethod
    def of(cls, past: Past, lives: Lifetimes, before: History) -> "_Carried":
        """Return what stays of a history."""
        n = len(past.identifiers)
        digested = Digested(before.until, digests(past, lives, before.until))
        position = _unchanged(past, lives, before, digested.digest)
        runs = before.runs.renumbered(position)
        standing, since = Standing.nobody(n), np.zeros(n, dtype=np.int64)
        standing.until[position[position != GONE]] = before.until
        last = runs.take(runs.to_day == NEVER)
        standing.root[last.identifier] = last.customer_root
        standing.customer[last.identifier] = last.is_customer
        since[last.identifier] = last.from_day
        told = before.told.renumbered(position)
        return cls(digested, standing, since, runs, told)


def history(past: Past, before: History | None = None) -> History:
    """Return the history of a past; `before` changes only the time it takes.

    Raises ValueError if an edge, pair, landing or type points outside its table.
    """
    check(past.identifiers, past.edges, past.rules, past.links.pairs, past.landings)
    lives = lifetimes(past.identifiers, past.edges, past.rules, past.known, past.seen)
    carried = _Carried.of(past, lives, before or History.nothing())
    runs, told = _solved(past, lives, carried)
    until = past.last_day()
    digest = digests(past, lives, until, carried.digested)
    return History(until, past.key, digest, runs, told)


def _unchanged(
    past: Past, lives: Lifetimes, before: History, digest: Hashes
) -> IntArray:
    """Return (n_before,) the position now of each identifier of an unchanged group.

    GONE stands for all others.
    """
    key, position = past.key, np.full(len(before.key), GONE)
    order = np.argsort(key)
    sorted_key = key[order]
    is_twice = sorted_key[1:] == sorted_key[:-1]
    # two ids of one hash could be taken for each other: then nothing is carried
    if not len(position) or not len(key) or is_twice.any():
        return position
    # looked up in order: at random it takes three times as long
    there = np.argsort(before.key)
    place = np.searchsorted(sorted_key, before.key[there])
    place = np.minimum(place, len(key) - 1)
    is_there = sorted_key[place] == before.key[there]
    there, now = there[is_there], order[place[is_there]]
    is_same = np.zeros(len(key), dtype=np.bool_)
    is_same[now] = digest[now] == before.digest[there]
    tied = np.flatnonzero(lives.is_seen() & (lives.known <= before.until))
    group = least_member(past.edges.a[tied], past.edges.b[tied], len(key))
    is_touched = np.zeros(len(key), dtype=np.bool_)
    is_touched[group[~is_same]] = True
    stays = ~is_touched[group[now]]
    position[there[stays]] = now[stays]
    return position


def _solved(
    past: Past, lives: Lifetimes, carried: _Carried
) -> tuple[Memberships, Told]:
    """Return the history, of which some is carried: solve the days that are left."""
    n, edges, standing = len(past.identifiers), past.edges, carried.standing
    _, touched = touches(
        past.identifiers, edges, past.links, past.landings, lives, standing.until
    )
    ever = np.flatnonzero(lives.is_seen())
    group = least_member(edges.a[ever], edges.b[ever], n)
    is_solved = np.zeros(n, dtype=np.bool_)
    is_solved[group[touched]] = True
    is_solved = is_solved[group]
    members = np.flatnonzero(is_solved)
    rows = ever[is_solved[edges.a[ever]]]
    local = np.full(n + 1, GONE)
    local[members] = np.arange(len(members))
    some = standing.take(members).renumbered(local)
    runs, told = Runs(some, carried.since[members]), [Told.nothing()]
    pairs = local[past.links.pairs]
    inside = (pairs != GONE).all(axis=1)
    landed = local[past.landings.identifier]
    ends = local[past.ends[rows]]
    part = edges.take(rows).renumbered(local)
    for day in days_of_change(
        past.identifiers.take(members),
        part,
        past.rules,
        NeverLinks(pairs[inside], past.links.known_day[inside]),
        past.landings.take(landed != GONE).renumbered(local),
        Begun(lives.take(members, rows), some),
    ):
        runs.add(day)
        told.append(Told.of(events(day, part), ends, past.rule_code[rows]))
    goes_on = (carried.runs.to_day == NEVER) & is_solved[carried.runs.identifier]
    kept = carried.runs.take(~goes_on)
    return (
        Memberships.together([kept, runs.memberships().renumbered(members)]),
        in_order([carried.told, in_order(told).renumbered(members)]),
    )
