"""Filters that refuse an edge on its own, before any joining: blocked, then hub."""

import numpy as np

from customer360.identity.inputs import (
    NO_LIMIT,
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
    many people. Counted are distinct durable identifiers over unblocked edges, so a
    repeated edge, a second rule for a pair, or a person's many cookies add nothing.
    """
    is_open = decisions.reason == Reason.USED
    degree = _durable_degree(edges.take(is_open), identifiers, rules)
    limit = rules.max_durable_degree[identifiers.type_code]
    is_hub = (limit != NO_LIMIT) & (degree > limit)

    rows = np.flatnonzero(is_open & (is_hub[edges.a] | is_hub[edges.b]))
    culprit = np.where(is_hub[edges.a[rows]], edges.a[rows], edges.b[rows])
    refused = Decisions(
        reason=np.full(len(rows), Reason.HUB),
        identifier_a=culprit,
        identifier_b=np.full(len(rows), UNUSED),
        type_code=identifiers.type_code[culprit],
        count=degree[culprit],
        limit=limit[culprit],
    )
    decisions.put(rows, refused)
    return is_hub


def _durable_degree(
    edges: OrderedEdges, identifiers: Identifiers, rules: Rules
) -> IntArray:
    """Count, per identifier, the distinct durable identifiers it has an edge with."""
    is_durable = rules.is_durable[identifiers.type_code]
    counted = edges.is_first_of_pair & (edges.a != edges.b)
    a, b = edges.a[counted], edges.b[counted]
    n = len(identifiers)
    of_a = np.bincount(a[is_durable[b]], minlength=n)
    of_b = np.bincount(b[is_durable[a]], minlength=n)
    return of_a + of_b
