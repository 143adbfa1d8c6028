"""Join open edges under the limits: harmless parts whole, the others edge by edge."""

from dataclasses import dataclass

import numpy as np

from customer360.identity.components import breaks_a_limit, least_member
from customer360.identity.inputs import BoolArray, Edges, Identifiers, IntArray, Rules
from customer360.identity.order import strongest_first
from customer360.identity.solution import Decisions
from customer360.identity.walk import walk


@dataclass(frozen=True)
class Joined:
    """What became of identifiers (n,) and of open edges (m,).

    scope: (n,) least identifier tied by open edges, refused or not: no edge outside of
        a scope can change what happens inside it. component: (n,) least identifier
        tied by used edges.
    """

    scope: IntArray
    component: IntArray
    decisions: Decisions


def join(
    identifiers: Identifiers, edges: Edges, rules: Rules, conflicts: IntArray
) -> Joined:
    """Try all edges, strongest first; refuse those that would break a limit.

    conflicts: (k, 2) never-link pairs, lower first, sorted. A scope that as a whole
    breaks no limit is taken whole; `solve` says why that changes nothing.
    """
    decisions = Decisions.all_used(len(edges))
    scope = least_member(edges.a, edges.b, len(identifiers))
    is_broken = breaks_a_limit(scope, identifiers, rules, conflicts)
    walked = np.flatnonzero(is_broken[scope[edges.a]])
    if not len(walked):
        return Joined(scope, scope, decisions)
    walked = strongest_first(edges, walked)
    nodes, roots, tried = walk(
        edges.a[walked], edges.b[walked], identifiers, rules, conflicts
    )
    component = scope.copy()
    component[nodes] = roots
    decisions.put(walked, tried)
    return Joined(scope, component, decisions)


def join_part(
    identifiers: Identifiers,
    edges: Edges,
    rules: Rules,
    conflicts: IntArray,
    part: tuple[BoolArray, IntArray],
) -> tuple[IntArray, Joined]:
    """Join some identifiers alone: no open edge leads out of them.

    part: who they are (n,), and the rows (r,) of their open edges. Returns the members
    (k,), and what became of them (k,) and of those edges (r,), in positions of all.
    """
    is_member, rows = part
    members = np.flatnonzero(is_member)
    local = np.zeros(len(identifiers), dtype=np.int64)
    local[members] = np.arange(len(members))
    inside = is_member[conflicts].all(axis=1)
    joined = join(
        identifiers.take(members),
        edges.take(rows).renumbered(local),
        rules,
        local[conflicts[inside]],
    )
    return members, Joined(
        members[joined.scope],
        members[joined.component],
        joined.decisions.renumbered(members),
    )
