"""How high revenue lies at a date: level, season and ageing, from earlier quarters.

BG/NBD knows no season, and its customers leave only after an order. Both show in what
its latest parameters say of earlier dates beside what was realised there, in the next
horizon and the ones after it. Their ratio is

    exp(constant - ageing * x) * season(this horizon) / season(history) ** lag.

The season is an index of mean 1 with one yearly wave: the mean of such an index over
any window is one, too. After a high season histories promise more than they keep, so
some of it is taken off: a history is the last horizon, as far as the customer was there
(two months of records hold no Christmas before them). x is how much less of a short
life the later horizons are: of people who leave by hazards of their own, those who have
stayed for long stay on (Lomax 1954, "Business failures"), so what BG/NBD misses fades
with age. A season is learned once labels span eight months and show it, a level without
one once they span ten.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from customer360.ml import tables
from customer360.ml.lifetime_value import regression
from customer360.ml.lifetime_value.cells import YEAR, cells, increments
from customer360.ml.lifetime_value.cells import aged as aged_by
from customer360.ml.lifetime_value.fitting import Fit, Settings
from customer360.ml.lifetime_value.season import (
    NO_WAVE,
    Wave,
    heights,
    middles,
    own_days,
)
from customer360.ml.metrics import Floats

__all__ = ["COLUMNS", "NONE", "YEAR", "Level", "fit"]

# from the first labelled date to the end of the last label: a season that shows by
# then is one, what else lies high or low may be a season that does not show yet
LEAST_SPAN_DAYS = 240
LEAST_SPAN_WITHOUT_SEASON_DAYS = 300
# a smaller level of the year ahead, in logs, is not used: it would add noise
LEAST_CHANGE = 0.05
LEAST_ORDERS = 500

COLUMNS = [
    *tables.KEYS,
    "repeat_order_count",
    "days_first_to_last_order",
    "days_since_first_order",
]


@dataclass(frozen=True)
class Level:
    """Factors on BG/NBD's expectation, as the head of this file says.

    By lead, in horizons: `weights` are the orders expected, `aged` is x.
    """

    is_learned: bool = False
    constant: float = 0.0
    ageing: float = 0.0
    wave: Wave = NO_WAVE
    lag: float = 0.0
    horizon_days: int = 90
    weights: tuple[float, ...] = (1.0,)
    aged: tuple[float, ...] = (0.0,)

    def season(self, rows: pd.DataFrame, lead: int = 0) -> Floats:
        """Return the index of the season in the horizon of that lead after each row."""
        days = self.horizon_days
        return self.wave.index(heights(middles(rows["as_of_date"], lead, days), days))

    def of_horizon(self, rows: pd.DataFrame, lead: int = 0) -> Floats:
        """Return the factor on a horizon after each row's date."""
        aged = self.aged[lead] if self.ageing else 0.0
        trend = np.exp(self.constant - self.ageing * aged)
        before = self.wave.before(rows, own_days(rows, self.horizon_days))
        return trend * self.season(rows, lead) / before**self.lag

    def of_year(self, rows: pd.DataFrame) -> Floats:
        """Return the factor on the 365 days after each row's date."""
        factors = [self.of_horizon(rows, lead) for lead in range(len(self.aged))]
        return np.average(factors, axis=0, weights=self.weights)


NONE = Level()


def fit(
    past: pd.DataFrame, model: Fit, fit_date: pd.Timestamp, settings: Settings
) -> Level:
    """Learn from `past`: rows before and at `fit_date`, with order_count_next if known.

    The rows of `fit_date` say how a year's orders spread over its horizons.
    """
    known = past[past["order_count_next"].notna()]
    span = _span_days(known, settings)
    if model.orders is None or span < LEAST_SPAN_DAYS:
        return NONE
    now = past[past["as_of_date"] == fit_date]
    seen = cells(past, increments(past, model, settings), settings)
    if now.empty or seen["actual"].sum() < LEAST_ORDERS:
        return NONE
    constant, ageing, cosine, sine, lag = regression.numbers(seen).tolist()
    wave = Wave(cosine, sine)
    if not wave.swing and span < LEAST_SPAN_WITHOUT_SEASON_DAYS:
        return NONE
    expected = increments(now, model, settings)
    aged = tuple(
        aged_by(now, lead, orders, settings) for lead, orders in enumerate(expected)
    )
    weights = tuple(expected.sum(axis=1).tolist())
    days = settings.horizon_days
    if not wave.swing:
        change = (constant - ageing * np.array(aged)) ** 2
        if np.average(change, weights=weights) < LEAST_CHANGE**2:
            return Level(True, horizon_days=days)
    return Level(True, constant, ageing, wave, lag, days, weights, aged)


def _span_days(known: pd.DataFrame, settings: Settings) -> int:
    """Return how many days lie between the first labelled date and the last label."""
    if known.empty:
        return 0
    days = (known["as_of_date"].max() - known["as_of_date"].min()).days
    return int(days) + settings.horizon_days
