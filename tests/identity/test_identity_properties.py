"""Whatever the graph, the fast solver agrees with the obvious one."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slow_identity import breaks, solve_slowly

from customer360.identity import (
    NO_LIMIT,
    UNKNOWN,
    Edges,
    Identifiers,
    Reason,
    Rules,
    decide,
    solve,
)
from customer360.identity.lifetimes import known_from
from customer360.identity.neighbours import neighbours

pytestmark = pytest.mark.unit

TYPES = 3


@st.composite
def problems(draw):
    n = draw(st.integers(1, 9))
    integers = st.integers(0, n - 1)
    days = st.integers(0, 4)

    def column(strategy, size=n):
        return draw(st.lists(strategy, min_size=size, max_size=size))

    identifiers = Identifiers(
        type_code=column(st.integers(0, TYPES - 1)),
        is_blocked=column(st.sampled_from([False, False, False, True])),
        known_day=column(days),
        landed_day=column(days),
        traits=[column(st.sampled_from([UNKNOWN, UNKNOWN, 0, 1]), 2) for _ in range(n)],
    )
    rows = draw(
        st.lists(st.tuples(integers, integers, st.integers(0, 2), days), max_size=16)
    )
    limit = st.sampled_from([NO_LIMIT, NO_LIMIT, 1, 2, 3])
    rules = Rules(
        type_rank=range(TYPES),
        is_durable=column(st.booleans(), TYPES),
        max_per_customer=column(limit, TYPES),
        max_durable_degree=column(limit, TYPES),
        max_component_size=draw(st.sampled_from([NO_LIMIT, NO_LIMIT, 1, 3, 5])),
    )
    pairs = draw(st.lists(st.tuples(integers, integers), max_size=3))
    return identifiers, rows, rules, [(a, b) for a, b in pairs if a != b]


def edges_of(rows):
    return Edges(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)


def decisions_of(solution):
    return rows_of(solution.decisions)


def rows_of(decisions):
    columns = [getattr(decisions, c.name).tolist() for c in fields(decisions)]
    return list(zip(*columns, strict=True))


@settings(max_examples=500, deadline=None)
@given(problems())
def test_the_fast_solver_equals_the_full_ordered_walk(problem):
    identifiers, rows, rules, conflicts = problem
    fast = solve(identifiers, edges_of(rows), rules, conflicts)
    slow = solve_slowly(identifiers, edges_of(rows), rules, conflicts)
    assert fast.component.tolist() == slow.component
    assert fast.is_hub.tolist() == slow.is_hub
    assert decisions_of(fast) == slow.decisions


@settings(max_examples=300, deadline=None)
@given(problems())
def test_who_was_seen_with_whom_may_be_known_before(problem):
    identifiers, rows, rules, conflicts = problem
    edges = edges_of(rows)
    seen = neighbours(identifiers, edges, rules, known_from(identifiers, edges))
    told = solve(identifiers, edges, rules, conflicts, seen=seen)
    slow = solve_slowly(identifiers, edges, rules, conflicts)
    assert told.is_hub.tolist() == slow.is_hub
    assert decisions_of(told) == slow.decisions


@settings(max_examples=1_000, deadline=None)
@given(problems(), st.sampled_from([np.minimum, np.maximum]))
def test_decisions_follow_from_components_that_are_known(problem, named_by):
    identifiers, rows, rules, conflicts = problem
    edges = edges_of(rows)
    found = solve(identifiers, edges, rules, conflicts).component
    # whoever names them: the blocked stand for themselves, as they do in a history
    component = np.arange(len(found))
    for name in set(found.tolist()) - {-1}:
        members = np.flatnonzero(found == name)
        component[members] = named_by.reduce(members)
    told = decide(identifiers, edges, rules, component, conflicts)
    assert rows_of(told) == solve_slowly(identifiers, edges, rules, conflicts).decisions


def test_components_that_these_edges_do_not_make_are_refused():
    none = np.zeros(3, dtype=np.int64)
    identifiers = Identifiers(none, none > 0, none, none)
    edges, rules = edges_of([(0, 1, 0, 0), (1, 2, 0, 0)]), Rules([0], [True], [9], [9])
    with pytest.raises(ValueError, match="not what these edges make"):
        decide(identifiers, edges, rules, np.array([0, 0, 2]))


@pytest.mark.parametrize("component", [[0], [0, 2], [0, -1]])
def test_components_of_other_identifiers_are_refused(component):
    none = np.zeros(2, dtype=np.int64)
    identifiers = Identifiers(none, none > 0, none, none)
    rules = Rules([0], [True], [9], [9])
    with pytest.raises(ValueError, match="not one of each of 2 identifiers"):
        decide(identifiers, edges_of([(0, 1, 0, 0)]), rules, np.array(component))


@pytest.mark.parametrize("size", [1, 3])
def test_neighbours_of_other_identifiers_are_refused(size):
    def graph(n):
        days = np.zeros(n, dtype=np.int64)
        identifiers = Identifiers(days, days > 0, days, days)
        return identifiers, edges_of([(0, n - 1, 0, 0)]), Rules([0], [True], [9], [9])

    identifiers, edges, rules = graph(2)
    other, ties, _ = graph(size)
    with pytest.raises(ValueError, match="not the neighbours of 2 identifiers"):
        solve(identifiers, edges, rules, seen=neighbours(other, ties, rules))


@settings(max_examples=200, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_edges_changes_nothing(problem, random):
    identifiers, rows, rules, conflicts = problem
    order = random.sample(range(len(rows)), len(rows))
    flipped = [(rows[i][1], rows[i][0], *rows[i][2:]) for i in order]
    one = solve(identifiers, edges_of(rows), rules, conflicts)
    two = solve(identifiers, edges_of(flipped), rules, conflicts)
    assert one.component.tolist() == two.component.tolist()
    one_by_edge = decisions_of(one)
    assert [one_by_edge[i] for i in order] == decisions_of(two)


@settings(max_examples=200, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_repeated_edges_change_nothing(problem, random):
    identifiers, rows, rules, conflicts = problem
    later = [(*row[:3], row[3] + 1) for row in rows if random.random() < 0.5]
    more = rows + [row for row in rows if random.random() < 0.5] + later
    one = solve(identifiers, edges_of(rows), rules, conflicts)
    two = solve(identifiers, edges_of(more), rules, conflicts)
    assert one.component.tolist() == two.component.tolist()
    assert decisions_of(one) == decisions_of(two)[: len(rows)]


@settings(max_examples=200, deadline=None)
@given(problems())
def test_blocked_identifiers_join_nothing_and_no_limit_is_broken(problem):
    identifiers, rows, rules, conflicts = problem
    solution = solve(identifiers, edges_of(rows), rules, conflicts)
    assert ((solution.component == -1) == identifiers.is_blocked).all()
    for component in set(solution.component.tolist()) - {-1}:
        members = np.flatnonzero(solution.component == component)
        assert component == members.min()
        assert not breaks(members.tolist(), identifiers, rules, conflicts)


@settings(max_examples=200, deadline=None)
@given(problems())
def test_a_used_edge_lies_within_one_component_and_a_refused_one_between_two(problem):
    identifiers, rows, rules, conflicts = problem
    edges = edges_of(rows)
    solution = solve(identifiers, edges, rules, conflicts)
    is_inside = solution.component[edges.a] == solution.component[edges.b]
    is_loop = edges.a == edges.b
    is_used = solution.decisions.reason == Reason.USED
    assert is_inside[is_used].all()
    is_blocked = solution.decisions.reason == Reason.BLOCKED
    assert not is_inside[~is_used & ~is_blocked & ~is_loop].any()
