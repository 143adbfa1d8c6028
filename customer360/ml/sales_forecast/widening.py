"""How much wider bounds are than a backtest says, learned from bounds given out.

A backtest's origins lie close together, so it hardly knows how far a whole month goes
off. Bounds whose days are over do: after each month they grow by what they failed to
hold, and shrink by what they held too much. In the long run they then hold the share
they promise, whatever law sales follow. Source: Gibbs & Candes 2021, in steps of the
log width as in Angelopoulos, Candes & Tibshirani 2023.
"""

import numpy as np

from customer360.ml.metrics import Floats
from customer360.ml.sales_forecast.scoring import Forecast, of_members
from customer360.ml.sales_forecast.series import MEASURES, History
from customer360.ml.sales_forecast.settings import Settings

# what a share held too little or too much is multiplied by, to change the log width
STEP = 2.0
# far enough for months that were too wide to be made good
NARROWEST, WIDEST = 0.25, 4.0
# of a forecast's days, before it is judged
LEAST_DAYS_KNOWN = 0.5


def untried() -> Floats:
    """Return the (measures,) factors of bounds before any was given out."""
    return np.ones(len(MEASURES))


def after(
    before: Floats, name: str, given: Forecast, now: History, settings: Settings
) -> Floats:
    """Return the (measures,) factors of a level's bounds once `given` can be judged.

    `now` is what is known at a later date. Days it does not know, members it does not
    know and bounds that were never tried are left out.
    """
    level = now.levels[name]
    start = (given.first_date - now.first_date).days
    days = min(given.lower.shape[1], now.day_count - start)
    if start < 0 or days < LEAST_DAYS_KNOWN * given.lower.shape[1]:
        return before
    came = level.values[:, start : start + days]
    actual = of_members(came, 2, level.members, given.members)
    lower, upper = given.lower[:, :days], given.upper[:, :days]
    is_known = np.isfinite(actual) & np.isfinite(lower)
    is_held = is_known & (lower <= actual) & (actual <= upper)
    count = is_known.sum(axis=(1, 2))
    held = np.full(len(MEASURES), settings.coverage)
    np.divide(is_held.sum(axis=(1, 2)), count, out=held, where=count > 0)
    changed = before * np.exp(STEP * (settings.coverage - held))
    return np.clip(changed, NARROWEST, WIDEST)
