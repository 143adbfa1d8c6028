"""What the solver hands back: components, hubs and one decision per edge."""

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from customer360.identity.inputs import BoolArray, IntArray

Codes = NDArray[np.signedinteger[Any]]

NOT_A_MEMBER = -1
UNUSED = -1


class Reason(IntEnum):
    """Why an edge was refused; USED when it was not."""

    USED = 0
    BLOCKED = 1
    HUB = 2
    NEVER_LINK = 3
    TYPE_LIMIT = 4
    SIZE_LIMIT = 5
    SHARED = 6
    CONFLICT = 7
    DIFFERENT = 8


# by reason: whether an edge passed the filters
OPEN = np.isin(
    list(Reason),
    [
        Reason.USED,
        Reason.NEVER_LINK,
        Reason.TYPE_LIMIT,
        Reason.SIZE_LIMIT,
        Reason.DIFFERENT,
    ],
)


@dataclass(frozen=True)
class Decisions:
    """One decision per edge, in the order of the edges; all arrays are (m,).

    Columns that say nothing about the reason at hand are -1.

    | reason | identifier_a, identifier_b | type_code | count | limit |
    |---|---|---|---|---|
    | BLOCKED | the blocked one, - | its type | - | - |
    | HUB | the hub, - | its type | durable identifiers it is seen with | allowed |
    | SHARED | the shared one, - | a type it is seen with | of that type | allowed |
    | CONFLICT | the shared one, - | its type | - | - |
    | NEVER_LINK | the pair that would meet | - | - | - |
    | TYPE_LIMIT | one of the type on either side | the type | in both sides | allowed |
    | DIFFERENT | one from either side whose records differ | - | - | - |
    | SIZE_LIMIT | - | - | identifiers in both sides | allowed |
    """

    reason: Codes
    identifier_a: Codes
    identifier_b: Codes
    type_code: Codes
    count: Codes
    limit: Codes

    @classmethod
    def all_used(cls, edge_count: int) -> "Decisions":
        """Return decisions that use every edge.

        In narrow columns: filling wide ones takes as long as joining most edges.
        """
        reason = np.full(edge_count, Reason.USED, dtype=np.int8)
        return cls(
            reason, *(np.full(edge_count, UNUSED, dtype=np.int32) for _ in range(5))
        )

    def take(self, rows: IntArray) -> "Decisions":
        """Return the decisions on the chosen edges."""
        return Decisions(*(getattr(self, f)[rows] for f in self.__dataclass_fields__))

    def renumbered(self, position: IntArray) -> "Decisions":
        """Return decisions that name identifiers by `position`; unused stays unused."""
        a, b = self.identifier_a, self.identifier_b
        return replace(
            self,
            identifier_a=np.where(a >= 0, position[a], a),
            identifier_b=np.where(b >= 0, position[b], b),
        )

    def put(self, edges: IntArray | BoolArray, rows: "Decisions") -> None:
        """Write `rows` over the decisions of the chosen edges, in place."""
        for name in self.__dataclass_fields__:
            getattr(self, name)[edges] = getattr(rows, name)


@dataclass(frozen=True)
class Solution:
    """Who is who.

    component: (n,) least identifier of the component; -1 for a blocked identifier.
    scope: (n,) least identifier tied by edges that passed the filters, used or not.
    is_hub: (n,) whether the identifier was seen with too many durable ones, or with
        those of several people, to be one person's; its edges are refused and it alone
        makes no customer.
    decisions: one per edge given.
    """

    component: IntArray
    scope: IntArray
    is_hub: BoolArray
    decisions: Decisions
