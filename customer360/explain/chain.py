"""The shortest chain of evidence between two identifiers: a search on a small graph."""

import datetime as dt
import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

USED = "used"


@dataclass(frozen=True)
class Edge:
    """Evidence that two identifiers are one person's, and what became of it.

    reason: `used`, or why it was refused; evidence: that as a sentence.
    """

    a: str
    b: str
    rule: str
    first_observed_at: dt.datetime | None
    known_at: dt.datetime
    reason: str = USED
    evidence: str | None = None

    @property
    def is_used(self) -> bool:
        """Whether it ties its two identifiers together."""
        return self.reason == USED


@dataclass(frozen=True)
class Step:
    """One step of a chain: an edge, and the way it is gone."""

    start: str
    end: str
    edge: Edge


def shortest_chain(edges: Iterable[Edge], start: str, goal: str) -> list[Step] | None:
    """Return the steps from one identifier to another; None where no edges lead there.

    Of all chains it is one with the fewest refused edges, then with the fewest steps,
    then by what was known first.
    """
    came_by = last_steps(edges, start)
    if goal not in came_by:
        return None
    return list(_walked_back(came_by, goal))[::-1]


def last_steps(edges: Iterable[Edge], start: str) -> dict[str, Step | None]:
    """Return the last step of the shortest chain to each identifier within reach.

    That to `start` itself is None. Dijkstra, on pairs of refused edges and steps.
    """
    steps = _steps_from(edges)
    came_by: dict[str, Step | None] = {}
    order = itertools.count()
    waiting: list[tuple[int, int, int, str, Step | None]] = [
        (0, 0, next(order), start, None)
    ]
    while waiting:
        refused, length, _, here, step = heapq.heappop(waiting)
        if here in came_by:
            continue
        came_by[here] = step
        for onward in steps[here]:
            if onward.end not in came_by:
                more = refused + (not onward.edge.is_used)
                entry = (more, length + 1, next(order), onward.end, onward)
                heapq.heappush(waiting, entry)
    return came_by


def _steps_from(edges: Iterable[Edge]) -> defaultdict[str, list[Step]]:
    """Return the steps out of each identifier, what was known first first."""
    steps: defaultdict[str, list[Step]] = defaultdict(list)
    for edge in sorted(edges, key=lambda e: (e.known_at, e.rule, e.a, e.b)):
        steps[edge.a].append(Step(edge.a, edge.b, edge))
        steps[edge.b].append(Step(edge.b, edge.a, edge))
    return steps


def _walked_back(came_by: dict[str, Step | None], goal: str) -> Iterator[Step]:
    step = came_by[goal]
    while step is not None:
        yield step
        step = came_by[step.start]
