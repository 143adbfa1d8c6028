"""Who went silent and comes back: what a year holds beyond its first horizon.

BG/NBD's customers leave for good, so of who has long been silent it expects less in
each horizon than in the one before. Where people come back, more of them do with every
horizon. Then what is expected of a customer goes back, a share of the way a horizon,
to what is usual of them: the rate of orders over the whole time they were known,
silence included, (r + x) / (alpha + T) of BG/NBD. So of k horizons later it says

    (1 - w) * what BG/NBD makes of the first + w * usual,  w = 1 - (1 - share)**k.

The share is learned from the last dates whose next horizon and the one after it are
known: by tenth of what BG/NBD expects, orders of the second beside those of the first,
where chi-square is least. It moves orders from one customer to another: everybody's
stay as many in each horizon, which the level says.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from customer360.ml import bgnbd
from customer360.ml.lifetime_value.cells import increments, orders_of_lead
from customer360.ml.lifetime_value.champion import PERIODS
from customer360.ml.lifetime_value.fitting import Fit, Settings, purchases
from customer360.ml.lifetime_value.levels import LEAST_ORDERS, Level
from customer360.ml.metrics import Floats

TENTHS = 10
# less is not told from nobody: worlds of BG/NBD's law give .01
LEAST_SHARE = 0.05
MOST_SHARE = 0.9
DECIMALS = 6
Indexes = NDArray[np.intp]


@dataclass(frozen=True)
class ComeBacks:
    """The share of the way back in a horizon, and what keeps everybody's orders.

    scales: by lead, in horizons.
    """

    share: float = 0.0
    scales: tuple[float, ...] = ()

    def on_year(
        self,
        order_count: Floats,
        rows: pd.DataFrame,
        model: Fit,
        level: Level,
        settings: Settings,
    ) -> Floats | float:
        """Return the factor on each row's next 365 days.

        order_count: what the next horizon holds, of which BG/NBD makes a year.
        """
        if not self.share:
            return 1.0
        expected = increments(rows, model, settings)
        usual = _usual(rows, model, settings)
        course = np.divide(
            expected, expected[0], out=np.ones(expected.shape), where=expected[0] > 0
        )
        now = order_count / level.of_horizon(rows)
        with_them, without = np.zeros(len(rows)), np.zeros(len(rows))
        for lead, scale in enumerate(self.scales):
            height = level.of_horizon(rows, lead)
            way = _way(self.share, lead)
            without += height * now * course[lead]
            back = (1 - way) * now * course[lead] + way * usual
            with_them += height * scale * back
        return np.divide(with_them, without, out=np.ones(len(rows)), where=without != 0)


NONE = ComeBacks()


class Groups(NamedTuple):
    """Of one date, sums by tenth of what BG/NBD expects in the first horizon.

    expected: that; first, second: orders that came in it and in the next one; course:
    what BG/NBD makes of one order of the first in the second; usual: usual orders.
    """

    expected: Floats
    first: Floats
    second: Floats
    course: Floats
    usual: Floats

    def chi_square(self, share: float) -> float:
        """Return how far the second horizon is from what a share makes of the first."""
        # usual in orders that BG/NBD expects, of which so many come
        usual = self.usual * self.first.sum() / self.expected.sum()
        said = (1 - share) * self.first * self.course + share * usual
        said *= self.second.sum() / said.sum()
        return float(((self.second - said) ** 2 / np.maximum(said, 1.0)).sum())


def fit(
    past: pd.DataFrame, model: Fit, fit_date: pd.Timestamp, settings: Settings
) -> ComeBacks:
    """Learn from `past`, as `levels.fit` does; nobody comes back if it tells nothing.

    The rows of `fit_date` say how many orders are moved.
    """
    now = past[past["as_of_date"] == fit_date]
    if model.orders is None or now.empty:
        return NONE
    groups = _last_groups(past, model, settings)
    if len(groups) < PERIODS or sum(g.second.sum() for g in groups) < LEAST_ORDERS:
        return NONE
    found = minimize_scalar(
        lambda share: sum(group.chi_square(share) for group in groups),
        bounds=(0.0, MOST_SHARE),
        method="bounded",
    )
    share = round(float(found.x), DECIMALS)
    if share < LEAST_SHARE:
        return NONE
    usual = _usual(now, model, settings)
    scales = []
    for lead, orders in enumerate(increments(now, model, settings)):
        way = _way(share, lead)
        back = (1 - way) * orders + way * usual
        scales.append(round(float(orders.sum() / back.sum()), DECIMALS))
    return ComeBacks(share, tuple(scales))


def _way(share: float, lead: int) -> float:
    return float(1.0 - (1.0 - share) ** lead)


def _usual(rows: pd.DataFrame, model: Fit, settings: Settings) -> Floats:
    """Return the orders that are usual of each in a horizon."""
    assert model.orders is not None
    known, p = purchases(rows), model.orders
    weekly = (p.r + known.x) / (p.alpha + known.T)
    return weekly * settings.horizon_days / bgnbd.DAYS_A_WEEK * model.orders_per_day


def _last_groups(past: pd.DataFrame, model: Fit, settings: Settings) -> list[Groups]:
    """Return those of the last dates whose next horizon and the one after are known."""
    found: list[Groups] = []
    for date in sorted(past["as_of_date"].unique(), reverse=True):
        groups = _groups(past, date, model, settings)
        if groups is not None:
            found.append(groups)
        if len(found) == PERIODS:
            break
    return found


def _groups(
    past: pd.DataFrame, date: pd.Timestamp, model: Fit, settings: Settings
) -> Groups | None:
    """Return those of a date; None where a horizon is unknown, or nobody ordered."""
    first, second = (orders_of_lead(past, date, lead, settings) for lead in (0, 1))
    if first is None or second is None or not (first.any() and second.any()):
        return None
    rows = past[past["as_of_date"] == date]
    expected = increments(rows, model, settings)
    usual = _usual(rows, model, settings)
    tenth = _tenths(expected[0])

    def by_tenth(orders: Floats) -> Floats:
        return np.bincount(tenth, orders, minlength=TENTHS).astype(np.float64)

    now, later = by_tenth(expected[0]), by_tenth(expected[1])
    course = np.divide(later, now, out=np.ones(TENTHS), where=now > 0)
    return Groups(now, by_tenth(first), by_tenth(second), course, by_tenth(usual))


def _tenths(expected: Floats) -> Indexes:
    """Return each row's tenth, from 0; equal ones in their order."""
    rank = pd.Series(expected).rank(method="first", pct=True)
    return np.ceil(rank.to_numpy() * TENTHS).astype(np.intp) - 1
