"""Who is who so far: what a history begins with, where some of it is solved."""

from dataclasses import dataclass, replace

import numpy as np

from customer360.identity.inputs import NEVER, BoolArray, IntArray
from customer360.identity.lifetimes import Lifetimes

NOBODY = -1
NOT_YET = -NEVER


@dataclass(frozen=True)
class Standing:
    """Who is who so far, of n identifiers; days that are solved are not solved again.

    until: (n,) the last day that is solved, NOT_YET before the first.
    root: (n,) who names the profile, NOBODY without; customer: (n,) whether it is one.
    All that were tied by an edge until a day are solved until then, or none of them.
    """

    until: IntArray
    root: IntArray
    customer: BoolArray

    def take(self, members: IntArray) -> "Standing":
        """Return that of some identifiers, whose names are still of all."""
        return Standing(self.until[members], self.root[members], self.customer[members])

    def renumbered(self, position: IntArray) -> "Standing":
        """Return it with names by `position` (n + 1,), the last of it NOBODY."""
        return replace(self, root=position[self.root])

    @classmethod
    def nobody(cls, n: int) -> "Standing":
        """Return that of identifiers of which nothing is solved."""
        return cls(np.full(n, NOT_YET), np.full(n, NOBODY), np.zeros(n, dtype=np.bool_))


@dataclass(frozen=True)
class Begun:
    """What is known of a history before its days are solved.

    lives: of these identifiers and edges, among all that there are.
    standing: who is who so far.
    """

    lives: Lifetimes
    standing: Standing
