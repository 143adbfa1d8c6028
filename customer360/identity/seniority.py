"""Who names a customer at a day: of what was known, the member landed first."""

import numpy as np

from customer360.identity.customers import by_seniority, most_senior
from customer360.identity.inputs import Identifiers, IntArray, Landings, Rules

NOT_LANDED = np.iinfo(np.int64).max


class Seniority:
    """The order of identifiers by landed day, type rank and position, day by day.

    landings: of identifiers that were less senior at a day before than once everything
    is known. Days must be asked for in ascending order.
    """

    def __init__(
        self, identifiers: Identifiers, rules: Rules, landings: Landings
    ) -> None:
        self._type_rank = rules.type_rank[identifiers.type_code]
        self._landed_day = identifiers.landed_day.copy()
        self._landed_day[landings.identifier] = NOT_LANDED
        self._landings = landings
        self._unread = np.argsort(landings.known_day, kind="stable")

    def roots(self, members: IntArray, component: IntArray, day: int) -> IntArray:
        """Return (k,), of members (k,) and their components, who names each one's.

        Members are ascending positions; components and names are positions in them.
        """
        self._read_until(day)
        order = by_seniority(self._landed_day[members], self._type_rank[members])
        return most_senior(component, order)

    def _read_until(self, day: int) -> None:
        known_day = self._landings.known_day[self._unread]
        until = int(np.searchsorted(known_day, day, side="right"))
        read, self._unread = self._unread[:until], self._unread[until:]
        np.minimum.at(
            self._landed_day,
            self._landings.identifier[read],
            self._landings.landed_day[read],
        )
