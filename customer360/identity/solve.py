"""Solve: filter the edges, join what is left in order, take harmless parts whole."""

import numpy as np
from numpy.typing import ArrayLike

from customer360.identity.filters import refuse_blocked, refuse_hubs
from customer360.identity.inputs import Edges, Identifiers, Rules, as_pairs, check
from customer360.identity.join import join
from customer360.identity.neighbours import (
    Neighbours,
    check_neighbours,
    neighbours,
    verdicts,
)
from customer360.identity.previous import Previous
from customer360.identity.resolve import resolve
from customer360.identity.solution import NOT_A_MEMBER, Decisions, Reason, Solution


def solve(
    identifiers: Identifiers,
    edges: Edges,
    rules: Rules,
    conflicts: ArrayLike | None = None,
    previous: Previous | None = None,
    seen: Neighbours | None = None,
) -> Solution:
    """Group n identifiers into customers and decide on each of m edges.

    An edge is refused if it touches a blocked identifier or a hub. The others are tried
    in the order (rule rank, first-known day, a, b) and refused where joining would
    break a limit: a never-link pair of `conflicts` (k, 2), too many identifiers of a
    type, records that differ in a trait, or too many in all. An edge inside a component
    already joined is used.

    A component of the filtered graph that as a whole breaks no limit is taken whole;
    only the others are walked. That equals walking everything: each limit is closed
    under subsets (a part of a set that breaks none breaks none), every set the walk
    would try to form is part of one component of the filtered graph, so inside a
    harmless component the walk would refuse nothing; and components share no
    identifier, so walking one never touches another.

    For the same reason `previous`, an earlier solution under the same rules, changes
    only the time: a component of the filtered graph (a `scope`) no edge of which came,
    went, or was newly filtered or unfiltered has the same identifiers and the same
    edges as before, and the walk inside it sees nothing else. The others are solved
    anew from their edges; an old result is never joined further.

    seen: who is seen with whom over edges without a blocked end, where that is at hand;
    with `previous` of no account.

    Raises ValueError if an edge, pair, type or neighbour points outside its table.
    """
    pairs = as_pairs(conflicts)
    check(identifiers, edges, rules, pairs)
    if previous is not None:
        return resolve(identifiers, edges, rules, pairs, previous)
    decisions = Decisions.all_used(len(edges))
    rows = refuse_blocked(edges, np.arange(len(edges)), identifiers, decisions)
    if seen is None:
        seen = neighbours(identifiers, edges.take(rows), rules)
    check_neighbours(seen, len(identifiers))
    said = verdicts(seen, identifiers, rules)
    is_hub = refuse_hubs(edges, rows, said, decisions)
    rows = rows[decisions.reason[rows] == Reason.USED]
    joined = join(identifiers, edges.take(rows), rules, pairs)
    decisions.put(rows, joined.decisions)
    component = joined.component.copy()
    component[identifiers.is_blocked] = NOT_A_MEMBER
    return Solution(component, joined.scope, is_hub, decisions)
