"""Filters that refuse an edge on its own, before any joining: blocked, then hub."""

import numpy as np

from customer360.identity.inputs import BoolArray, Edges, Identifiers, IntArray
from customer360.identity.neighbours import NO_TURN, Verdicts
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
    edges: Edges, rows: IntArray, said: Verdicts, decisions: Decisions
) -> BoolArray:
    """Refuse the still used edges of hubs and return which identifiers are hubs.

    rows: of edges, none blocked; said: what neighbours over these edges say. An edge
    between two hubs is refused by the limit that comes first, and of equals by that of
    its lower end.
    """
    is_hub = said.turn != NO_TURN
    rows = rows[is_hub[edges.a[rows]] | is_hub[edges.b[rows]]]
    rows = rows[decisions.reason[rows] == Reason.USED]
    a, b = edges.a[rows], edges.b[rows]
    culprit = np.where(said.turn[a] <= said.turn[b], a, b)
    refused = Decisions(
        reason=said.reason[culprit],
        identifier_a=culprit,
        identifier_b=np.full(len(rows), UNUSED),
        type_code=said.type_code[culprit],
        count=said.count[culprit],
        limit=said.limit[culprit],
    )
    decisions.put(rows, refused)
    return is_hub
