"""Day by day equals one full solve a day; what happened adds up to who is there."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slow_identity import named_slowly
from test_identity_properties import edges_of, problems

from customer360.identity import (
    UNKNOWN,
    EventType,
    Landings,
    NeverLinks,
    Reason,
    days_of_change,
    events,
    memberships,
    solve,
)

pytestmark = pytest.mark.unit

DATES = range(9)
NOT_YET = 1_000


@st.composite
def pasts(draw):
    """A problem in time: decided pairs, and landings that tell of earlier days."""
    identifiers, rows, rules, pairs = draw(problems())
    n = len(identifiers)
    days = st.integers(0, 5)
    decided = draw(st.lists(days, min_size=len(pairs), max_size=len(pairs)))
    told = draw(st.lists(days, min_size=n, max_size=n))
    told_of = draw(st.lists(st.tuples(st.integers(0, n - 1), days, days), max_size=4))
    # an identifier is known from its first landing on
    first = {i: (i, int(identifiers.known_day[i]), day) for i, _, day in told_of}
    told_of = [(i, max(known, first[i][1]), day) for i, known, day in told_of]
    told_of += first.values()
    landed_day = identifiers.landed_day.copy()
    for i in first:
        landed_day[i] = min(day for j, _, day in told_of if i == j)
    identifiers = replace(
        identifiers, landed_day=landed_day, traits_known_day=np.array(told)
    )
    landings = Landings(*np.array(told_of, dtype=np.int64).reshape(-1, 3).T)
    return identifiers, rows, rules, pairs, decided, landings


def history_of(past):
    identifiers, rows, rules, pairs, decided, landings = past
    links = NeverLinks.of(pairs, decided)
    return list(days_of_change(identifiers, edges_of(rows), rules, links, landings))


def unfolded(found):
    """Return {(identifier, date): (root, is customer)} of memberships."""
    columns = ("identifier", "customer_root", "is_customer", "from_day", "to_day")
    rows = zip(*(getattr(found, name).tolist() for name in columns), strict=True)
    return {
        (identifier, date): (root, customer)
        for identifier, root, customer, start, end in rows
        for date in DATES
        if start <= date < end
    }


@settings(max_examples=500, deadline=None)
@given(pasts())
def test_day_by_day_equals_a_full_solve_at_every_date(past):
    found = memberships(history_of(past), len(past[0]))
    expected = {
        (identifier, date): state
        for date in DATES
        for identifier, state in as_of(*past, date)
    }
    assert unfolded(found) == expected
    # one row per run: neighbouring rows of an identifier differ
    same = found.identifier[1:] == found.identifier[:-1]
    touching = same & (found.from_day[1:] == found.to_day[:-1])
    is_repeated = (found.customer_root[1:] == found.customer_root[:-1]) & (
        found.is_customer[1:] == found.is_customer[:-1]
    )
    assert not (touching & is_repeated).any()


def as_of(identifiers, rows, rules, pairs, decided, landings, date):
    """Members known before the date: (identifier, (root, is customer))."""
    is_known = identifiers.known_day < date
    known = [r for r in rows if r[3] < date and is_known[r[0]] and is_known[r[1]]]
    is_told = (identifiers.traits_known_day < date)[:, None]
    then = replace(identifiers, traits=np.where(is_told, identifiers.traits, UNKNOWN))
    apart = [pair for pair, day in zip(pairs, decided, strict=True) if day < date]
    solution = solve(then, edges_of(known), rules, apart)
    landed_day = identifiers.landed_day.copy()
    for i in np.unique(landings.identifier):
        then_landed = (landings.identifier == i) & (landings.known_day < date)
        landed_day[i] = landings.landed_day[then_landed].min(initial=NOT_YET)
    named = named_slowly(solution, identifiers, rules, landed_day)
    for identifier in np.flatnonzero(is_known & ~identifiers.is_blocked).tolist():
        yield identifier, named[identifier]


@settings(max_examples=500, deadline=None)
@given(pasts())
def test_what_happened_adds_up_to_the_customers_of_every_date(past):
    days = history_of(past)
    states = unfolded(memberships(days, len(past[0])))
    there, happened = set(), [(day.day + 1, rows_of(day, past)) for day in days]
    for date in DATES:
        for kind, customer, other, *_ in happened_on(happened, date):
            if kind in (EventType.CREATED, EventType.SPLIT):
                assert customer not in there
                there.add(customer)
            else:
                there.remove(customer)
            if kind == EventType.RENAMED:
                assert other not in there
                there.add(other)
        for kind, _, other, *_ in happened_on(happened, date):
            assert kind != EventType.MERGED or other in there
        assert there == {
            root
            for (_, on), (root, customer) in states.items()
            if customer and on == date
        }


@settings(max_examples=300, deadline=None)
@given(pasts())
def test_what_ties_is_used_and_what_ties_no_more_has_a_reason(past):
    for day in history_of(past):
        for kind, _, _, edge, reason in rows_of(day, past):
            if kind in (EventType.MERGED, EventType.RENAMED):
                assert reason == Reason.USED
                # a name that landed earlier, as is known only now, needs no edge
                assert edge >= 0 or kind == EventType.RENAMED
            # shared by edges that were refused before: then there is none to name
            if kind in (EventType.ENDED, EventType.SPLIT) and edge >= 0:
                assert reason != Reason.USED


def rows_of(day, past):
    found = events(day, edges_of(past[1]))
    columns = ("event_type", "customer", "other", "edge", "reason")
    rows = zip(*(getattr(found, name).tolist() for name in columns), strict=True)
    return [(*row,) for row in rows]


def happened_on(happened, date):
    return [row for day, rows in happened if day == date for row in rows]
