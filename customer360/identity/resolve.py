"""Solve again only what has changed; `solve` says why that is the full solution."""

from dataclasses import dataclass, fields

import numpy as np

from customer360.identity.filters import refuse_blocked, refuse_hubs
from customer360.identity.inputs import BoolArray, Edges, Identifiers, IntArray, Rules
from customer360.identity.join import join
from customer360.identity.previous import GONE, Previous
from customer360.identity.solution import NOT_A_MEMBER, Decisions, Reason, Solution


@dataclass(frozen=True)
class _Carried:
    """The previous solution in the numbers of now.

    label: (n,) number of the scope an identifier was in; a new one has its own.
    """

    label: IntArray
    solution: Solution
    is_new_edge: BoolArray


def resolve(
    identifiers: Identifiers,
    edges: Edges,
    rules: Rules,
    conflicts: IntArray,
    previous: Previous,
) -> Solution:
    """Return the solution of everything; solve only the scopes that were touched."""
    carried = _carry(previous, len(identifiers), len(edges))
    solution, label = carried.solution, carried.label
    touched = _touched(edges, previous, carried, len(identifiers))
    was_open = solution.decisions.is_open() & ~carried.is_new_edge
    _filter_again(identifiers, edges, rules, solution, touched)
    is_open = solution.decisions.is_open()
    moved = was_open != is_open
    touched[edges.a[moved]] = touched[edges.b[moved]] = True

    is_affected = np.zeros(int(label.max(initial=0)) + 1, dtype=np.bool_)
    is_affected[label[touched]] = True
    is_member = is_affected[label]
    members = np.flatnonzero(is_member)
    rows = np.flatnonzero(is_open & is_member[edges.a])
    local = np.zeros(len(identifiers), dtype=np.int64)
    local[members] = np.arange(len(members))
    part = edges.take(rows).renumbered(local)
    inside = is_member[conflicts].all(axis=1)
    joined = join(identifiers.take(members), part, rules, local[conflicts[inside]])
    solution.decisions.put(rows, _renumbered(joined.decisions, members))
    solution.scope[members] = members[joined.scope]
    solution.component[members] = members[joined.component]
    solution.component[identifiers.is_blocked] = NOT_A_MEMBER
    return solution


def _carry(previous: Previous, n: int, m: int) -> _Carried:
    """Bring the previous solution into the numbers of now."""
    before = previous.solution
    kept = previous.identifier != GONE
    now = previous.identifier[kept]
    # one number more, so that "nobody", -1, stays
    position = np.append(previous.identifier, NOT_A_MEMBER)
    label = len(before.scope) + np.arange(n)
    label[now] = before.scope[kept]
    scope, component = np.arange(n), np.arange(n)
    scope[now] = position[before.scope[kept]]
    component[now] = position[before.component[kept]]
    is_hub = np.zeros(n, dtype=np.bool_)
    is_hub[now] = before.is_hub[kept]
    decisions = Decisions.all_used(m)
    stays = previous.edge != GONE
    is_new = np.ones(m, dtype=np.bool_)
    is_new[previous.edge[stays]] = False
    refused = np.flatnonzero(stays & (before.decisions.reason != Reason.USED))
    carried = _renumbered(before.decisions.take(refused), position)
    decisions.put(previous.edge[refused], carried)
    return _Carried(label, Solution(component, scope, is_hub, decisions), is_new)


def _touched(edges: Edges, previous: Previous, carried: _Carried, n: int) -> BoolArray:
    """Return the identifiers (n,) of which an edge or something else has changed."""
    touched = np.ones(n, dtype=np.bool_)
    touched[previous.identifier[previous.identifier != GONE]] = False
    touched[previous.changed] = True
    for ends in (edges.a, edges.b):
        touched[ends[carried.is_new_edge]] = True
    is_gone = previous.edge == GONE
    for ends in (previous.edges.a, previous.edges.b):
        then = previous.identifier[ends[is_gone]]
        touched[then[then != GONE]] = True
    # what an identifier says of a person, its neighbours are judged by
    if len(previous.changed):
        is_changed = np.zeros(n, dtype=np.bool_)
        is_changed[previous.changed] = True
        touched[edges.b[is_changed[edges.a]]] = True
        touched[edges.a[is_changed[edges.b]]] = True
    return touched


def _filter_again(
    identifiers: Identifiers,
    edges: Edges,
    rules: Rules,
    solution: Solution,
    touched: BoolArray,
) -> None:
    """Judge the touched identifiers anew and decide on all edges they have."""
    again = np.flatnonzero(touched[edges.a] | touched[edges.b])
    solution.decisions.put(again, Decisions.all_used(len(again)))
    refuse_blocked(edges, again, identifiers, solution.decisions)
    # the other end may be a hub as before: it is judged by all its edges too
    judged = touched.copy()
    judged[edges.a[again]] |= solution.is_hub[edges.a[again]]
    judged[edges.b[again]] |= solution.is_hub[edges.b[again]]
    rows = np.flatnonzero(judged[edges.a] | judged[edges.b])
    is_blocked = identifiers.is_blocked
    rows = rows[~(is_blocked[edges.a[rows]] | is_blocked[edges.b[rows]])]
    # these and their neighbours alone: counting among all costs as much as all
    is_near = np.zeros(len(identifiers), dtype=np.bool_)
    is_near[edges.a[rows]] = is_near[edges.b[rows]] = True
    near = np.flatnonzero(is_near)
    local = np.zeros(len(identifiers), dtype=np.int64)
    local[near] = np.arange(len(near))
    part, said = edges.take(rows).renumbered(local), solution.decisions.take(rows)
    was_used = said.reason == Reason.USED
    is_hub = refuse_hubs(
        part, np.arange(len(rows)), identifiers.take(near), rules, said, judged[near]
    )
    refused = np.flatnonzero(was_used & (said.reason != Reason.USED))
    solution.decisions.put(rows[refused], _renumbered(said.take(refused), near))
    solution.is_hub[judged] = False
    solution.is_hub[near[is_hub]] = True


def _renumbered(decisions: Decisions, position: IntArray) -> Decisions:
    """Return decisions that name identifiers by `position`; unused stays unused."""
    columns = {f.name: getattr(decisions, f.name) for f in fields(decisions)}
    for name in ("identifier_a", "identifier_b"):
        said = columns[name]
        columns[name] = np.where(said >= 0, position[said], said)
    return Decisions(**columns)
