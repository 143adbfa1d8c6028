"""What ties two groups, or nearly does: a search over used and refused edges."""

from collections.abc import Iterable

from customer360.explain.build import Build
from customer360.explain.chain import Edge, Step, last_steps, shortest_chain
from customer360.explain.who import Who

# further apart two people may have met anybody
MOST_REFUSALS = 4
MOST_IDENTIFIERS = 50_000


def chain_within(build: Build, found: Who, goal: str) -> list[Step]:
    """Return the chain from an identifier to another of its group; [] to itself."""
    edges = build.used_edges(found.group)
    return shortest_chain(edges, found.identifier_id, goal) or []


def ties(build: Build, found: Who) -> dict[str, Step | None]:
    """Return by which step each identifier hangs on the one its group is named by."""
    return last_steps(build.used_edges(found.group), found.root)


def refused_at(build: Build, found: Who) -> list[Edge]:
    """Return the refused edges of a group, those of the identifier itself first."""
    edges = build.refused_edges(found.group)
    own = found.identifier_id
    return sorted(
        edges, key=lambda e: (own not in {e.a, e.b}, e.known_at, e.rule, e.a, e.b)
    )


def refused_between(build: Build, found: Who, other: Who) -> list[Edge]:
    """Return the refused edges with one end in each of two groups."""
    ours, theirs = set(found.group), set(other.group)
    return [
        edge
        for edge in refused_at(build, found)
        if ({edge.a, edge.b} & ours) and ({edge.a, edge.b} & theirs)
    ]


def chain_between(build: Build, found: Who, other: Who) -> list[Step] | None:
    """Return the chain between two groups with the fewest refused edges.

    None where there is none of at most MOST_REFUSALS refusals, or none among the first
    MOST_IDENTIFIERS. Groups are met one refusal after the other, so that only what lies
    between is read.
    """
    seen: set[str] = set()
    edges: list[Edge] = []
    frontier = set(found.group)
    for _ in range(MOST_REFUSALS):
        seen |= frontier
        refused = build.refused_edges(frontier)
        edges += [*build.used_edges(frontier), *refused]
        frontier = _members(build, {end for e in refused for end in (e.a, e.b)} - seen)
        frontier -= seen
        if set(other.group) & frontier:
            edges += build.used_edges(other.group)
            return shortest_chain(edges, found.identifier_id, other.identifier_id)
        if not frontier or len(seen) + len(frontier) > MOST_IDENTIFIERS:
            return None
    return None


def _members(build: Build, ids: Iterable[str]) -> set[str]:
    """Return all identifiers of the groups of some; a blocked one is by itself."""
    rows = build.by_id(ids)
    profiles = {row["profile_id"] for row in rows if row["profile_id"]}
    alone = {row["identifier_id"] for row in rows if not row["profile_id"]}
    return alone | {row["identifier_id"] for row in build.members(profiles)}
