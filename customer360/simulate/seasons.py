"""The calendar: seasons and promotions that everybody lives through."""

from dataclasses import dataclass

import numpy as np

from customer360.simulate.settings import FUTURE_DAYS, Settings
from customer360.simulate.streams import Floats, stream

# relative activity from Monday to Sunday, and the turn of the year
WEEKDAYS = np.array([0.85, 0.85, 0.9, 1.0, 1.2, 1.3, 0.9])
YEAR_SWING, PEAK_DAY = 0.35, 340.0
PROMOTION_EVERY, PROMOTION_DAYS = 35, 7


@dataclass(frozen=True)
class Calendar:
    """By day since the start, and beyond the end: season (mean 1), promotion (0, 1)."""

    season: Floats
    promotion: Floats


def calendar(settings: Settings) -> Calendar:
    """Return the calendar of a seed; promotions last a week, about every fifth one."""
    rng = stream(settings.seed, "calendar")
    count = -(-(settings.days + FUTURE_DAYS) // 7) * 7 + 7
    days = np.arange(count)
    weekday = (settings.start.weekday() + days) % 7
    day_of_year = (settings.start.timetuple().tm_yday + days) % 365.25
    year = 1.0 + YEAR_SWING * np.cos(2 * np.pi * (day_of_year - PEAK_DAY) / 365.25)
    promotion = np.zeros(count)
    for first in range(14, count, PROMOTION_EVERY):
        begin = (first + int(rng.integers(0, 14))) // 7 * 7
        promotion[begin : begin + PROMOTION_DAYS] = 1.0
    return Calendar(WEEKDAYS[weekday] * year, promotion)
