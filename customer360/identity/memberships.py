"""Days of change as runs of dates: who was whose, from which date to which."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from customer360.identity.history import Day
from customer360.identity.inputs import NEVER, BoolArray, IntArray
from customer360.identity.order import order_by
from customer360.identity.standing import NOBODY, Standing


@dataclass(frozen=True)
class Memberships:
    """One row per identifier and run of dates over which nothing changed for it.

    identifier, customer_root: (r,) positions of identifiers.
    is_customer: (r,) false while the component was a visitor.
    from_day, to_day: (r,) half-open range of dates, in days since 1970-01-01; to_day is
        NEVER in the last run. What a day makes known holds from the date after it.
    Rows are sorted by (identifier, from_day). An identifier has no row for dates before
    it was known, nor while it is blocked.
    """

    identifier: IntArray
    customer_root: IntArray
    is_customer: BoolArray
    from_day: IntArray
    to_day: IntArray

    def take(self, rows: IntArray | BoolArray) -> "Memberships":
        """Return the chosen rows."""
        return Memberships(*(getattr(self, f.name)[rows] for f in fields(self)))

    def renumbered(self, position: IntArray) -> "Memberships":
        """Return the rows of identifiers with a position (n,) that is not -1."""
        kept = self.take(position[self.identifier] != NOBODY)
        return replace(
            kept,
            identifier=position[kept.identifier],
            customer_root=position[kept.customer_root],
        )

    def last_roots(self, n: int) -> IntArray:
        """Return who names each of n identifiers now: itself where it has no row."""
        root, last = np.arange(n), self.take(self.to_day == NEVER)
        root[last.identifier] = last.customer_root
        return root

    @classmethod
    def nothing(cls) -> "Memberships":
        """Return no rows."""
        nobody, never = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)
        return cls(nobody, nobody, never, nobody, nobody)

    @classmethod
    def together(cls, parts: list["Memberships"]) -> "Memberships":
        """Return the rows of several, of different identifiers, in order."""
        columns = [
            np.concatenate([getattr(part, f.name) for part in parts])
            for f in fields(cls)
        ]
        order = order_by(columns[0], columns[3])
        return cls(*(column[order] for column in columns))


class Runs:
    """Gathers memberships day by day.

    standing: who is who so far; since: (n,) the date from which each is that.
    """

    def __init__(self, standing: Standing, since: IntArray) -> None:
        self._root = standing.root.copy()
        self._customer = standing.customer.copy()
        self._since = since.copy()
        self._ended: list[tuple[Any, ...]] = []

    def add(self, change: Day) -> None:
        """Take in the next day."""
        differs = change.before != change.after
        differs |= change.was_customer != change.is_customer
        changed = change.members[differs]
        self._end(changed[change.before[differs] != NOBODY], change.day + 1)
        self._root[changed] = change.after[differs]
        self._customer[changed] = change.is_customer[differs]
        self._since[changed] = change.day + 1

    def memberships(self) -> Memberships:
        """Return all runs; those of now have no end."""
        self._end(np.flatnonzero(self._root != NOBODY), NEVER)
        return Memberships.together([Memberships(*ended) for ended in self._ended])

    def _end(self, identifiers: IntArray, date: int) -> None:
        self._ended.append(
            (
                identifiers,
                self._root[identifiers],
                self._customer[identifiers],
                self._since[identifiers],
                np.full(len(identifiers), date),
            )
        )


def memberships(days: Iterable[Day], identifier_count: int) -> Memberships:
    """Return who was whose over all dates."""
    nobody = Standing.nobody(identifier_count)
    runs = Runs(nobody, np.zeros(identifier_count, dtype=np.int64))
    for change in days:
        runs.add(change)
    return runs.memberships()
