"""What happened to customers, and the edge or filter that caused it."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

import numpy as np

from customer360.identity.history import Day
from customer360.identity.inputs import Edges, IntArray
from customer360.identity.order import order_by
from customer360.identity.solution import UNUSED, Reason


class EventType(StrEnum):
    """What can happen to a customer's id."""

    CREATED = "created"
    MERGED = "merged"
    SPLIT = "split"
    RENAMED = "renamed"
    ENDED = "ended"


@dataclass(frozen=True)
class Events:
    """One row per event; all arrays are (e,).

    happened_on: date from which it holds, in days since 1970-01-01.
    event_type: an `EventType`. customer, other: identifiers that name customers; other
        is UNUSED in created and ended.

    | event_type | customer | other |
    |---|---|---|
    | created | the new id | - |
    | merged | the id that went | into which |
    | split | the new id that came out | out of which |
    | renamed | the old id | the new id |
    | ended | the id that is no customer any more | - |

    edge: the strongest edge that tied (created, merged, renamed) or ties no longer
        (split, ended), UNUSED without one. reason: why it ties no longer, else USED.
    """

    happened_on: IntArray
    event_type: Any
    customer: IntArray
    other: IntArray
    edge: IntArray
    reason: IntArray


def events(change: Day, edges: Edges) -> Events:
    """Return what a day did to customers, by event type and id.

    An id that went is renamed if its customer goes on under a name that was no
    customer's before, merged if that one was; of several that went into a new name the
    least is renamed, the others merged.
    """
    then = np.unique(change.before[change.was_customer])
    now = np.unique(change.after[change.is_customer])
    gone, born = np.setdiff1d(then, now), np.setdiff1d(now, then)
    place = np.searchsorted(change.members, gone)
    heir = change.after[place]
    is_heir = change.is_customer[place]
    is_old_name = np.isin(heir, then)
    # of those that went into a new name, the first
    takes_name = np.zeros(len(gone), dtype=np.bool_)
    takes_name[np.unique(heir, return_index=True)[1]] = True
    takes_name = takes_name & ~is_old_name
    place = np.searchsorted(change.members, born)
    origin = change.before[place]
    came_out = change.was_customer[place]
    explained = np.isin(born, heir[is_heir])
    causes = _Causes(change, edges)
    none = np.full(len(change.members), UNUSED)
    return _together(
        change.day + 1,
        (EventType.ENDED, gone[~is_heir], none, causes.untied),
        (
            EventType.MERGED,
            gone[is_heir & ~takes_name],
            heir[is_heir & ~takes_name],
            causes.tied,
        ),
        (
            EventType.RENAMED,
            gone[is_heir & takes_name],
            heir[is_heir & takes_name],
            causes.tied,
        ),
        (
            EventType.SPLIT,
            born[came_out & ~explained],
            origin[came_out & ~explained],
            causes.cut_off,
        ),
        (EventType.CREATED, born[~came_out & ~explained], none, causes.made),
    )


class _Causes:
    """The strongest edge behind each event, and why it is not used."""

    def __init__(self, change: Day, edges: Edges) -> None:
        self._change = change
        ends = np.stack([edges.a[change.edges], edges.b[change.edges]], axis=1)
        place = np.searchsorted(change.members, ends)
        self._before, self._after = change.before[place], change.after[place]
        self._used = change.reason == Reason.USED

    def tied(self, customers: IntArray) -> tuple[IntArray, IntArray]:
        """Of ids that went: a used edge out of what they were before."""
        across = self._used & (self._before[:, 0] != self._before[:, 1])
        return self._first(customers, self._before, across)

    def untied(self, customers: IntArray) -> tuple[IntArray, IntArray]:
        """Of ids that are no customers: an edge inside what they were, not used."""
        return self._first(customers, self._before, ~self._used)

    def cut_off(self, customers: IntArray) -> tuple[IntArray, IntArray]:
        """Of ids that came out: an edge that leads out of them, not used."""
        together = self._before[:, 0] == self._before[:, 1]
        across = ~self._used & together & (self._after[:, 0] != self._after[:, 1])
        return self._first(customers, self._after, across)

    def made(self, customers: IntArray) -> tuple[IntArray, IntArray]:
        """Of new ids: a used edge inside them."""
        return self._first(customers, self._after, self._used)

    def _first(
        self, customers: IntArray, sides: IntArray, chosen: Any
    ) -> tuple[IntArray, IntArray]:
        """Return each one's first chosen edge with a side of theirs, and its reason."""
        rows = np.flatnonzero(chosen)
        names = np.concatenate([sides[rows, 0], sides[rows, 1]])
        rows = np.concatenate([rows, rows])
        order = order_by(names, rows)
        names, rows = names[order], rows[order]
        found = np.searchsorted(names, customers)
        has = np.append(names, UNUSED)[found] == customers
        row = np.append(rows, 0)[found]
        edges = np.append(self._change.edges, UNUSED)
        reasons = np.append(self._change.reason, Reason.USED)
        # without an edge: what stands behind the last
        row = np.where(has, row, len(edges) - 1)
        return edges[row], reasons[row]


def _together(date: int, *kinds: tuple[EventType, IntArray, IntArray, Any]) -> Events:
    parts = []
    for kind, customers, others, causes in kinds:
        edge, reason = causes(customers)
        parts.append(
            Events(
                happened_on=np.full(len(customers), date),
                event_type=np.full(len(customers), kind.value, dtype=object),
                customer=customers,
                other=others[: len(customers)],
                edge=edge,
                reason=reason,
            )
        )
    return concatenated(parts)


def concatenated(parts: list[Events]) -> Events:
    """Return the events of several days, one after the other."""
    names = [field.name for field in fields(Events)]
    return Events(*(np.concatenate([getattr(p, n) for p in parts]) for n in names))
