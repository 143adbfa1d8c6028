"""Who was who at each of many dates, as intervals over the dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import ArrayLike

from customer360.identity.customers import is_customer
from customer360.identity.inputs import (
    BoolArray,
    Edges,
    Identifiers,
    IntArray,
    Landings,
    Rules,
    as_pairs,
    check,
)
from customer360.identity.order import in_order
from customer360.identity.seniority import Seniority
from customer360.identity.solution import NOT_A_MEMBER
from customer360.identity.solve import solve_ordered


@dataclass(frozen=True)
class Memberships:
    """One row per identifier and run of dates over which nothing changed for it.

    identifier, customer_root: (r,) positions of identifiers.
    is_customer: (r,) false while the component was a visitor.
    from_index, to_index: (r,) half-open range of positions in the list of dates.
    Rows are sorted by (identifier, from_index). An identifier has no row for dates
    before it was known, nor while it is blocked.
    """

    identifier: IntArray
    customer_root: IntArray
    is_customer: BoolArray
    from_index: IntArray
    to_index: IntArray


def solve_as_of(
    identifiers: Identifiers,
    edges: Edges,
    rules: Rules,
    dates: ArrayLike,
    conflicts: ArrayLike | None = None,
    landings: Landings | None = None,
) -> Memberships:
    """Solve at each date with what was known before it.

    dates: (d,) strictly ascending days since 1970-01-01. At date T an identifier or an
    edge takes part if its known_day < T, an edge only together with both its ends.
    Filters and limits see what was known then: an identifier that later turned out to
    be a hub was none yet, and `landings` say who was not as senior yet. Raises
    ValueError if dates do not ascend, or as `solve`.
    """
    days = np.asarray(dates, dtype=np.int64).reshape(-1)
    if np.any(np.diff(days) <= 0):
        raise ValueError("dates must be strictly ascending")
    pairs = as_pairs(conflicts)
    check(identifiers, edges, rules, pairs)
    seniority = Seniority(
        identifiers.landed_day,
        rules.type_rank[identifiers.type_code],
        landings or Landings.none(),
    )
    states = _states(identifiers, edges, rules, days, pairs, seniority)
    return _intervals(states, len(identifiers))


def _states(
    identifiers: Identifiers,
    edges: Edges,
    rules: Rules,
    days: IntArray,
    conflicts: IntArray,
    seniority: Seniority,
) -> Iterator[IntArray]:
    """Yield, per date, 2 * customer root + is customer for each identifier, or -1."""
    ordered = in_order(edges)
    # an edge is known with its later end
    ends_known = identifiers.known_day[np.stack([ordered.a, ordered.b])].max(axis=0)
    edge_day = np.maximum(ordered.known_day, ends_known)
    is_durable = rules.is_durable[identifiers.type_code]
    for day in days.tolist():
        known_edges = ordered.take(edge_day < day)
        then = identifiers.known_before(day)
        solution = solve_ordered(then, known_edges, rules, conflicts)
        is_known = identifiers.known_day < day
        component = np.where(is_known, solution.component, NOT_A_MEMBER)
        root = seniority.roots(component, day)
        customers = is_customer(component, is_durable, solution.is_hub)
        yield np.where(root == NOT_A_MEMBER, NOT_A_MEMBER, 2 * root + customers)


def _intervals(states: Iterator[IntArray], identifier_count: int) -> Memberships:
    """Turn one state per date into runs of dates with equal state."""
    current = np.full(identifier_count, NOT_A_MEMBER, dtype=np.int64)
    since = np.zeros(identifier_count, dtype=np.int64)
    nobody = current.copy()
    runs: list[tuple[IntArray, ...]] = []
    for index, state in enumerate(chain(states, [nobody])):
        changed = np.flatnonzero(state != current)
        ended = changed[current[changed] != NOT_A_MEMBER]
        to_index = np.full(len(ended), index)
        runs.append((ended, current[ended], since[ended], to_index))
        current[changed], since[changed] = state[changed], index
    identifier, state, start, end = map(np.concatenate, zip(*runs, strict=True))
    order = np.lexsort((start, identifier))
    return Memberships(
        identifier=identifier[order],
        customer_root=state[order] // 2,
        is_customer=state[order] % 2 == 1,
        from_index=start[order],
        to_index=end[order],
    )
