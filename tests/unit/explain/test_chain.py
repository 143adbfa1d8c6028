"""The shortest chain of evidence between two identifiers."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer360.explain.chain import Edge, last_steps, shortest_chain

pytestmark = pytest.mark.unit


def edge(a: str, b: str, day: int = 1, reason: str = "used") -> Edge:
    at = dt.datetime(2026, 1, day)
    return Edge(a, b, f"{a}{b}", at, at, reason)


def path(edges: list[Edge], start: str, goal: str) -> str | None:
    chain = shortest_chain(edges, start, goal)
    return None if chain is None else start + "".join(step.end for step in chain)


def test_a_short_way_is_taken_before_a_long_one():
    edges = [
        edge("a", "b"),
        edge("b", "c"),
        edge("d", "c"),
        edge("a", "d"),
        edge("a", "c", 9),
    ]
    assert path(edges, "a", "c") == "ac"


def test_of_two_equally_short_ways_the_one_known_first_is_taken():
    edges = [edge("a", "b", 2), edge("b", "c", 2), edge("a", "x", 1), edge("x", "c", 3)]
    assert path(edges, "a", "c") == "axc"
    assert path(edges[::-1], "a", "c") == "axc"


def test_a_long_way_of_evidence_is_taken_before_a_refused_step():
    refused = edge("a", "c", reason="shared")
    edges = [refused, edge("a", "b"), edge("b", "c"), edge("c", "d", reason="hub")]
    assert path(edges, "a", "d") == "abcd"


def test_no_way_is_none_and_the_way_to_oneself_is_empty():
    assert path([edge("a", "b")], "a", "z") is None
    assert shortest_chain([edge("a", "b")], "a", "a") == []


pairs = st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] != p[1])


@settings(deadline=None)
@given(st.lists(st.tuples(pairs, st.booleans()), max_size=14))
def test_no_chain_has_fewer_refused_edges_or_as_many_and_fewer_steps(drawn):
    edges = [edge(str(a), str(b), 1, "used" if ok else "hub") for (a, b), ok in drawn]
    cost = {"0": (0, 0)}
    for _ in range(8):  # Bellman and Ford's way: try every edge until nothing changes
        for each in edges:
            for here, there in ((each.a, each.b), (each.b, each.a)):
                if here in cost:
                    refused, steps = cost[here]
                    new = (refused + (not each.is_used), steps + 1)
                    cost[there] = min(cost.get(there, new), new)
    found = last_steps(edges, "0")
    assert set(found) == set(cost)
    for goal in found:
        chain = shortest_chain(edges, "0", goal)
        assert chain is not None
        assert (sum(not s.edge.is_used for s in chain), len(chain)) == cost[goal]
        ends = ["0", *(step.end for step in chain)]
        assert [step.start for step in chain] == ends[:-1]
