"""The weeks of the shifted world: what moves rates and leaving, week by week.

Orders of a week are Poisson of rate x season x price x service; between weeks people
leave by a hazard that bad service raises, and some who left come back. The simulator
and the Bayesian observer share these functions and nothing else.
"""

from dataclasses import dataclass

import numpy as np

from customer360.simulate.laws import SHIFTED
from customer360.simulate.seasons import Calendar
from customer360.simulate.settings import FUTURE_DAYS
from customer360.simulate.streams import Floats, Ints
from customer360.simulate.world import Chunk

# what a promotion adds to the log rate of somebody who feels nothing but the price
PROMOTION = 0.9
# grief: bad orders, forgotten by a share a week; it lowers rates and raises hazards
WRONG_SHARE, REMEMBERED = 0.03, 0.85
GRIEF_ON_RATE, GRIEF_ON_HAZARD = 0.6, 4.0


@dataclass(frozen=True)
class Week:
    """A stretch of days of one week; `ends_week` where people may leave after it."""

    number: int
    first_day: int
    days: Floats
    promotion: float
    ends_week: bool

    def exposure(self, first_order_day: Ints) -> Floats:
        """Return the seasonal days each person has in it, after their first order."""
        day = self.first_day + np.arange(len(self.days))
        return (day > first_order_day[:, None]) @ self.days


def weeks(calendar: Calendar, first_day: int, last_day: int) -> list[Week]:
    """Return the weeks from a day up to, not with, another; the ends may be parts."""
    stretches = []
    for number in range(first_day // 7, -(-last_day // 7)):
        begin, end = max(number * 7, first_day), min(number * 7 + 7, last_day)
        stretches.append(
            Week(
                number,
                begin,
                calendar.season[begin:end],
                float(calendar.promotion[number * 7]),
                end == number * 7 + 7,
            )
        )
    return stretches


def all_weeks(chunk: Chunk) -> list[Week]:
    """Return the weeks until a year after the end."""
    last = chunk.settings.days + FUTURE_DAYS
    return weeks(chunk.world.calendar, 0, last)


def log_modifier(week: Week, sensitivity: Floats, grief: Floats) -> Floats:
    """Return the log of what multiplies a rate in a week."""
    price = PROMOTION * week.promotion * sensitivity
    return price - GRIEF_ON_RATE * grief


def leaving(hazard: Floats, grief: Floats) -> Floats:
    """Return the probability of leaving at the end of a week."""
    return 1.0 - np.exp(-hazard * (1.0 + GRIEF_ON_HAZARD * grief))


def remembered(grief: Floats, bad_orders: Floats | Ints | int) -> Floats:
    """Return the grief of the next week."""
    return np.asarray(REMEMBERED * grief + bad_orders)


def coming_back() -> float:
    """Return the probability of coming back at the end of a week."""
    return SHIFTED.weekly_return
