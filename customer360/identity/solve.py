"""Solve: filter the edges, join what is left in order, take harmless parts whole."""

import numpy as np
from numpy.typing import ArrayLike

from customer360.identity.filters import refuse_blocked, refuse_hubs
from customer360.identity.inputs import (
    BoolArray,
    Edges,
    Identifiers,
    IntArray,
    Rules,
    as_pairs,
    check,
)
from customer360.identity.join import join, join_part
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
    decisions, rows, is_hub = _filtered(identifiers, edges, rules, seen)
    joined = join(identifiers, edges.take(rows), rules, pairs)
    decisions.put(rows, joined.decisions)
    component = joined.component.copy()
    component[identifiers.is_blocked] = NOT_A_MEMBER
    return Solution(component, joined.scope, is_hub, decisions)


def decide(
    identifiers: Identifiers,
    edges: Edges,
    rules: Rules,
    component: IntArray,
    conflicts: ArrayLike | None = None,
    seen: Neighbours | None = None,
) -> Decisions:
    """Return the decisions of `solve` where the components are at hand.

    component: (n,) a member of each one's component, the same of all of them; of a
    blocked identifier of no account.

    An open edge is used if its ends came to be in one component, and only then. A used
    edge joins them; and where two sets must not be joined, no larger sets around them
    may be, so the ends of a refused edge stay apart. So components that no open edge
    leads out of are as they were taken, and only the others are joined anew, for what
    is said of their edges.

    Raises ValueError as `solve` does, and if edges joined anew disagree.
    """
    pairs = as_pairs(conflicts)
    check(identifiers, edges, rules, pairs)
    if len(component) != len(identifiers) or (
        component.max(initial=-1) >= len(identifiers) or component.min(initial=0) < 0
    ):
        raise ValueError(
            f"component: not one of each of {len(identifiers)} identifiers"
        )
    decisions, rows, _ = _filtered(identifiers, edges, rules, seen)
    a, b = component[edges.a[rows]], component[edges.b[rows]]
    leads_out = np.zeros(len(identifiers), dtype=np.bool_)
    is_apart = a != b
    leads_out[a[is_apart]] = leads_out[b[is_apart]] = True
    again = leads_out[a]
    part = leads_out[component] & ~identifiers.is_blocked, rows[again]
    _, joined = join_part(identifiers, edges, rules, pairs, part)
    if ((joined.decisions.reason != Reason.USED) != is_apart[again]).any():
        raise ValueError("component: not what these edges make")
    decisions.put(rows[again], joined.decisions)
    return decisions


def _filtered(
    identifiers: Identifiers, edges: Edges, rules: Rules, seen: Neighbours | None
) -> tuple[Decisions, IntArray, BoolArray]:
    """Return decisions by filters alone, the rows left open, and who is a hub."""
    decisions = Decisions.all_used(len(edges))
    rows = refuse_blocked(edges, np.arange(len(edges)), identifiers, decisions)
    if seen is None:
        seen = neighbours(identifiers, edges.take(rows), rules)
    check_neighbours(seen, len(identifiers))
    said = verdicts(seen, identifiers, rules)
    is_hub = refuse_hubs(edges, rows, said, decisions)
    return decisions, rows[decisions.reason[rows] == Reason.USED], is_hub
