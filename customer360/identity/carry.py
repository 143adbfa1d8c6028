"""Between builds: the history of groups of which nothing has changed is carried over.

A group here is all that is tied by edges that were ever open, or closed on the day they
became known. On no day does a group's history look beyond it: scopes lie within groups,
and whether an edge is open is a property of its own (`lifetimes`, made anew each time
from everything). So a group whose identifiers, edges with their lifetimes, landings,
never-link pairs and rules are what they were has the history it had. Each identifier
has a digest of its part of that; a group is solved again, whole and from its edges, if
one digest differs or one member is new. What went, an edge or a member, differs in the
digests of those it was tied to. An old result is carried or dropped, never built upon.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from customer360.identity.components import least_member
from customer360.identity.events import events
from customer360.identity.hashing import hashed
from customer360.identity.history import NeverLinks, days_of_change
from customer360.identity.inputs import (
    Edges,
    Identifiers,
    IntArray,
    Landings,
    Rules,
)
from customer360.identity.lifetimes import Lifetimes, lifetimes
from customer360.identity.memberships import Memberships, Runs
from customer360.identity.told import Told, in_order

GONE = -1
Hashes = NDArray[np.uint64]


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


@dataclass(frozen=True)
class History:
    """What a build keeps for the next: of n identifiers, in the order of their ids.

    key, digest: (n,). runs, told: who was whose, and what happened to customers.
    """

    key: Hashes
    digest: Hashes
    runs: Memberships
    told: Told


def history(past: Past, before: History | None = None) -> History:
    """Return the history of a past; `before` changes only the time it takes."""
    lives = lifetimes(past.identifiers, past.edges, past.rules)
    digest = _digests(past, lives)
    n = len(past.identifiers)
    ever = np.flatnonzero(lives.is_seen())
    is_solved = np.ones(n, dtype=np.bool_)
    kept: tuple[list[Memberships], list[Told]] = [], []
    if before is not None:
        group = least_member(past.edges.a[ever], past.edges.b[ever], n)
        position = _unchanged(past.key, digest, group, before)
        is_solved[position[position != GONE]] = False
        kept = [before.runs.renumbered(position)], [before.told.renumbered(position)]
    members = np.flatnonzero(is_solved)
    rows = ever[is_solved[past.edges.a[ever]]]
    runs, told = _solved(past, lives, members, rows)
    return History(
        past.key,
        digest,
        Memberships.together([*kept[0], runs]),
        in_order([*kept[1], told]),
    )


def _unchanged(
    key: Hashes, digest: Hashes, group: IntArray, before: History
) -> IntArray:
    """Return (n_before,) the position now of each identifier of an unchanged group.

    GONE stands for all others.
    """
    position = np.full(len(before.key), GONE)
    order = np.argsort(key)
    sorted_key = key[order]
    # two ids of one hash could be taken for each other: then nothing is carried
    if not len(key) or (sorted_key[1:] == sorted_key[:-1]).any():
        return position
    place = np.minimum(np.searchsorted(sorted_key, before.key), len(key) - 1)
    there = np.flatnonzero(sorted_key[place] == before.key)
    now = order[place[there]]
    is_same = np.zeros(len(key), dtype=np.bool_)
    is_same[now] = digest[now] == before.digest[there]
    is_touched = np.zeros(len(key), dtype=np.bool_)
    is_touched[group[~is_same]] = True
    stays = ~is_touched[group[now]]
    position[there[stays]] = now[stays]
    return position


def _solved(
    past: Past, lives: Lifetimes, members: IntArray, rows: IntArray
) -> tuple[Memberships, Told]:
    """Return the history of some members, whole groups, from rows of edges."""
    local = np.full(len(past.identifiers), GONE)
    local[members] = np.arange(len(members))
    edges, ends = past.edges.take(rows).renumbered(local), local[past.ends[rows]]
    pairs = local[past.links.pairs]
    inside = (pairs != GONE).all(axis=1)
    landed = local[past.landings.identifier]
    runs, told = Runs(len(members)), [Told.nothing()]
    for day in days_of_change(
        past.identifiers.take(members),
        edges,
        past.rules,
        NeverLinks(pairs[inside], past.links.known_day[inside]),
        past.landings.take(landed != GONE).renumbered(local),
        lives.take(members, rows),
    ):
        runs.add(day)
        told.append(Told.of(events(day, edges), ends, past.rule_code[rows]))
    return (
        runs.memberships().renumbered(members),
        in_order(told).renumbered(members),
    )


def _digests(past: Past, lives: Lifetimes) -> Hashes:
    """Return, per identifier (n,), a hash of all that its history hangs on.

    Parts are added: their order is of no account, and equal ones do not cancel out.
    """
    identifiers, edges, links, landings = (
        past.identifiers, past.edges, past.links, past.landings,
    )  # fmt: skip
    rules = _digest_of_rules(past.rules)
    digest = hashed(
        rules, past.key, past.said, lives.shared_from, identifiers.type_code,
        identifiers.is_blocked, identifiers.known_day, identifiers.landed_day,
        identifiers.traits_known_day,
    )  # fmt: skip
    seen = np.flatnonzero(lives.is_seen())
    a, b = edges.a[seen], edges.b[seen]
    evidence = hashed(
        past.key[a], past.key[b], past.rule[seen], edges.rule_rank[seen],
        edges.known_day[seen], lives.known[seen], lives.closed[seen],
        lives.closed_reason[seen],
    )  # fmt: skip
    one, other = links.pairs.T
    apart = hashed(past.key[one], past.key[other], links.known_day)
    landed = hashed(landings.known_day, landings.landed_day)
    for node, part in [
        (a, evidence), (b, evidence), (landings.identifier, landed),
        (one, apart), (other, apart),
    ]:  # fmt: skip
        np.add.at(digest, node, part)
    return digest


def _digest_of_rules(rules: Rules) -> Hashes:
    """Return one hash (1,) of all rules."""
    digest = np.zeros(1, dtype=np.uint64)
    for field in fields(rules):
        for value in np.atleast_1d(getattr(rules, field.name)):
            digest = hashed(digest, np.full(1, value, dtype=np.int64))
    return digest
