"""Solve: filter the edges, join what is left in order, take harmless parts whole."""

import numpy as np
from numpy.typing import ArrayLike

from customer360.identity.components import breaks_a_limit, least_member
from customer360.identity.filters import refuse_blocked, refuse_hubs
from customer360.identity.inputs import (
    Edges,
    Identifiers,
    IntArray,
    Rules,
    as_pairs,
    check,
)
from customer360.identity.order import OrderedEdges, in_order
from customer360.identity.solution import NOT_A_MEMBER, Decisions, Reason, Solution
from customer360.identity.walk import walk


def solve(
    identifiers: Identifiers,
    edges: Edges,
    rules: Rules,
    conflicts: ArrayLike | None = None,
) -> Solution:
    """Group n identifiers into customers and decide on each of m edges.

    An edge is refused if it touches a blocked identifier or a hub. The others are tried
    in the order (rule rank, first-known day, a, b) and refused where joining would
    break a limit: a never-link pair of `conflicts` (k, 2), too many identifiers of a
    type, or too many in all. An edge inside a component already joined is used.

    A component of the filtered graph that as a whole breaks no limit is taken whole;
    only the others are walked. That equals walking everything: each limit is closed
    under subsets (a part of a set that breaks none breaks none), every set the walk
    would try to form is part of one component of the filtered graph, so inside a
    harmless component the walk would refuse nothing; and components share no
    identifier, so walking one never touches another.

    Raises ValueError if an edge, pair or type points outside its table.
    """
    pairs = as_pairs(conflicts)
    check(identifiers, edges, rules, pairs)
    ordered = in_order(edges)
    solution = solve_ordered(identifiers, ordered, rules, pairs)
    decisions = Decisions.all_used(len(edges))
    decisions.put(ordered.position, solution.decisions)
    return Solution(solution.component, solution.is_hub, decisions)


def solve_ordered(
    identifiers: Identifiers, edges: OrderedEdges, rules: Rules, conflicts: IntArray
) -> Solution:
    """Solve edges that are sorted already; decisions come in their order."""
    decisions = Decisions.all_used(len(edges.a))
    refuse_blocked(edges, identifiers, decisions)
    is_hub = refuse_hubs(edges, identifiers, rules, decisions)
    component = _join(identifiers, edges, rules, conflicts, decisions)
    component[identifiers.is_blocked] = NOT_A_MEMBER
    return Solution(component, is_hub, decisions)


def _join(
    identifiers: Identifiers,
    edges: OrderedEdges,
    rules: Rules,
    conflicts: IntArray,
    decisions: Decisions,
) -> IntArray:
    """Join the edges still used; write refusals into `decisions`."""
    rows = np.flatnonzero(decisions.reason == Reason.USED)
    component = least_member(edges.a[rows], edges.b[rows], len(identifiers))
    is_broken = breaks_a_limit(component, identifiers, rules, conflicts)
    walked = rows[is_broken[component[edges.a[rows]]]]
    if len(walked):
        nodes, roots, tried = walk(
            edges.a[walked], edges.b[walked], identifiers, rules, conflicts
        )
        component[nodes] = roots
        decisions.put(walked, tried)
    return component
