"""Blends of value forecasts, their shares learned from earlier, complete periods.

BG/NBD and gamma-gamma assume that a customer's rate and amounts stay as they are. Where
they drift, as in groceries, what was bought lately says more. A blend is the weighted
mean of three forecasts of the same horizon; shares are tenths that sum to 1, so it
cannot change the level that the forecasts agree on, and two numbers are all it learns.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from customer360.ml import tables
from customer360.ml.metrics import Floats

Shares = tuple[float, ...]

LONGEST_WINDOW = 90
# a date counts once records reach back this far, or windows are cut for everybody
LEAST_HISTORY_DAYS = 0.9 * LONGEST_WINDOW

FORECASTS = ("last_30_days_again", "last_90_days_again", "model")
MODEL_ALONE: Shares = (0.0, 0.0, 1.0)
# from the model alone downwards: of equally good shares the first is kept
TENTHS: list[Shares] = [
    tuple(tenth / 10 for tenth in reversed(tenths))
    for tenths in reversed(list(product(range(11), repeat=len(FORECASTS))))
    if sum(tenths) == 10
]


@dataclass(frozen=True)
class Quantity:
    """What is forecast for a horizon: `thing` names its features and its label."""

    thing: str
    expected: str
    horizon_days: int


def quantities(horizon_days: int) -> tuple[Quantity, Quantity]:
    """Return orders and revenue of the next `horizon_days`."""
    orders = f"expected_order_count_{horizon_days}d"
    revenue = f"expected_revenue_{horizon_days}d_amount"
    return (
        Quantity("order_count", orders, horizon_days),
        Quantity("order_amount_sum", revenue, horizon_days),
    )


def columns(rows: pd.DataFrame, horizon_days: int) -> list[str]:
    """Return the columns that shares are learned from, as far as the frame has them."""
    wanted = [*tables.KEYS, "days_since_first_order"]
    for quantity in quantities(horizon_days):
        thing = quantity.thing
        wanted += [f"{thing}_30d", f"{thing}_90d", quantity.expected]
    return [column for column in wanted if column in rows]


def blended(rows: pd.DataFrame, quantity: Quantity, shares: Shares) -> Floats:
    """Return the weighted mean of the forecasts; rows carry the model's expectation."""
    return _mean(_forecasts(rows, quantity), shares)


def learned_shares(training: pd.DataFrame, quantity: Quantity) -> Shares:
    """Return the shares to use after `training`, labelled rows with expectations.

    Shares learned on all dates but the last must beat the model alone on the last;
    then they are learned again with it. Otherwise the model keeps everything.
    """
    usable = _with_history(training, quantity)
    is_last = usable["as_of_date"] == usable["as_of_date"].max()
    if is_last.all():
        return MODEL_ALONE
    rival = best_shares(usable[~is_last], quantity)
    loss, loss_alone = (
        _loss(usable[is_last], quantity, shares) for shares in (rival, MODEL_ALONE)
    )
    return best_shares(usable, quantity) if loss < loss_alone else MODEL_ALONE


def best_shares(rows: pd.DataFrame, quantity: Quantity) -> Shares:
    """Return the tenths with the least loss; equal ones keep more of the model."""
    forecasts, actual = _forecasts(rows, quantity), _actual_root(rows, quantity)
    losses = [_root_loss(_mean(forecasts, shares), actual) for shares in TENTHS]
    return TENTHS[int(np.argmin(losses))]


def _with_history(training: pd.DataFrame, quantity: Quantity) -> pd.DataFrame:
    known = training[training[quantity.expected].notna()]
    reach = known.groupby("as_of_date")["days_since_first_order"].transform("max")
    return known[reach >= LEAST_HISTORY_DAYS]


def _forecasts(rows: pd.DataFrame, quantity: Quantity) -> Floats:
    """Return (3, rows): each forecast of the horizon, none below 0."""
    days = quantity.horizon_days
    lately = tables.numbers(rows, f"{quantity.thing}_30d") * (days / 30)
    again = tables.numbers(rows, f"{quantity.thing}_90d") * (days / LONGEST_WINDOW)
    expected = tables.numbers(rows, quantity.expected)
    return np.maximum(np.stack([lately, again, expected]), 0.0)


def _mean(forecasts: Floats, shares: Shares) -> Floats:
    # a forecast without a share is left out: it may be unknown
    parts = [share * row for share, row in zip(shares, forecasts, strict=True) if share]
    return np.sum(parts, axis=0)


def _actual_root(rows: pd.DataFrame, quantity: Quantity) -> Floats:
    return np.sqrt(np.maximum(tables.numbers(rows, f"{quantity.thing}_next"), 0.0))


def _loss(rows: pd.DataFrame, quantity: Quantity, shares: Shares) -> float:
    return _root_loss(blended(rows, quantity, shares), _actual_root(rows, quantity))


def _root_loss(forecast: Floats, actual_root: Floats) -> float:
    """Return the squared error of roots: the largest buyers do not decide alone."""
    return float(((np.sqrt(forecast) - actual_root) ** 2).sum())
