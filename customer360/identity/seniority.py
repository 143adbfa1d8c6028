"""Who names a customer at a date: of what was known, the member landed first."""

import numpy as np

from customer360.identity.customers import by_seniority, most_senior
from customer360.identity.inputs import IntArray, Landings
from customer360.identity.solution import NOT_A_MEMBER

NOT_LANDED = np.iinfo(np.int64).max


class Seniority:
    """The order of identifiers by landed day, type rank and position, at any date.

    landed_day, type_rank: (n,) the landed day once everything is known.
    landings: of identifiers that were less senior at a date before.
    """

    def __init__(
        self, landed_day: IntArray, type_rank: IntArray, landings: Landings
    ) -> None:
        self._landed_day = landed_day
        self._type_rank = type_rank
        self._landings = landings
        self._seniors_first = by_seniority(landed_day, type_rank)

    def roots(self, component: IntArray, day: int) -> IntArray:
        """Return, per identifier, the most senior of its component as known at a day.

        Only components with an identifier that was less senior then are ordered anew.
        """
        root = most_senior(component, self._seniors_first)
        landed_day = self._landed_day_at(day)
        is_moved = (landed_day != self._landed_day) & (component != NOT_A_MEMBER)
        if not is_moved.any():
            return root
        inside = np.flatnonzero(np.isin(component, component[is_moved]))
        order = by_seniority(landed_day[inside], self._type_rank[inside])
        root[inside] = most_senior(component, inside[order])[inside]
        return root

    def _landed_day_at(self, day: int) -> IntArray:
        """Return the first landed day, per identifier, of what was known at a day."""
        landings = self._landings
        landed_day = self._landed_day.copy()
        landed_day[landings.identifier] = NOT_LANDED
        is_known = landings.known_day < day
        np.minimum.at(
            landed_day, landings.identifier[is_known], landings.landed_day[is_known]
        )
        return landed_day
