"""A history kept from the build before saves time and changes nothing."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slow_identity import solve_slowly
from test_identity_history import pasts
from test_identity_properties import edges_of, rows_of

from customer360.identity import (
    UNKNOWN,
    History,
    Identifiers,
    Landings,
    NeverLinks,
    Past,
    Rules,
    Told,
    days_of_change,
    decide,
    events,
    hashed,
    history,
    in_order,
    memberships,
)
from customer360.identity.digests import Digested, digests
from customer360.identity.lifetimes import lifetimes
from customer360.identity.standing import NOT_YET

pytestmark = pytest.mark.unit

DAYS = st.sampled_from([NOT_YET, *range(-1, 8), 1_000])


def past_of(problem):
    """Return all of a drawn problem; an identifier's id is its number."""
    identifiers, rows, rules, pairs, decided, landings = problem
    edges = edges_of(rows)
    names = np.arange(len(identifiers), dtype=np.uint64)
    return Past(
        identifiers,
        edges,
        rules,
        NeverLinks.of(pairs, decided),
        landings,
        key=hashed(names),
        said=hashed(*identifiers.traits.T, names * 0),
        ends=np.stack([edges.a, edges.b], axis=1),
        rule=hashed(edges.rule_rank),
        rule_code=edges.rule_rank,
    )


@st.composite
def builds(draw):
    """A past, and a build before it: of some of it, and of some of it otherwise."""
    past = past_of(draw(pasts()))
    n, m = len(past.identifiers), len(past.edges)

    def chosen(size, often):
        kinds = st.sampled_from([True] * often + [False])
        return np.array(draw(st.lists(kinds, min_size=size, max_size=size)), dtype=bool)

    return past, part_of(draw, otherwise(draw, past), chosen(n, 9), chosen(m, 4))


@st.composite
def nights(draw):
    """A past, and the build before a night: of all that was known until some day."""
    past = past_of(draw(pasts()))
    day = draw(st.integers(0, 6))
    people = past.identifiers.known_until(day)
    told = np.minimum(people.traits_known_day, day)
    people = replace(people, traits_known_day=told)
    landings = past.landings.take(past.landings.known_day <= day)
    said = hashed(*people.traits.T, np.zeros(len(people), dtype=np.uint64))
    linked = past.links.known_day <= day
    links = NeverLinks(past.links.pairs[linked], past.links.known_day[linked])
    then = replace(past, identifiers=people, said=said, landings=landings, links=links)
    is_there = people.known_day <= day
    before = part_of(draw, then, is_there, past.edges.known_day <= day)
    return past, draw(st.sampled_from([before, otherwise(draw, before)]))


def otherwise(draw, past):
    """Return a past in which one thing is another, or nothing is."""
    if not len(past.identifiers):
        return past
    i = draw(st.integers(0, len(past.identifiers) - 1))
    what = draw(st.sampled_from(["nothing", "blocked", "known", "landed", "says"]))
    people = past.identifiers
    if what == "says":
        traits = people.traits.copy()
        traits[i] = draw(st.sampled_from([UNKNOWN, 0, 1]))
        return replace(
            past,
            identifiers=replace(people, traits=traits),
            said=hashed(*traits.T, np.zeros(len(traits), dtype=np.uint64)),
        )
    column = {
        "blocked": "is_blocked", "known": "known_day", "landed": "landed_day",
    }.get(what)  # fmt: skip
    if column is None:
        return past
    values = getattr(people, column).copy()
    values[i] = not values[i] if what == "blocked" else values[i] + 1
    return replace(past, identifiers=replace(people, **{column: values}))


def part_of(draw, past, is_there, is_edge):
    """Return the past of some identifiers, numbered anew, and of some edges."""
    number = np.where(is_there, np.cumsum(is_there) - 1, -1)
    members = np.flatnonzero(is_there)
    kept = np.flatnonzero(is_edge & is_there[past.edges.a] & is_there[past.edges.b])
    pairs = number[past.links.pairs]
    inside = (pairs >= 0).all(axis=1) & draw(st.booleans())
    landed = is_there[past.landings.identifier]
    return replace(
        past,
        identifiers=past.identifiers.take(members),
        edges=past.edges.take(kept).renumbered(number),
        links=NeverLinks(pairs[inside], past.links.known_day[inside]),
        landings=past.landings.take(landed).renumbered(number),
        key=past.key[members],
        said=past.said[members],
        ends=number[past.ends[kept]],
        rule=past.rule[kept],
        rule_code=past.rule_code[kept],
    )


def assert_same(one, other):
    for field in fields(one):
        left, right = getattr(one, field.name), getattr(other, field.name)
        assert left.tolist() == right.tolist(), field.name


def assert_equal(one: History, other: History):
    assert one.until == other.until
    assert one.digest.tolist() == other.digest.tolist()
    assert_same(one.runs, other.runs)
    assert_same(one.told, other.told)


@settings(max_examples=300, deadline=None)
@given(pasts(), DAYS, DAYS)
def test_the_digests_of_a_day_follow_from_those_of_another(problem, day, other):
    past = past_of(problem)
    lives = lifetimes(past.identifiers, past.edges, past.rules)
    there = Digested(other, digests(past, lives, other))
    again = digests(past, lives, day, there)
    assert again.tolist() == digests(past, lives, day).tolist()


@settings(max_examples=500, deadline=None)
@given(builds())
def test_what_is_refused_follows_from_the_history(build):
    past, before = build
    people, rules, pairs = past.identifiers, past.rules, past.links.pairs
    roots = history(past, history(before)).runs.last_roots(len(people))
    told = decide(people, past.edges, rules, roots, pairs, past.seen)
    slow = solve_slowly(people, past.edges, rules, [tuple(p) for p in pairs.tolist()])
    assert rows_of(told) == slow.decisions


@settings(max_examples=300, deadline=None)
@given(builds())
def test_carrying_over_what_is_unchanged_equals_solving_every_day(build):
    past, before = build
    assert_equal(history(past, history(before)), history(past))
    assert_equal(history(before, history(past)), history(before))


@settings(max_examples=500, deadline=None)
@given(nights())
def test_days_solved_on_top_of_those_before_equal_solving_every_day(build):
    past, before = build
    assert_equal(history(past, history(before)), history(past))


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


def test_only_what_something_touched_is_solved_and_only_from_then_on(monkeypatch):
    solved = []

    def watched(people, *rest):
        days = list(days_of_change(people, *rest))
        landed = [people.landed_day[day.members].tolist() for day in days]
        solved.append(list(zip([day.day for day in days], landed, strict=True)))
        return days

    monkeypatch.setattr("customer360.identity.carry.days_of_change", watched)
    rows = [(0, 1, 0, 1), (2, 3, 0, 1), (4, 5, 0, 1)]
    before = history(past_of(three_pairs(rows)))
    history(past_of(three_pairs(rows)), before)
    history(past_of(three_pairs([*rows, (3, 4, 1, 2)])), before)
    # an earlier past is told: its group is solved from its first day
    history(past_of(three_pairs([*rows[:2], (4, 5, 0, 0)])), before)
    anew = [(0, [0, 1, 2, 3, 4, 5]), (1, [0, 1, 2, 3, 4, 5])]
    assert solved == [anew, [], [(2, [2, 3, 4, 5])], [(0, [4, 5])]]


def three_pairs(rows):
    """Six identifiers, told apart by the day they landed, and edges."""
    people = Identifiers([0] * 6, [False] * 6, [0] * 6, range(6))
    rules = Rules([0], [True], [-1], [-1])
    return people, rows, rules, [], [], Landings.none()
