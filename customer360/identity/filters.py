"""Filters that refuse an edge on its own, before any joining: blocked, then hub."""

import numpy as np

from customer360.identity.inputs import (
    BoolArray,
    Edges,
    Identifiers,
    IntArray,
    Rules,
)
from customer360.identity.neighbours import NO_TURN, neighbours, verdicts
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
    all. An edge between two hubs is refused by the limit that comes first, and of
    equals by that of its lower end.
    """
    known = edges.take(rows)
    # how long they have been neighbours is of no account
    one_day = np.zeros(len(rows), dtype=np.int64)
    said = verdicts(neighbours(identifiers, known, rules, one_day), identifiers, rules)
    is_hub = said.turn != NO_TURN
    if judged is not None:
        is_hub &= judged
    rows = rows[is_hub[known.a] | is_hub[known.b]]
    rows = rows[decisions.reason[rows] == Reason.USED]
    a, b = edges.a[rows], edges.b[rows]
    turn = np.where(is_hub, said.turn, NO_TURN)
    culprit = np.where(turn[a] <= turn[b], a, b)
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
