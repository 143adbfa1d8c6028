"""Events without the edges at hand: what is told of each, in numbers that last."""

from dataclasses import dataclass, fields

import numpy as np

from customer360.identity.events import Events, EventType
from customer360.identity.inputs import IntArray
from customer360.identity.order import order_by
from customer360.identity.solution import UNUSED

KINDS = [kind.value for kind in EventType]


@dataclass(frozen=True)
class Told:
    """One row per event; all arrays are (e,).

    happened_on: days since 1970-01-01. kind: position in KINDS. customer, other, end_a,
    end_b: identifiers. rule: code of the edge's rule. reason: a `Reason`. UNUSED where
    there is no other, or no edge.
    """

    happened_on: IntArray
    kind: IntArray
    customer: IntArray
    other: IntArray
    end_a: IntArray
    end_b: IntArray
    rule: IntArray
    reason: IntArray

    @classmethod
    def nothing(cls) -> "Told":
        """Return no events."""
        return cls(*(np.empty(0, dtype=np.int64) for _ in fields(cls)))

    @classmethod
    def of(cls, happened: Events, ends: IntArray, rule: IntArray) -> "Told":
        """Return events of edges (m, 2) whose rules have the codes `rule` (m,)."""

        def named(column: IntArray) -> IntArray:
            # without an edge, -1: what stands behind the last
            return np.append(column, UNUSED)[happened.edge]

        kinds = map(KINDS.index, happened.event_type)
        return cls(
            happened_on=happened.happened_on,
            kind=np.fromiter(kinds, dtype=np.int64, count=len(happened.customer)),
            customer=happened.customer,
            other=happened.other,
            end_a=named(ends[:, 0]),
            end_b=named(ends[:, 1]),
            rule=named(rule),
            reason=happened.reason,
        )

    def renumbered(self, position: IntArray) -> "Told":
        """Return the events of customers with a position (n,) that is not -1."""
        rows = position[self.customer] != UNUSED
        columns = {f.name: getattr(self, f.name)[rows] for f in fields(self)}
        for name in ("customer", "other", "end_a", "end_b"):
            columns[name] = np.append(position, UNUSED)[columns[name]]
        return Told(**columns)


def in_order(parts: list[Told]) -> Told:
    """Return events by day, kind and customer."""
    columns = [
        np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(Told)
    ]
    order = order_by(*columns[:3])
    return Told(*(column[order] for column in columns))
