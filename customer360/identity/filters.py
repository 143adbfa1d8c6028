"""Filters that refuse an edge on its own, before any joining: blocked, then hub."""

from collections.abc import Iterator

import numpy as np

from customer360.identity.inputs import (
    NO_LIMIT,
    UNKNOWN,
    BoolArray,
    Edges,
    Identifiers,
    IntArray,
    Rules,
)
from customer360.identity.order import distinct_pairs
from customer360.identity.solution import UNUSED, Decisions, Reason


def refuse_blocked(
    edges: Edges, rows: IntArray, identifiers: Identifiers, decisions: Decisions
) -> IntArray:
    """Refuse, of rows of edges, those of a blocked identifier; return the rest."""
    is_blocked = identifiers.is_blocked
    touches = is_blocked[edges.a[rows]] | is_blocked[edges.b[rows]]
    guilty = rows[touches]
    culprit = np.where(is_blocked[edges.a[guilty]], edges.a[guilty], edges.b[guilty])
    unused = np.full(len(guilty), UNUSED)
    reason = np.full(len(guilty), Reason.BLOCKED)
    types = identifiers.type_code[culprit]
    refused = Decisions(reason, culprit, unused, types, unused, unused)
    decisions.put(guilty, refused)
    return rows[~touches]


def refuse_hubs(
    edges: Edges,
    rows: IntArray,
    identifiers: Identifiers,
    rules: Rules,
    decisions: Decisions,
    judged: BoolArray | None = None,
) -> BoolArray:
    """Refuse the still used edges of hubs and return which identifiers are hubs.

    rows: of edges, none blocked; all of each identifier that is `judged` (n,), or of
    all. A kiosk's cookie, a till's default receipt address or a test account is
    seen with many people; a household's address with a few. A hub is seen with more
    durable identifiers than its type allows, or with more of one type than one customer
    may have, or with records that cannot be one person's. Counted are distinct
    identifiers, so a repeated edge, a second rule for a pair, or a person's many
    cookies add nothing. Types without a limit of durable neighbours are no hubs.
    """
    pairs = distinct_pairs(edges, rows)
    is_watched = rules.max_durable_degree[identifiers.type_code] != NO_LIMIT
    if judged is not None:
        is_watched &= judged
    is_hub = np.zeros(len(identifiers), dtype=np.bool_)
    for find in (_crowded, _of_several_customers, _of_different_people):
        for found, verdict in find(pairs, identifiers, rules):
            new = found & is_watched & ~is_hub
            if new.any():
                _refuse(edges, rows, new, verdict, decisions)
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
    for type_code in limited_types(rules):
        count = _degree(pairs, identifiers.type_code == type_code)
        limit = np.full_like(count, rules.max_per_customer[type_code])
        code = np.full_like(count, type_code)
        yield count > limit, (Reason.SHARED, code, count, limit)


def limited_types(rules: Rules) -> list[int]:
    """Return the durable types of which a customer may have only so many."""
    is_limited = rules.is_durable & (rules.max_per_customer != NO_LIMIT)
    return [int(code) for code in np.flatnonzero(is_limited)]


def _of_different_people(
    pairs: IntArray, identifiers: Identifiers, rules: Rules
) -> Found:
    """Yield who is seen with records whose traits differ."""
    del rules
    unused = np.full(len(identifiers), UNUSED)
    for trait in identifiers.traits.T:
        least = np.full(len(identifiers), np.iinfo(np.int64).max)
        most = np.full(len(identifiers), UNKNOWN)
        for node, teller in (pairs.T, pairs.T[::-1]):
            says = trait[teller] != UNKNOWN
            np.minimum.at(least, node[says], trait[teller[says]])
            np.maximum.at(most, node[says], trait[teller[says]])
        yield least < most, (Reason.CONFLICT, identifiers.type_code, unused, unused)


def _refuse(
    edges: Edges,
    rows: IntArray,
    is_guilty: BoolArray,
    verdict: Verdict,
    decisions: Decisions,
) -> None:
    """Refuse the still used edges of the guilty."""
    touches = is_guilty[edges.a[rows]] | is_guilty[edges.b[rows]]
    rows = rows[touches]
    rows = rows[decisions.reason[rows] == Reason.USED]
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


def _degree(pairs: IntArray, is_counted: BoolArray) -> IntArray:
    """Count, per identifier, the counted ones it has a pair with."""
    a, b = pairs[:, 0], pairs[:, 1]
    of_a = np.bincount(a[is_counted[b]], minlength=len(is_counted))
    return of_a + np.bincount(b[is_counted[a]], minlength=len(is_counted))
