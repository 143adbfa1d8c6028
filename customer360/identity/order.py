"""The one order in which evidence is believed: rule rank, first-known day, a, b."""

from dataclasses import dataclass

import numpy as np

from customer360.identity.inputs import BoolArray, Edges, IntArray


@dataclass(frozen=True)
class OrderedEdges:
    """Edges, strongest evidence first.

    a, b, known_day: (m,) as in `Edges`.
    is_first_of_pair: (m,) true on one row of each pair, a row of its least known_day,
        so that counting these rows known before a date counts distinct pairs.
    position: (m,) where the edge stood in the input.
    """

    a: IntArray
    b: IntArray
    known_day: IntArray
    is_first_of_pair: BoolArray
    position: IntArray

    def take(self, rows: BoolArray) -> "OrderedEdges":
        """Return the chosen edges, still in order."""
        columns = (getattr(self, name)[rows] for name in self.__dataclass_fields__)
        return OrderedEdges(*columns)


def in_order(edges: Edges) -> OrderedEdges:
    """Sort edges by (rule rank, first-known day, a, b)."""
    position = np.lexsort((edges.b, edges.a, edges.known_day, edges.rule_rank))
    return OrderedEdges(
        a=edges.a[position],
        b=edges.b[position],
        known_day=edges.known_day[position],
        is_first_of_pair=_is_first_of_pair(edges)[position],
        position=position,
    )


def _is_first_of_pair(edges: Edges) -> BoolArray:
    """Mark one row of each pair: the first by known day."""
    order = np.lexsort((edges.known_day, edges.b, edges.a))
    a, b = edges.a[order], edges.b[order]
    starts = np.ones(len(edges), dtype=np.bool_)
    starts[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    is_first = np.empty_like(starts)
    is_first[order] = starts
    return is_first
