"""Solve again only what has changed; `solve` says why that is the full solution."""

from dataclasses import dataclass

import numpy as np
from numba import njit

from customer360.identity.filters import refuse_blocked, refuse_hubs
from customer360.identity.inputs import BoolArray, Edges, Identifiers, IntArray, Rules
from customer360.identity.join import join_part
from customer360.identity.neighbours import neighbours, verdicts
from customer360.identity.previous import GONE, Previous
from customer360.identity.solution import (
    NOT_A_MEMBER,
    OPEN,
    Decisions,
    Reason,
    Solution,
)


@dataclass(frozen=True)
class _Carried:
    """The previous solution in the numbers of now, and which edges (m,) are new."""

    solution: Solution
    is_new_edge: BoolArray


def resolve(
    identifiers: Identifiers,
    edges: Edges,
    rules: Rules,
    conflicts: IntArray,
    previous: Previous,
) -> Solution:
    """Return the solution of everything; solve only the scopes that were touched.

    Raises ValueError if the previous solution points outside of what there is now.
    """
    # compiled passes would write there
    for now, size in (
        (previous.identifier, len(identifiers)),
        (previous.edge, len(edges)),
    ):
        if now.max(initial=GONE) >= size or now.min(initial=GONE) < GONE:
            raise ValueError(f"previous: a position outside 0..{size - 1}")
    carried = _carry(previous, len(identifiers), len(edges))
    solution = carried.solution
    touched = _touched(edges, previous, carried, len(identifiers))
    moved = _filter_again(identifiers, edges, rules, carried, touched)
    touched[edges.a[moved]] = touched[edges.b[moved]] = True

    is_member = _members(previous.identifier, previous.solution.scope, touched)
    # an open edge of a member is between two of one scope
    rows = _rows_of(edges.a, edges.b, is_member)
    rows = rows[OPEN[solution.decisions.reason[rows]]]
    part = is_member, rows
    members, joined = join_part(identifiers, edges, rules, conflicts, part)
    solution.decisions.put(rows, joined.decisions)
    solution.scope[members] = joined.scope
    solution.component[members] = joined.component
    solution.component[identifiers.is_blocked] = NOT_A_MEMBER
    return solution


def _carry(previous: Previous, n: int, m: int) -> _Carried:
    """Bring the previous solution into the numbers of now."""
    before = previous.solution
    scope, component = np.arange(n), np.arange(n)
    _put_names(previous.identifier, before.scope, scope)
    _put_names(previous.identifier, before.component, component)
    hubs = previous.identifier[before.is_hub]
    is_hub = np.zeros(n, dtype=np.bool_)
    is_hub[hubs[hubs != GONE]] = True
    decisions = Decisions.all_used(m)
    is_new = _not_among(previous.edge, m)
    refused = np.flatnonzero(before.decisions.reason != Reason.USED)
    refused = refused[previous.edge[refused] != GONE]
    # one number more, so that "nobody", -1, stays
    position = np.append(previous.identifier, NOT_A_MEMBER)
    carried = before.decisions.take(refused).renumbered(position)
    decisions.put(previous.edge[refused], carried)
    return _Carried(Solution(component, scope, is_hub, decisions), is_new)


def _touched(edges: Edges, previous: Previous, carried: _Carried, n: int) -> BoolArray:
    """Return the identifiers (n,) of which an edge or something else has changed."""
    touched = _not_among(previous.identifier, n)
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
    carried: _Carried,
    touched: BoolArray,
) -> IntArray:
    """Judge the touched identifiers anew and decide on all edges they have.

    Returns the rows of edges that were opened, or closed, or are new and open.
    """
    solution, is_blocked = carried.solution, identifiers.is_blocked
    again = _rows_of(edges.a, edges.b, touched)
    # the other end may be a hub as before: it is judged by all its edges too
    judged = touched.copy()
    judged[edges.a[again]] |= solution.is_hub[edges.a[again]]
    judged[edges.b[again]] |= solution.is_hub[edges.b[again]]
    all_rows = _rows_of(edges.a, edges.b, judged)
    reason = solution.decisions.reason
    was_open = OPEN[reason[all_rows]] & ~carried.is_new_edge[all_rows]
    solution.decisions.put(again, Decisions.all_used(len(again)))
    refuse_blocked(edges, again, identifiers, solution.decisions)
    rows = all_rows[~(is_blocked[edges.a[all_rows]] | is_blocked[edges.b[all_rows]])]
    # these and their neighbours alone: counting among all costs as much as all
    is_near = np.zeros(len(identifiers), dtype=np.bool_)
    is_near[edges.a[rows]] = is_near[edges.b[rows]] = True
    near = np.flatnonzero(is_near)
    local = np.zeros(len(identifiers), dtype=np.int64)
    local[near] = np.arange(len(near))
    part, some = edges.take(rows).renumbered(local), identifiers.take(near)
    said = verdicts(neighbours(some, part, rules), some, rules).of(judged[near])
    decided = solution.decisions.take(rows)
    was_used = decided.reason == Reason.USED
    is_hub = refuse_hubs(part, np.arange(len(rows)), said, decided)
    refused = np.flatnonzero(was_used & (decided.reason != Reason.USED))
    solution.decisions.put(rows[refused], decided.take(refused).renumbered(near))
    solution.is_hub[judged] = False
    solution.is_hub[near[is_hub]] = True
    return all_rows[was_open != OPEN[reason[all_rows]]]


@njit(cache=True)
def _put_names(now: IntArray, before: IntArray, names: IntArray) -> None:
    """Write the names that those who are left had before, as they are numbered now."""
    for then in range(len(now)):
        if now[then] != GONE:
            name = before[then]
            names[now[then]] = NOT_A_MEMBER if name < 0 else now[name]


@njit(cache=True)
def _members(now: IntArray, before_scope: IntArray, touched: BoolArray) -> BoolArray:
    """Return (n,) who was in a scope with one that is touched, or is that one."""
    is_affected = np.zeros(len(before_scope), dtype=np.bool_)
    for then in range(len(now)):
        if now[then] != GONE and touched[now[then]]:
            is_affected[before_scope[then]] = True
    is_member = touched.copy()
    for then in range(len(now)):
        if now[then] != GONE and is_affected[before_scope[then]]:
            is_member[now[then]] = True
    return is_member


@njit(cache=True)
def _not_among(places: IntArray, size: int) -> BoolArray:
    """Return (size,) whether a place is not among the given, some of which are GONE."""
    is_new = np.ones(size, dtype=np.bool_)
    for place in places:
        if place != GONE:
            is_new[place] = False
    return is_new


@njit(cache=True)
def _rows_of(a: IntArray, b: IntArray, is_chosen: BoolArray) -> IntArray:
    """Return the rows of edges of which an end is chosen."""
    rows, count = np.empty(len(a), dtype=np.int64), 0
    for row in range(len(a)):
        if is_chosen[a[row]] or is_chosen[b[row]]:
            rows[count] = row
            count += 1
    return rows[:count].copy()
