"""An earlier solution, and where its identifiers and edges stand now."""

from dataclasses import dataclass, field

import numpy as np

from customer360.identity.inputs import Edges, IntArray
from customer360.identity.solution import Solution

GONE = -1


def _none() -> IntArray:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Previous:
    """What was solved before, under the same rules.

    solution, edges: as they were, of n_before identifiers and m_before edges.
    identifier: (n_before,) position now of each identifier, GONE where there is none;
        those that are left keep their order.
    edge: (m_before,) position now of each edge with the same rank and day, else GONE.
    changed: positions now of identifiers of which something else changed: type, being
        blocked, traits, a never-link pair.
    """

    solution: Solution
    edges: Edges
    identifier: IntArray
    edge: IntArray
    changed: IntArray = field(default_factory=_none)
