"""Filters that refuse an edge on its own, before any joining: blocked, then hub."""

from collections.abc import Iterator

import numpy as np

from customer360.identity.inputs import (
    NO_LIMIT,
    UNKNOWN,
    BoolArray,
    Identifiers,
    IntArray,
    Rules,
)
from customer360.identity.order import OrderedEdges
from customer360.identity.solution import UNUSED, Decisions, Reason


def refuse_blocked(
    edges: OrderedEdges, identifiers: Identifiers, decisions: Decisions
) -> None:
    """Refuse, in `decisions`, the edges that touch a blocked identifier."""
    is_blocked = identifiers.is_blocked
    rows = np.flatnonzero(is_blocked[edges.a] | is_blocked[edges.b])
    culprit = np.where(is_blocked[edges.a[rows]], edges.a[rows], edges.b[rows])
    unused = np.full(len(rows), UNUSED)
    reason = np.full(len(rows), Reason.BLOCKED)
    types = identifiers.type_code[culprit]
    refused = Decisions(reason, culprit, unused, types, unused, unused)
    decisions.put(rows, refused)


def refuse_hubs(
    edges: OrderedEdges, identifiers: Identifiers, rules: Rules, decisions: Decisions
) -> BoolArray:
    """Refuse the still used edges of hubs and return which identifiers are hubs.

    A kiosk's cookie, a till's default receipt address or a test account is seen with
    many people; a household's address with a few. A hub is seen with more durable
    identifiers than its type allows, or with more of one type than one customer may
    have, or with records that cannot be one person's. Counted are distinct identifiers
    over unblocked edges, so a repeated edge, a second rule for a pair, or a person's
    many cookies add nothing. Types without a limit of durable neighbours are no hubs.
    """
    is_open = decisions.reason == Reason.USED
    pairs = _pairs(edges.take(is_open))
    is_watched = rules.max_durable_degree[identifiers.type_code] != NO_LIMIT
    is_hub = np.zeros(len(identifiers), dtype=np.bool_)
    for find in (_crowded, _of_several_customers, _of_different_people):
        for found, verdict in find(pairs, identifiers, rules):
            new = found & is_watched & ~is_hub
            _refuse(edges, new, verdict, decisions)
            is_hub |= new
    return is_hub


Verdict = tuple[Reason, IntArray, IntArray, IntArray]
"""Reason, then for each identifier the type, the count and the limit to tell of."""

Found = Iterator[tuple[BoolArray, Verdict]]


def _crowded(pairs: IntArray, identifiers: Identifiers, rules: Rules) -> Found:
    """Yield who is seen with more durable identifiers than its type allows."""
    is_durable = rules.is_durable[identifiers.type_code]
    degree = _degree(pairs, is_durable)
    limit = rules.max_durable_degree[identifiers.type_code]
    yield degree > limit, (Reason.HUB, identifiers.type_code, degree, limit)


def _of_several_customers(
    pairs: IntArray, identifiers: Identifiers, rules: Rules
) -> Found:
    """Yield who is seen with more of a durable type than one customer may have."""
    is_limited = rules.is_durable & (rules.max_per_customer != NO_LIMIT)
    for type_code in np.flatnonzero(is_limited):
        count = _degree(pairs, identifiers.type_code == type_code)
        limit = np.full_like(count, rules.max_per_customer[type_code])
        code = np.full_like(count, type_code)
        yield count > limit, (Reason.SHARED, code, count, limit)


def _of_different_people(
    pairs: IntArray, identifiers: Identifiers, rules: Rules
) -> Found:
    """Yield who is seen with records whose traits differ."""
    del rules
    unused = np.full(len(identifiers), UNUSED)
    ends = np.concatenate([pairs, pairs[:, ::-1]])
    for trait in identifiers.traits.T:
        said = trait[ends[:, 1]]
        node, code = ends[said != UNKNOWN, 0], said[said != UNKNOWN]
        least = np.full(len(identifiers), np.iinfo(np.int64).max)
        most = np.full(len(identifiers), UNKNOWN)
        np.minimum.at(least, node, code)
        np.maximum.at(most, node, code)
        yield least < most, (Reason.CONFLICT, identifiers.type_code, unused, unused)


def _refuse(
    edges: OrderedEdges, is_guilty: BoolArray, verdict: Verdict, decisions: Decisions
) -> None:
    """Refuse the still used edges of the guilty."""
    is_open = decisions.reason == Reason.USED
    rows = np.flatnonzero(is_open & (is_guilty[edges.a] | is_guilty[edges.b]))
    culprit = np.where(is_guilty[edges.a[rows]], edges.a[rows], edges.b[rows])
    reason, type_code, count, limit = verdict
    refused = Decisions(
        reason=np.full(len(rows), reason),
        identifier_a=culprit,
        identifier_b=np.full(len(rows), UNUSED),
        type_code=type_code[culprit],
        count=count[culprit],
        limit=limit[culprit],
    )
    decisions.put(rows, refused)


def _pairs(edges: OrderedEdges) -> IntArray:
    """Return the distinct pairs of different identifiers, shape (p, 2)."""
    counted = edges.is_first_of_pair & (edges.a != edges.b)
    return np.stack([edges.a[counted], edges.b[counted]], axis=1)


def _degree(pairs: IntArray, is_counted: BoolArray) -> IntArray:
    """Count, per identifier, the counted ones it has a pair with."""
    a, b = pairs[:, 0], pairs[:, 1]
    of_a = np.bincount(a[is_counted[b]], minlength=len(is_counted))
    return of_a + np.bincount(b[is_counted[a]], minlength=len(is_counted))
