"""The ordered union: edges tried one by one, refused where a limit would break."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from customer360.identity.components import find
from customer360.identity.inputs import (
    NO_LIMIT,
    UNKNOWN,
    Identifiers,
    IntArray,
    Rules,
)
from customer360.identity.solution import UNUSED, Decisions, Reason

NEVER_LINK, TYPE_LIMIT = int(Reason.NEVER_LINK), int(Reason.TYPE_LIMIT)
SIZE_LIMIT, DIFFERENT = int(Reason.SIZE_LIMIT), int(Reason.DIFFERENT)


class _Sets(NamedTuple):
    """A union-find whose sets never break a limit; the root of a set is its least node.

    parent: (n,). Of each root: size (n,) of its set, held (n, t) how many of each of t
    limited types, least (n, t) the least of them, n without any; said (n, k) its value
    of each of k traits, UNKNOWN without, and teller (n, k) the least that says so.
    limits: (t,).
    """

    parent: IntArray
    size: IntArray
    held: NDArray[np.int32]
    least: NDArray[np.int32]
    said: IntArray
    teller: IntArray
    limits: IntArray
    max_size: int


class _Foes(NamedTuple):
    """Never-link pairs (k, 2), sorted, and of each root a linked list of its sides.

    Entry 2p + s is side s of pair p. first, last, length: (n,); following: (2k,).
    """

    pairs: IntArray
    first: IntArray
    last: IntArray
    length: IntArray
    following: IntArray


def walk(
    a: IntArray,
    b: IntArray,
    identifiers: Identifiers,
    rules: Rules,
    conflicts: IntArray,
) -> tuple[IntArray, IntArray, Decisions]:
    """Join edges in the given order under the limits.

    Returns the identifiers met, ascending; the least member of each one's component;
    and one decision per edge. Compiled: an edge costs less than a microsecond.
    """
    is_met = np.zeros(len(identifiers), dtype=np.bool_)
    is_met[a] = is_met[b] = True
    nodes = np.flatnonzero(is_met)
    local = np.cumsum(is_met) - 1
    inside = is_met[conflicts].all(axis=1)
    foes = _foes(local[conflicts[inside]], len(nodes))
    limited = np.flatnonzero(rules.max_per_customer != NO_LIMIT)
    held = identifiers.type_code[nodes][:, None] == limited
    everyone = np.arange(len(nodes))
    sets = _Sets(
        parent=everyone.copy(),
        size=np.ones(len(nodes), dtype=np.int64),
        held=held.astype(np.int32),
        least=np.where(held, everyone[:, None], len(nodes)).astype(np.int32),
        said=identifiers.traits[nodes].copy(),
        teller=np.repeat(everyone[:, None], identifiers.traits.shape[1], axis=1),
        limits=rules.max_per_customer[limited],
        max_size=rules.max_component_size,
    )
    edges = np.stack([local[a], local[b]], axis=1)
    refused = np.full((len(a), 6), UNUSED, dtype=np.int64)
    refused[:, 0] = Reason.USED
    roots = _join_all(edges, sets, foes, refused)
    for column in (1, 2):
        named = refused[:, column] != UNUSED
        refused[named, column] = nodes[refused[named, column]]
    coded = refused[:, 3] != UNUSED
    refused[coded, 3] = limited[refused[coded, 3]]
    return nodes, nodes[roots], Decisions(*refused.T)


@njit(cache=True)
def _join_all(edges: IntArray, sets: _Sets, foes: _Foes, refused: IntArray) -> IntArray:
    """Write a refusal for each edge refused, and return the root of each node."""
    for number in range(len(edges)):
        x = find(sets.parent, edges[number, 0])
        y = find(sets.parent, edges[number, 1])
        low, high = min(x, y), max(x, y)
        if low != high and not _is_refused(low, high, sets, foes, refused[number]):
            _merge(low, high, sets)
            _append(low, high, foes)
    for node in range(len(sets.parent)):
        sets.parent[node] = find(sets.parent, node)
    return sets.parent


@njit(cache=True)
def _is_refused(
    low: int, high: int, sets: _Sets, foes: _Foes, refusal: IntArray
) -> bool:
    """Return whether two sets must not be one; write into `refusal` why not."""
    pair = _met_pair(low, high, sets.parent, foes)
    if pair != UNUSED:
        refusal[0] = NEVER_LINK
        refusal[1], refusal[2] = foes.pairs[pair, 0], foes.pairs[pair, 1]
        return True
    for code in range(len(sets.limits)):
        count = sets.held[low, code] + sets.held[high, code]
        is_in_both = sets.held[low, code] > 0 and sets.held[high, code] > 0
        if is_in_both and count > sets.limits[code]:
            ours, theirs = sets.least[low, code], sets.least[high, code]
            refusal[0] = TYPE_LIMIT
            refusal[1], refusal[2] = min(ours, theirs), max(ours, theirs)
            refusal[3], refusal[4], refusal[5] = code, count, sets.limits[code]
            return True
    for trait in range(sets.said.shape[1]):
        ours, theirs = sets.said[low, trait], sets.said[high, trait]
        if ours != theirs and min(ours, theirs) != UNKNOWN:
            one, other = sets.teller[low, trait], sets.teller[high, trait]
            refusal[0] = DIFFERENT
            refusal[1], refusal[2] = min(one, other), max(one, other)
            return True
    size = sets.size[low] + sets.size[high]
    if sets.max_size != NO_LIMIT and size > sets.max_size:
        refusal[0], refusal[4], refusal[5] = SIZE_LIMIT, size, sets.max_size
        return True
    return False


@njit(cache=True)
def _met_pair(low: int, high: int, parent: IntArray, foes: _Foes) -> int:
    """Return the least never-link pair with a side in each set; UNUSED without one."""
    is_low_shorter = foes.length[low] <= foes.length[high]
    ours, theirs = (low, high) if is_low_shorter else (high, low)
    entry, met = foes.first[ours], UNUSED
    while entry != UNUSED:
        pair = entry // 2
        partner = foes.pairs[pair, 1 - entry % 2]
        # pairs are sorted: the least pair has the least number
        if (met == UNUSED or pair < met) and find(parent, partner) == theirs:
            met = pair
        entry = foes.following[entry]
    return met


@njit(cache=True)
def _merge(low: int, high: int, sets: _Sets) -> None:
    sets.parent[high] = low
    sets.size[low] += sets.size[high]
    for code in range(len(sets.limits)):
        sets.held[low, code] += sets.held[high, code]
        least = min(sets.least[low, code], sets.least[high, code])
        sets.least[low, code] = least
    for trait in range(sets.said.shape[1]):
        if sets.said[low, trait] == UNKNOWN:
            sets.said[low, trait] = sets.said[high, trait]
            sets.teller[low, trait] = sets.teller[high, trait]
        elif sets.said[high, trait] != UNKNOWN:
            teller = min(sets.teller[low, trait], sets.teller[high, trait])
            sets.teller[low, trait] = teller


@njit(cache=True)
def _append(low: int, high: int, foes: _Foes) -> None:
    """Put the list of one set behind the list of another."""
    if foes.length[high]:
        if foes.length[low]:
            foes.following[foes.last[low]] = foes.first[high]
        else:
            foes.first[low] = foes.first[high]
        foes.last[low] = foes.last[high]
        foes.length[low] += foes.length[high]


def _foes(pairs: IntArray, n: int) -> _Foes:
    """Return each node's list of never-link sides."""
    first, last, length = np.full(n, UNUSED), np.full(n, UNUSED), np.zeros(n, np.int64)
    following = np.full(2 * len(pairs), UNUSED)
    for entry, node in enumerate(pairs.ravel().tolist()):
        if length[node]:
            following[last[node]] = entry
        else:
            first[node] = entry
        last[node] = entry
        length[node] += 1
    return _Foes(pairs, first, last, length, following)
