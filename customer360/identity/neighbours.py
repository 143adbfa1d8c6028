"""Whom an identifier is seen with, and what that says of it: one person's, or shared.

A kiosk's cookie, a till's default receipt address or a test account is seen with many
people; a household's address with a few. Three limits tell, in this order: more durable
identifiers than its type allows; more of a durable type than one customer may have;
records that cannot be one person's. Counted are distinct identifiers, so a repeated
edge, a second rule for a pair, or a person's many cookies add nothing.

Compiled functions here are loops alone: numpy's sorting and indexing would take numba
ten times as long to compile, in every fresh clone.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit

from customer360.identity.inputs import (
    NEVER,
    NO_LIMIT,
    UNKNOWN,
    BoolArray,
    Edges,
    Identifiers,
    IntArray,
    Rules,
)
from customer360.identity.solution import UNUSED, Reason

HUB, SHARED, CONFLICT = int(Reason.HUB), int(Reason.SHARED), int(Reason.CONFLICT)


class Neighbours(NamedTuple):
    """Distinct neighbours: those of identifier i lie from begin[i] to begin[i + 1].

    begin: (n + 1,). other: (p,) the neighbour; since: (p,) the first day of an edge
    between the two, by which they are in order.
    """

    begin: IntArray
    other: IntArray
    since: IntArray


@dataclass(frozen=True)
class Verdicts:
    """Which limit says first that an identifier is shared; all arrays are (n,).

    turn: the place of the limit among all, NEVER where none says so. reason: a
    `Reason`; type_code, count and limit: what `Decisions` tells of it, else UNUSED.
    """

    turn: IntArray
    reason: IntArray
    type_code: IntArray
    count: IntArray
    limit: IntArray


class _Limits(NamedTuple):
    """What is allowed: type_code (n,), by type is_durable, allowed and most (t,).

    allowed: durable neighbours of one of the type. most: of a durable type a customer
    has at most so many, NO_LIMIT of others. traits: (n, k).
    """

    type_code: IntArray
    is_durable: BoolArray
    allowed: IntArray
    most: IntArray
    traits: IntArray


def neighbours(
    identifiers: Identifiers, edges: Edges, rules: Rules, day: IntArray
) -> Neighbours:
    """Return the neighbours of identifiers that may be hubs: of others, none.

    day: (m,) of each edge; one of NEVER, or of an identifier with itself, ties nobody.
    Types without a limit of durable neighbours are no hubs.
    """
    is_watched = rules.max_durable_degree[identifiers.type_code] != NO_LIMIT
    rows = np.argsort(day, kind="stable")
    rows = rows[(edges.a != edges.b)[rows] & (day[rows] != NEVER)]
    return Neighbours(*_neighbours(edges.a[rows], edges.b[rows], day[rows], is_watched))


def shared_from(
    seen: Neighbours, identifiers: Identifiers, rules: Rules
) -> tuple[IntArray, IntArray]:
    """Return the day (n,) from which each is shared, else NEVER, and the `Reason`.

    Of limits that are passed on the same day the first is named.
    """
    limits = _limits(identifiers, rules)
    return _shared_from(seen, limits, identifiers.traits_known_day)


def verdicts(seen: Neighbours, identifiers: Identifiers, rules: Rules) -> Verdicts:
    """Return what the neighbours that are known by now say of each."""
    return Verdicts(*_verdicts(seen, _limits(identifiers, rules)))


def _limits(identifiers: Identifiers, rules: Rules) -> _Limits:
    most = np.where(rules.is_durable, rules.max_per_customer, NO_LIMIT)
    return _Limits(
        identifiers.type_code,
        rules.is_durable,
        rules.max_durable_degree,
        most,
        np.ascontiguousarray(identifiers.traits),
    )


@njit(cache=True)
def _neighbours(
    a: IntArray, b: IntArray, day: IntArray, is_watched: BoolArray
) -> tuple[IntArray, IntArray, IntArray]:
    """Return Neighbours of edges (m,) in order of their days."""
    n = len(is_watched)
    begin = np.zeros(n + 1, dtype=np.int64)
    for ends in (a, b):
        for node in ends:
            begin[node + 1] += is_watched[node]
    for node in range(n):
        begin[node + 1] += begin[node]
    free = begin.copy()
    other, since = np.empty(begin[n], np.int64), np.empty(begin[n], np.int64)
    for edge in range(len(a)):
        for node, neighbour in ((a[edge], b[edge]), (b[edge], a[edge])):
            if is_watched[node]:
                other[free[node]], since[free[node]] = neighbour, day[edge]
                free[node] += 1
    # who has met whom last: of edges between two the first is kept
    met, size = np.full(n, -1), 0
    for node in range(n):
        first, begin[node] = begin[node], size
        for place in range(first, free[node]):
            if met[other[place]] != node:
                met[other[place]] = node
                other[size], since[size] = other[place], since[place]
                size += 1
    begin[n] = size
    return begin, other[:size].copy(), since[:size].copy()


@njit(cache=True)
def _shared_from(
    seen: Neighbours, limits: _Limits, traits_known: IntArray
) -> tuple[IntArray, IntArray]:
    n = len(limits.type_code)
    found, reason = np.full(n, NEVER), np.full(n, HUB)
    held = np.zeros(len(limits.most), dtype=np.int64)
    for node in range(n):
        crowded, several = _days_over(seen, limits, held, node)
        found[node] = crowded
        if several < found[node]:
            found[node], reason[node] = several, SHARED
        differs = _day_of_difference(seen, limits, traits_known, node)
        if differs < found[node]:
            found[node], reason[node] = differs, CONFLICT
    return found, reason


@njit(cache=True)
def _days_over(
    seen: Neighbours, limits: _Limits, held: IntArray, node: int
) -> tuple[int, int]:
    """Return since when one has too many durable neighbours, and too many of a type.

    held: (t,) zeros, as which they are left.
    """
    crowded, several, durable = NEVER, NEVER, 0
    for place in range(seen.begin[node], seen.begin[node + 1]):
        code = limits.type_code[seen.other[place]]
        durable += limits.is_durable[code]
        held[code] += 1
        if crowded == NEVER and durable > limits.allowed[limits.type_code[node]]:
            crowded = seen.since[place]
        is_limited = limits.most[code] != NO_LIMIT
        if several == NEVER and is_limited and held[code] > limits.most[code]:
            several = seen.since[place]
    for place in range(seen.begin[node], seen.begin[node + 1]):
        held[limits.type_code[seen.other[place]]] = 0
    return crowded, several


@njit(cache=True)
def _day_of_difference(
    seen: Neighbours, limits: _Limits, traits_known: IntArray, node: int
) -> int:
    """Return the first day on which two are known to differ in a trait, else NEVER."""
    found = NEVER
    for trait in range(limits.traits.shape[1]):
        first, code = NEVER, UNKNOWN
        for place in range(seen.begin[node], seen.begin[node + 1]):
            who = seen.other[place]
            told = max(seen.since[place], traits_known[who])
            if limits.traits[who, trait] != UNKNOWN and told < first:
                first, code = told, limits.traits[who, trait]
        for place in range(seen.begin[node], seen.begin[node + 1]):
            who = seen.other[place]
            told = max(seen.since[place], traits_known[who])
            if limits.traits[who, trait] not in (UNKNOWN, code):
                found = min(found, told)
    return found


@njit(cache=True)
def _verdicts(
    seen: Neighbours, limits: _Limits
) -> tuple[IntArray, IntArray, IntArray, IntArray, IntArray]:
    n = len(limits.type_code)
    turn, reason, code = np.full(n, NEVER), np.full(n, UNUSED), np.full(n, UNUSED)
    count, limit = np.full(n, UNUSED), np.full(n, UNUSED)
    held = np.zeros(len(limits.most), dtype=np.int64)
    for node in range(n):
        own = limits.type_code[node]
        degree, several, most_held = _counts(seen, limits, held, node)
        trait = _trait_of_difference(seen, limits, node)
        if seen.begin[node] == seen.begin[node + 1]:
            continue
        if degree > limits.allowed[own]:
            turn[node], reason[node], code[node] = 0, HUB, own
            count[node], limit[node] = degree, limits.allowed[own]
        elif several != UNUSED:
            turn[node], reason[node], code[node] = 1 + several, SHARED, several
            count[node], limit[node] = most_held, limits.most[several]
        elif trait != UNUSED:
            turn[node] = 1 + len(limits.most) + trait
            reason[node], code[node] = CONFLICT, own
    return turn, reason, code, count, limit


@njit(cache=True)
def _counts(
    seen: Neighbours, limits: _Limits, held: IntArray, node: int
) -> tuple[int, int, int]:
    """Return how many are durable, and the first type of which there are too many.

    And how many of that; UNUSED without. held: (t,) zeros, as which they are left.
    """
    durable, several, most_held = 0, UNUSED, UNUSED
    for place in range(seen.begin[node], seen.begin[node + 1]):
        code = limits.type_code[seen.other[place]]
        durable += limits.is_durable[code]
        held[code] += 1
    for code in range(len(held)):
        is_over = limits.most[code] != NO_LIMIT and held[code] > limits.most[code]
        if is_over and several == UNUSED:
            several, most_held = code, held[code]
        held[code] = 0
    return durable, several, most_held


@njit(cache=True)
def _trait_of_difference(seen: Neighbours, limits: _Limits, node: int) -> int:
    """Return the first trait in which two neighbours differ, else UNUSED."""
    for trait in range(limits.traits.shape[1]):
        code = UNKNOWN
        for place in range(seen.begin[node], seen.begin[node + 1]):
            said = limits.traits[seen.other[place], trait]
            if said != UNKNOWN:
                if code not in (UNKNOWN, said):
                    return trait
                code = said
    return UNUSED
