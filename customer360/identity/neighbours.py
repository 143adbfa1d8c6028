"""Whom an identifier is seen with, and what that says of it: one person's, or shared.

A kiosk's cookie, a till's default receipt address or a test account is seen with many
people; a household's address with a few. Three limits tell, in this order: more durable
identifiers than its type allows; more of a durable type than one customer may have;
records that cannot be one person's. Counted are distinct identifiers, so a repeated
edge, a second rule for a pair, or a person's many cookies add nothing.

Pairs are sorted by numpy, in a third of the time of compiled loops that put each in its
place; what is compiled are loops alone, as numpy's sorting and indexing would take
numba three times as long to compile, in every fresh clone.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

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
from customer360.identity.order import sorted_rows
from customer360.identity.solution import UNUSED, Reason

HUB, SHARED, CONFLICT = int(Reason.HUB), int(Reason.SHARED), int(Reason.CONFLICT)
# in place of a type: all that are durable
DURABLE = -1
# behind every limit's turn
NO_TURN = np.iinfo(np.int64).max


class Neighbours(NamedTuple):
    """Distinct neighbours: those of identifier i lie from begin[i] to begin[i + 1].

    begin: (n + 1,). other: (p,) the neighbour; since: (p,) the first day of an edge
    between the two.
    """

    begin: IntArray
    other: IntArray
    since: IntArray


@dataclass(frozen=True)
class Verdicts:
    """Which limit says first that an identifier is shared; all arrays are (n,).

    turn: the place of the limit among all, NO_TURN where none says so. reason: a
    `Reason`; type_code, count and limit: what `Decisions` tells of it, else UNUSED.
    """

    turn: IntArray
    reason: IntArray
    type_code: IntArray
    count: IntArray
    limit: IntArray

    def of(self, judged: BoolArray) -> "Verdicts":
        """Return those of the judged (n,) alone; of others no limit says anything."""
        return replace(self, turn=np.where(judged, self.turn, NO_TURN))


class _Limits(NamedTuple):
    """What is allowed: type_code (n,), by type is_durable, allowed and most (t,).

    allowed: durable neighbours of one of the type. most: of a durable type a customer
    has at most so many, NO_LIMIT of others. traits: (n, k); says: (n,) whether any of
    them is known. Of neighbours, who lie anywhere, narrow columns are looked up first:
    a processor holds them near.
    """

    type_code: NDArray[np.int16]
    is_durable: BoolArray
    allowed: IntArray
    most: IntArray
    traits: IntArray
    says: BoolArray


def neighbours(
    identifiers: Identifiers, edges: Edges, rules: Rules, day: IntArray | None = None
) -> Neighbours:
    """Return the neighbours of identifiers that may be hubs: of others, none.

    day: (m,) of each edge, one and the same where none is given; an edge of NEVER, or
    of an identifier with itself, ties nobody.
    Types without a limit of durable neighbours are no hubs.
    """
    if day is None:
        day = np.zeros(len(edges), dtype=np.int64)
    is_watched = rules.max_durable_degree[identifiers.type_code] != NO_LIMIT
    usable = (edges.a != edges.b) & (day != NEVER)
    one, other = usable & is_watched[edges.a], usable & is_watched[edges.b]
    node = np.concatenate([edges.a[one], edges.b[other]])
    neighbour = np.concatenate([edges.b[one], edges.a[other]])
    days = np.append(day[one], day[other])
    node, neighbour, since = sorted_rows(node, neighbour, days)
    is_first = np.ones(len(node), dtype=np.bool_)
    is_first[1:] = (node[1:] != node[:-1]) | (neighbour[1:] != neighbour[:-1])
    node = node[is_first]
    begin = np.zeros(len(identifiers) + 1, dtype=np.int64)
    np.cumsum(np.bincount(node, minlength=len(identifiers)), out=begin[1:])
    return Neighbours(begin, neighbour[is_first], since[is_first])


def check_neighbours(seen: Neighbours, size: int) -> None:
    """Raise ValueError if they are not those of `size` identifiers.

    Compiled loops would read outside.
    """
    ends = len(seen.begin) == size + 1 and seen.begin[-1] == len(seen.other)
    if not ends or seen.other.max(initial=-1) >= size:
        raise ValueError(f"seen: not the neighbours of {size} identifiers")


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
        identifiers.type_code.astype(np.int16),
        rules.is_durable,
        rules.max_durable_degree,
        most,
        np.ascontiguousarray(identifiers.traits),
        (identifiers.traits != UNKNOWN).any(axis=1),
    )


@njit(cache=True)
def _shared_from(
    seen: Neighbours, limits: _Limits, traits_known: IntArray
) -> tuple[IntArray, IntArray]:
    n = len(limits.type_code)
    found, reason = np.full(n, NEVER), np.full(n, HUB)
    # a tuple that is handed on is counted, which takes longer than most loops
    begin, other = seen.begin, seen.other
    type_code, is_durable, says = limits.type_code, limits.is_durable, limits.says
    held = np.zeros(len(limits.most), dtype=np.int64)
    for node in range(n):
        some = other[begin[node] : begin[node + 1]]
        if not len(some):
            continue
        allowed = limits.allowed[type_code[node]]
        durable, telling = _count(some, type_code, is_durable, says, held)
        if durable > allowed:
            found[node] = _day_over(seen, limits, node, DURABLE, allowed)
        for code in range(len(held)):
            limit = limits.most[code]
            if limit != NO_LIMIT and held[code] > limit:
                day = _day_over(seen, limits, node, code, limit)
                if day < found[node]:
                    found[node], reason[node] = day, SHARED
        if telling > 1:
            day = _day_of_difference(seen, limits, traits_known, node)
            if day < found[node]:
                found[node], reason[node] = day, CONFLICT
    return found, reason


@njit(cache=True)
def _count(
    some: IntArray,
    type_code: NDArray[np.int16],
    is_durable: BoolArray,
    says: BoolArray,
    held: IntArray,
) -> tuple[int, int]:
    """Count neighbours of each type into held (t,).

    Returns those that are durable, and those that say anything of a person.
    """
    for code in range(len(held)):
        held[code] = 0
    durable, telling = 0, 0
    for who in some:
        code = type_code[who]
        durable += is_durable[code]
        telling += says[who]
        held[code] += 1
    return durable, telling


@njit(cache=True)
def _day_over(
    seen: Neighbours, limits: _Limits, node: int, kind: int, limit: int
) -> int:
    """Return the day of the first over the limit of a type, or of DURABLE ones.

    The first days so far are a heap, the last of them on top.
    """
    first, count = np.empty(limit + 1, dtype=np.int64), 0
    for place in range(seen.begin[node], seen.begin[node + 1]):
        code, day = limits.type_code[seen.other[place]], seen.since[place]
        if code != kind and not (kind == DURABLE and limits.is_durable[code]):
            continue
        if count <= limit:
            first[count] = day
            count += 1
            _rise(first, count - 1)
        elif day < first[0]:
            first[0] = day
            _sink(first)
    return first[0]


@njit(cache=True)
def _rise(heap: IntArray, place: int) -> None:
    """Put the day at a place where no day above it is earlier."""
    while place and heap[(place - 1) // 2] < heap[place]:
        above = (place - 1) // 2
        heap[place], heap[above] = heap[above], heap[place]
        place = above


@njit(cache=True)
def _sink(heap: IntArray) -> None:
    """Put the day on top where no day below it is later."""
    place = 0
    while 2 * place + 1 < len(heap):
        below = 2 * place + 1
        if below + 1 < len(heap) and heap[below + 1] > heap[below]:
            below += 1
        if heap[place] >= heap[below]:
            return
        heap[place], heap[below] = heap[below], heap[place]
        place = below


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
            said = limits.traits[who, trait]
            if said != UNKNOWN and max(seen.since[place], traits_known[who]) < first:
                first, code = max(seen.since[place], traits_known[who]), said
        if code == UNKNOWN:
            continue
        for place in range(seen.begin[node], seen.begin[node + 1]):
            who = seen.other[place]
            if limits.traits[who, trait] not in (UNKNOWN, code):
                found = min(found, max(seen.since[place], traits_known[who]))
    return found


@njit(cache=True)
def _verdicts(
    seen: Neighbours, limits: _Limits
) -> tuple[IntArray, IntArray, IntArray, IntArray, IntArray]:
    n = len(limits.type_code)
    turn, reason, code = np.full(n, NO_TURN), np.full(n, UNUSED), np.full(n, UNUSED)
    count, limit = np.full(n, UNUSED), np.full(n, UNUSED)
    begin, other = seen.begin, seen.other
    type_code, is_durable, says = limits.type_code, limits.is_durable, limits.says
    held = np.zeros(len(limits.most), dtype=np.int64)
    for node in range(n):
        some = other[begin[node] : begin[node + 1]]
        if not len(some):
            continue
        own = type_code[node]
        durable, telling = _count(some, type_code, is_durable, says, held)
        several = _several(held, limits.most)
        if durable > limits.allowed[own]:
            turn[node], reason[node], code[node] = 0, HUB, own
            count[node], limit[node] = durable, limits.allowed[own]
        elif several != UNUSED:
            turn[node], reason[node], code[node] = 1 + several, SHARED, several
            count[node], limit[node] = held[several], limits.most[several]
        elif telling > 1:
            trait = _trait_of_difference(seen, limits, node)
            if trait != UNUSED:
                turn[node] = 1 + len(held) + trait
                reason[node], code[node] = CONFLICT, own
    return turn, reason, code, count, limit


@njit(cache=True)
def _several(held: IntArray, most: IntArray) -> int:
    """Return the first type of which there are more than there may be, else UNUSED."""
    for code in range(len(held)):
        if most[code] != NO_LIMIT and held[code] > most[code]:
            return code
    return UNUSED


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
