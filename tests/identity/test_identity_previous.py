"""A previous solution saves time and changes nothing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slow_identity import solve_slowly
from test_identity_properties import decisions_of, edges_of, problems

from customer360.identity import GONE, UNKNOWN, Previous, solve

pytestmark = pytest.mark.unit


@st.composite
def changes(draw):
    """A problem, and another one before it: less, more, and otherwise."""
    identifiers, rows, rules, pairs = draw(problems())
    rows = np.array(rows, dtype=np.int64).reshape(-1, 4)
    n = len(identifiers)

    def mask(size):
        return np.array(
            draw(st.lists(st.booleans(), min_size=size, max_size=size)), bool
        )

    was_there = mask(n) | mask(n)
    position = np.flatnonzero(was_there)
    number_then = np.full(n, GONE)
    number_then[position] = np.arange(len(position))
    kept = np.flatnonzero(mask(len(rows)) & was_there[rows[:, :2]].all(axis=1))
    rows_then = rows[kept].copy()
    rows_then[:, :2] = number_then[rows_then[:, :2]]
    extra = _more_rows(draw, len(position))
    order = draw(st.permutations(range(len(kept) + len(extra))))
    rows_then = np.concatenate([rows_then, extra])[list(order)]
    edge = np.append(kept, np.full(len(extra), GONE))[list(order)]
    otherwise, changed = _otherwise(draw, identifiers.take(position))
    pairs_then = [(a, b) for a, b in pairs if was_there[a] and was_there[b]]
    new_pairs = {end for pair in pairs if pair not in pairs_then for end in pair}
    before = (
        otherwise,
        edges_of(rows_then),
        rules,
        [tuple(number_then[list(pair)].tolist()) for pair in pairs_then],
    )
    touched = np.unique([*position[changed].tolist(), *new_pairs]).astype(np.int64)
    return (identifiers, edges_of(rows), rules, pairs), before, position, edge, touched


def _more_rows(draw, n):
    """Edges that are there no more."""
    if not n:
        return np.empty((0, 4), dtype=np.int64)
    node, few = st.integers(0, n - 1), st.integers(0, 3)
    rows = draw(st.lists(st.tuples(node, node, few, few), max_size=3))
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def _otherwise(draw, identifiers):
    """The identifiers with other traits and blocks, and which of them."""
    n = len(identifiers)
    changed = np.array(
        draw(st.lists(st.sampled_from([False, False, True]), min_size=n, max_size=n)),
        dtype=bool,
    )
    traits = identifiers.traits.copy()
    traits[changed] = draw(st.sampled_from([UNKNOWN, 0, 1]))
    is_blocked = identifiers.is_blocked.copy()
    is_blocked[changed] = draw(st.booleans())
    return replace(identifiers, traits=traits, is_blocked=is_blocked), changed


@settings(max_examples=2_000, deadline=None)
@given(changes())
def test_solving_what_changed_equals_solving_everything(change):
    problem, before, position, edge, touched = change
    previous = Previous(solve(*before), before[1], position, edge, touched)
    again, anew = solve(*problem, previous), solve(*problem)
    assert again.component.tolist() == anew.component.tolist()
    assert again.scope.tolist() == anew.scope.tolist()
    assert again.is_hub.tolist() == anew.is_hub.tolist()
    assert decisions_of(again) == decisions_of(anew)


@st.composite
def streams(draw):
    """A problem that arrives in batches: since which each identifier and edge is there.

    Edges arrive in any order and grouping, none before its ends.
    """
    identifiers, rows, rules, pairs = draw(problems())
    batches = st.integers(0, 3)
    n = len(identifiers)
    since = np.array(draw(st.lists(batches, min_size=n, max_size=n)))
    drawn = draw(st.lists(batches, min_size=len(rows), max_size=len(rows)))
    arrival = [
        max(b, *since[list(row[:2])]) for b, row in zip(drawn, rows, strict=True)
    ]
    order = draw(st.permutations(range(len(rows))))
    order = sorted(order, key=lambda row: arrival[row])
    return (
        (identifiers, [rows[row] for row in order], rules, pairs),
        since,
        np.array([arrival[row] for row in order], dtype=int),
    )


@settings(max_examples=2_000, deadline=None)
@given(streams())
def test_a_stream_solved_batch_by_batch_equals_the_obvious_solver_at_its_end(stream):
    (identifiers, rows, rules, pairs), since, arrival = stream
    rows = np.array(rows, dtype=np.int64).reshape(-1, 4)
    previous, before = None, np.empty(0, dtype=int)
    for batch in range(4):
        there = np.flatnonzero(since <= batch)
        number = np.full(len(identifiers), GONE)
        number[there] = np.arange(len(there))
        arrived = rows[arrival <= batch].copy()
        arrived[:, :2] = number[arrived[:, :2]]
        known = [(int(number[a]), int(number[b])) for a, b in pairs]
        known = [pair for pair in known if GONE not in pair]
        if previous is not None:
            kept = np.arange(len(previous.edges))
            now, changed = number[before], np.array(known, dtype=int).ravel()
            previous = replace(previous, identifier=now, edge=kept, changed=changed)
        part, edges = identifiers.take(there), edges_of(arrived)
        solution = solve(part, edges, rules, known, previous)
        previous, before = Previous(solution, edges, there, there), there
    slow = solve_slowly(identifiers, edges_of(rows), rules, pairs)
    assert solution.component.tolist() == slow.component
    assert solution.is_hub.tolist() == slow.is_hub
    assert decisions_of(solution) == slow.decisions


@settings(max_examples=500, deadline=None)
@given(problems(), st.data())
def test_adding_an_edge_and_taking_it_away_is_the_identity(problem, data):
    identifiers, rows, rules, pairs = problem
    ends = st.integers(0, len(identifiers) - 1)
    row = data.draw(st.tuples(ends, ends, st.integers(0, 2), st.integers(0, 4)))
    everyone = np.arange(len(identifiers))
    without, with_it = edges_of(rows), edges_of([*rows, row])
    kept = np.arange(len(rows))
    first = solve(identifiers, without, rules, pairs)
    more = Previous(first, without, everyone, kept)
    second = solve(identifiers, with_it, rules, pairs, more)
    less = Previous(second, with_it, everyone, np.append(kept, GONE))
    third = solve(identifiers, without, rules, pairs, less)
    assert third.component.tolist() == first.component.tolist()
    assert decisions_of(third) == decisions_of(first)


@settings(max_examples=500, deadline=None)
@given(problems(), st.data())
def test_a_scope_without_a_new_edge_keeps_its_components(problem, data):
    identifiers, rows, rules, pairs = problem
    ends = st.integers(0, len(identifiers) - 1)
    a, b = data.draw(st.tuples(ends, ends))
    first = solve(identifiers, edges_of(rows), rules, pairs)
    second = solve(identifiers, edges_of([*rows, (a, b, 0, 0)]), rules, pairs)
    # a new edge is seen by its ends, and where it makes one a hub, by their neighbours
    near = {a, b} | {i for row in rows if {a, b} & {*row[:2]} for i in row[:2]}
    is_far = ~np.isin(first.scope, first.scope[list(near)])
    assert (first.component[is_far] == second.component[is_far]).all()
