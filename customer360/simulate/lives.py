"""When people are customers: what only the simulator knows."""

from dataclasses import dataclass

import numpy as np

from customer360.simulate.frame import MISSING
from customer360.simulate.settings import DAY
from customer360.simulate.streams import Bools, Floats, Ints

WEEK = 7 * DAY


@dataclass(frozen=True)
class Lives:
    """When each person left for good (MISSING: not until a year after the end).

    `present` is people x weeks in the shifted world, where some come back.
    """

    first_order_at: Ints
    dropped_out_at: Ints
    present: Bools | None = None

    def is_customer(self, person: Ints, at: Ints) -> Bools:
        """Return who was a customer who had not left at a time."""
        has_come = at >= self.first_order_at[person]
        if self.present is not None:
            week = np.clip(at // WEEK, 0, self.present.shape[1] - 1)
            return has_come & self.present[person, week]
        left = self.dropped_out_at[person]
        return has_come & ((left == MISSING) | (at <= left))

    def seconds_since_leaving(self, person: Ints, at: Ints) -> Ints:
        """Return seconds since a person left for good, negative before."""
        left = self.dropped_out_at[person]
        return np.where(left == MISSING, -(10**9), at - left)

    def interest(self, person: Ints, at: Ints, fade: "Fade") -> Floats:
        """Return how much is left of a habit at a time, from 0 to 1."""
        since = self.seconds_since_leaving(person, at) / DAY
        before = np.where(since > -fade.days_before, fade.share_before, 1.0)
        after = np.exp(-np.maximum(since, 0.0) / fade.days_after)
        away = (since <= 0) & ~self.is_customer(person, at)
        away &= at >= self.first_order_at[person]
        return np.where(away, fade.share_away, np.where(since > 0, after, before))


@dataclass(frozen=True)
class Fade:
    """How a habit ends: a little before leaving, quickly after it."""

    days_before: float
    share_before: float
    days_after: float
    share_away: float = 0.15


def daytime(at: Ints) -> Ints:
    """Return times moved into 7 to 23 o'clock of the same day, in the same order."""
    day, second = at // DAY, at % DAY
    return day * DAY + 7 * 3600 + second * 16 // 24
