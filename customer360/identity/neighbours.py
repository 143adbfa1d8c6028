"""Whom an identifier is seen with, and what that says of it: one person's, or shared.

A kiosk's cookie, a till's default receipt address or a test account is seen with many
people; a household's address with a few. Three limits tell, in this order: more durable
identifiers than its type allows; more of a durable type than one customer may have;
records that cannot be one person's. Counted are distinct identifiers, so a repeated
edge, a second rule for a pair, or a person's many cookies add nothing.
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
# neighbours of few are sorted in place
FEW = 24


class Neighbours(NamedTuple):
    """Distinct neighbours: those of identifier i lie from begin[i] to begin[i + 1].

    begin: (n + 1,). other: (p,) the neighbour, in order; since: (p,) the first day of
    an edge between the two.
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
    return Neighbours(*_neighbours(edges.a, edges.b, day, is_watched))


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
    begin = _begins(a, b, day, is_watched)
    other = np.empty(begin[-1], dtype=np.int64)
    since = np.empty(begin[-1], dtype=np.int64)
    free = begin.copy()
    for edge in range(len(a)):
        if a[edge] == b[edge] or day[edge] == NEVER:
            continue
        for node, neighbour in ((a[edge], b[edge]), (b[edge], a[edge])):
            if is_watched[node]:
                other[free[node]], since[free[node]] = neighbour, day[edge]
                free[node] += 1
    size = 0
    for node in range(len(is_watched)):
        first, end = begin[node], begin[node + 1]
        begin[node] = size
        _sort_together(other[first:end], since[first:end])
        for place in range(first, end):
            if size > begin[node] and other[size - 1] == other[place]:
                since[size - 1] = min(since[size - 1], since[place])
            else:
                other[size], since[size] = other[place], since[place]
                size += 1
    begin[-1] = size
    return begin, other[:size].copy(), since[:size].copy()


@njit(cache=True)
def _begins(a: IntArray, b: IntArray, day: IntArray, is_watched: BoolArray) -> IntArray:
    """Return (n + 1,) where the neighbours of each begin, repeated ones counted."""
    begin = np.zeros(len(is_watched) + 1, dtype=np.int64)
    for edge in range(len(a)):
        if a[edge] != b[edge] and day[edge] != NEVER:
            begin[a[edge] + 1] += is_watched[a[edge]]
            begin[b[edge] + 1] += is_watched[b[edge]]
    return np.cumsum(begin)


@njit(cache=True)
def _sort_together(keys: IntArray, values: IntArray) -> None:
    """Sort by keys, in place."""
    if len(keys) > FEW:
        order = np.argsort(keys)
        keys[:], values[:] = keys[order], values[order]
        return
    for place in range(1, len(keys)):
        key, value, hole = keys[place], values[place], place
        while hole and keys[hole - 1] > key:
            keys[hole], values[hole] = keys[hole - 1], values[hole - 1]
            hole -= 1
        keys[hole], values[hole] = key, value


@njit(cache=True)
def _may_be_shared(neighbour_count: int, allowed: int) -> bool:
    """Return whether so many neighbours can pass any limit."""
    return neighbour_count > 1 or (neighbour_count == 1 and allowed == 0)


@njit(cache=True)
def _shared_from(
    seen: Neighbours, limits: _Limits, traits_known: IntArray
) -> tuple[IntArray, IntArray]:
    n = len(limits.type_code)
    found, reason = np.full(n, NEVER), np.full(n, HUB)
    for node in range(n):
        allowed = limits.allowed[limits.type_code[node]]
        begin, end = seen.begin[node], seen.begin[node + 1]
        if not _may_be_shared(end - begin, allowed):
            continue
        theirs, days = seen.other[begin:end], seen.since[begin:end]
        types = limits.type_code[theirs]
        day = _day_over(days[limits.is_durable[types]], allowed)
        for code in range(len(limits.most)):
            if limits.most[code] != NO_LIMIT:
                over = _day_over(days[types == code], limits.most[code])
                if over < day:
                    day, reason[node] = over, SHARED
        told = np.maximum(days, traits_known[theirs])
        for trait in range(limits.traits.shape[1]):
            differs = _day_of_difference(limits.traits[theirs, trait], told)
            if differs < day:
                day, reason[node] = differs, CONFLICT
        found[node] = day
    return found, reason


@njit(cache=True)
def _day_over(days: IntArray, limit: int) -> int:
    """Return the day of the first over the limit, NEVER where there are no more."""
    return np.sort(days)[limit] if len(days) > limit else NEVER


@njit(cache=True)
def _day_of_difference(said: IntArray, told: IntArray) -> int:
    """Return the first day on which two are known to differ, else NEVER."""
    first, code = NEVER, UNKNOWN
    for place in range(len(said)):
        if said[place] != UNKNOWN and told[place] < first:
            first, code = told[place], said[place]
    found = NEVER
    for place in range(len(said)):
        if said[place] not in (UNKNOWN, code):
            found = min(found, told[place])
    return found


@njit(cache=True)
def _verdicts(
    seen: Neighbours, limits: _Limits
) -> tuple[IntArray, IntArray, IntArray, IntArray, IntArray]:
    n = len(limits.type_code)
    turn, reason, code = np.full(n, NEVER), np.full(n, UNUSED), np.full(n, UNUSED)
    count, limit = np.full(n, UNUSED), np.full(n, UNUSED)
    for node in range(n):
        own = limits.type_code[node]
        theirs = seen.other[seen.begin[node] : seen.begin[node + 1]]
        if not _may_be_shared(len(theirs), limits.allowed[own]):
            continue
        types = limits.type_code[theirs]
        degree = limits.is_durable[types].sum()
        several, held = _several(types, limits.most)
        trait = _trait_of_difference(limits.traits[theirs])
        if degree > limits.allowed[own]:
            turn[node], reason[node], code[node] = 0, HUB, own
            count[node], limit[node] = degree, limits.allowed[own]
        elif several != UNUSED:
            turn[node], reason[node], code[node] = 1 + several, SHARED, several
            count[node], limit[node] = held, limits.most[several]
        elif trait != UNUSED:
            turn[node] = 1 + len(limits.most) + trait
            reason[node], code[node] = CONFLICT, own
    return turn, reason, code, count, limit


@njit(cache=True)
def _several(types: IntArray, most: IntArray) -> tuple[int, int]:
    """Return the first type of which there are too many, and how many, else UNUSED."""
    for code in range(len(most)):
        held = (types == code).sum()
        if most[code] != NO_LIMIT and held > most[code]:
            return code, held
    return UNUSED, UNUSED


@njit(cache=True)
def _trait_of_difference(traits: IntArray) -> int:
    """Return the first trait (k,) in which two rows differ, else UNUSED."""
    for trait in range(traits.shape[1]):
        code = UNKNOWN
        for said in traits[:, trait]:
            if said == UNKNOWN:
                continue
            if code not in (UNKNOWN, said):
                return trait
            code = said
    return UNUSED
