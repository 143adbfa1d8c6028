"""Solving a part, or the days that are left, is solving everything."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slow_identity import solve_slowly
from test_identity_history import pasts
from test_identity_properties import edges_of, rows_of

from customer360.identity import (
    NEVER,
    Identifiers,
    Landings,
    Memberships,
    NeverLinks,
    Past,
    Rules,
    Scope,
    Told,
    days_of_change,
    decide,
    events,
    history,
    in_order,
    memberships,
)
from customer360.identity.standing import NOBODY, NOT_YET

pytestmark = pytest.mark.unit


def past_of(problem):
    """Return all of a drawn problem."""
    identifiers, rows, rules, pairs, decided, landings = problem
    edges = edges_of(rows)
    return Past(
        identifiers,
        edges,
        rules,
        NeverLinks.of(pairs, decided),
        landings,
        ends=np.stack([edges.a, edges.b], axis=1),
        rule_code=edges.rule_rank,
    )


def known_by(past, day):
    """Return what of a past was known by a day; who was not is alone and never known.

    Nobody who is left out has an edge, so all keep their numbers.
    """
    people = past.identifiers
    there = people.known_day <= day
    edges = past.edges
    kept = (edges.known_day <= day) & there[edges.a] & there[edges.b]
    linked = past.links.known_day <= day
    return replace(
        past,
        identifiers=replace(
            people.known_until(day),
            is_blocked=people.is_blocked | ~there,
            traits_known_day=np.minimum(people.traits_known_day, day),
        ),
        edges=edges.take(kept),
        links=NeverLinks(past.links.pairs[linked], past.links.known_day[linked]),
        landings=past.landings.take(past.landings.known_day <= day),
        ends=past.ends[kept],
        rule_code=past.rule_code[kept],
    )


def scope_after(before, day, is_inside):
    """Return the scope of some, with who is who by a day where they were known then."""
    scope = Scope.everyone(len(is_inside))
    last = before.runs.take(before.runs.to_day == NEVER)
    scope.standing.until[last.identifier] = day
    scope.standing.root[last.identifier] = last.customer_root
    scope.standing.customer[last.identifier] = last.is_customer
    scope.since[last.identifier] = last.from_day
    return replace(scope, is_inside=is_inside)


def seen_from_inside(past, is_inside):
    """Return a past without the edges that have no end inside."""
    kept = is_inside[past.edges.a] | is_inside[past.edges.b]
    return replace(
        past,
        edges=past.edges.take(kept),
        ends=past.ends[kept],
        rule_code=past.rule_code[kept],
    )


def assert_same(one, other):
    for field in fields(one):
        left, right = getattr(one, field.name), getattr(other, field.name)
        assert left.tolist() == right.tolist(), field.name


@settings(max_examples=500, deadline=None)
@given(pasts(), st.data())
def test_whole_groups_alone_have_the_history_they_have_among_all(problem, data):
    past = past_of(problem)
    everyone = history(past)
    groups = data.draw(st.sets(st.sampled_from(everyone.group.tolist())))
    is_inside = np.isin(everyone.group, list(groups))
    scope = replace(Scope.everyone(len(is_inside)), is_inside=is_inside)
    found = history(seen_from_inside(past, is_inside), scope)
    runs, told = everyone.runs, everyone.told
    assert_same(found.runs, runs.take(is_inside[runs.identifier]))
    position = np.where(is_inside, np.arange(len(is_inside)), NOBODY)
    assert_same(found.told, told.renumbered(position))
    assert found.group[is_inside].tolist() == everyone.group[is_inside].tolist()
    shared = everyone.shared_from[is_inside]
    assert found.shared_from[is_inside].tolist() == shared.tolist()


@settings(max_examples=500, deadline=None)
@given(pasts(), st.integers(-1, 7))
def test_days_solved_on_top_of_those_before_equal_solving_every_day(problem, day):
    past = past_of(problem)
    everyone, before = history(past), history(known_by(past, day))
    is_inside = np.ones(len(past.identifiers), dtype=bool)
    found = history(past, scope_after(before, day, is_inside))
    is_over = before.runs.to_day != NEVER
    runs = Memberships.together([before.runs.take(is_over), found.runs])
    assert_same(runs, everyone.runs)
    assert (found.runs.to_day > day + 1).all()
    assert_same(in_order([before.told, found.told]), everyone.told)
    assert (found.told.happened_on > day + 1).all()


@settings(max_examples=500, deadline=None)
@given(pasts())
def test_what_is_refused_follows_from_the_history(problem):
    past = past_of(problem)
    people, rules, pairs = past.identifiers, past.rules, past.links.pairs
    roots = history(past).runs.last_roots(len(people))
    told = decide(people, past.edges, rules, roots, pairs, past.seen)
    slow = solve_slowly(people, past.edges, rules, [tuple(p) for p in pairs.tolist()])
    assert rows_of(told) == slow.decisions


@settings(max_examples=100, deadline=None)
@given(pasts())
def test_the_history_is_that_of_the_days_of_change(problem):
    past = past_of(problem)
    days = list(
        days_of_change(
            past.identifiers, past.edges, past.rules, past.links, past.landings
        )
    )
    found = history(past)
    assert_same(found.runs, memberships(days, len(past.identifiers)))
    told = [Told.of(events(day, past.edges), past.ends, past.rule_code) for day in days]
    assert_same(found.told, in_order([Told.nothing(), *told]))


def test_only_who_is_inside_is_solved_and_only_from_then_on(monkeypatch):
    solved = []

    def watched(people, *rest):
        days = list(days_of_change(people, *rest))
        landed = [people.landed_day[day.members].tolist() for day in days]
        solved.append(list(zip([day.day for day in days], landed, strict=True)))
        return days

    monkeypatch.setattr("customer360.identity.carry.days_of_change", watched)
    rows = [(0, 1, 0, 1), (2, 3, 0, 1), (4, 5, 0, 1)]
    before = history(three_pairs(rows))
    night = three_pairs([*rows, (3, 4, 1, 2)])
    inside = np.array([False, False, True, True, True, True])
    history(night, scope_after(before, 1, inside))
    scope = scope_after(before, 1, inside)
    # of another past: solved from the first day
    scope.standing.until[2:] = NOT_YET
    scope.standing.root[2:] = NOBODY
    history(night, scope)
    assert solved[0] == [(0, [0, 1, 2, 3, 4, 5]), (1, [0, 1, 2, 3, 4, 5])]
    assert solved[1] == [(2, [2, 3, 4, 5])]
    assert solved[2] == [(day, [2, 3, 4, 5]) for day in (0, 1, 2)]


def three_pairs(rows):
    """Six identifiers, told apart by the day they landed, and edges."""
    people = Identifiers([0] * 6, [False] * 6, [0] * 6, range(6))
    rules = Rules([0], [True], [-1], [-1])
    return past_of((people, rows, rules, [], [], Landings.none()))
