"""What the orders known at a fit date teach about the next ones."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from customer360.ml import bgnbd, gamma_gamma, grid, tables
from customer360.ml.lifetime_value.draws import Purchases
from customer360.ml.metrics import Floats

MODEL_NAME = "lifetime_value-8"
HORIZONS = (90, 365)
# orders per order day: a customer's own ratio counts as much as everybody's after this
RATIO_DAYS = 10.0


@dataclass(frozen=True)
class Settings:
    """What a user may turn.

    `horizon_days` is that of the labels which teach; `max_lessons` are rows that trees
    learn from, `max_balanced_rows` those on which they are made to add up,
    `max_training_rows` those of all else; `draws` are futures of each of
    `drawn_customers`; a leaf has `leaf_rows` and `leaf_share` of the rows at least.
    Sizes of the trees were chosen on origins before the last.
    """

    seed: int = 0
    horizon_days: int = 90
    min_training_rows: int = 50
    max_training_rows: int = 20_000
    max_lessons: int = 30_000
    max_balanced_rows: int = 100_000
    min_boosting_rows: int = 1_000
    min_boosting_customers: int = 3_000
    max_level_rows: int = 200_000
    drawn_customers: int = 4_000
    draws: int = 200
    chance_tree_count: int = 240
    amount_tree_count: int = 80
    leaf_count: int = 8
    leaf_rows: int = 100
    leaf_share: float = 1 / 60
    learning_rate: float = 0.15


@dataclass(frozen=True)
class Fit:
    """Parameters of both models, None where the orders could not tell them.

    `orders_per_day` is everybody's ratio of orders to order days.
    """

    model_version: str | None = None
    orders: bgnbd.Parameters | None = None
    amounts: gamma_gamma.Parameters | None = None
    orders_per_day: float = 1.0


def fit(customers: pd.DataFrame, fit_date: pd.Timestamp, settings: Settings) -> Fit:
    """Fit BG/NBD and gamma-gamma to the customers' rows of `fit_date`."""
    if len(customers) < settings.min_training_rows:
        return Fit()
    sample = tables.sample_by_key(customers, settings.max_training_rows)
    known = purchases(sample)
    orders = bgnbd.fit(known.x, known.t_x, known.T)
    if orders is None:
        return Fit()
    count, days = _orders_and_days(sample)
    return Fit(
        grid.version(MODEL_NAME, fit_date, settings),
        orders,
        gamma_gamma.fit(known.x, known.mean_amount),
        float(count.sum() / days.sum()),
    )


def purchases(rows: pd.DataFrame) -> Purchases:
    """Return what the models know of each row, in weeks and order days."""
    mean_amount = tables.numbers(rows, "order_day_amount_avg_repeat")
    return Purchases(*bgnbd.history(rows), mean_amount)


def with_expectations(
    model: Fit, rows: pd.DataFrame, settings: Settings, *more_days: int
) -> pd.DataFrame:
    """Add what the models alone expect of each horizon; null where one is missing.

    BG/NBD counts order days; a customer's orders per order day, drawn towards
    everybody's, turn them into orders.
    """
    unknown = np.full(len(rows), np.nan)
    out = rows.assign(alive_probability=unknown)
    order_days = dict.fromkeys(
        sorted({*HORIZONS, settings.horizon_days, *more_days}), unknown
    )
    amount = ratio = unknown
    if model.orders is not None:
        known = purchases(rows)
        history = known.x, known.t_x, known.T
        out["alive_probability"] = bgnbd.alive_probability(model.orders, *history)
        amount, ratio = _amount(model, known), _orders_per_day(model, rows)
        for days in order_days:
            weeks = days / bgnbd.DAYS_A_WEEK
            order_days[days] = bgnbd.expected_count(model.orders, weeks, *history)
    for days, expected in order_days.items():
        out[f"expected_order_count_{days}d"] = expected * ratio
        out[f"expected_revenue_{days}d_amount"] = expected * amount
    return out


def _amount(model: Fit, known: Purchases) -> Floats:
    if model.amounts is None:
        return np.full(len(known.x), np.nan)
    return gamma_gamma.expected_amount(model.amounts, known.x, known.mean_amount)


def _orders_per_day(model: Fit, rows: pd.DataFrame) -> Floats:
    count, days = _orders_and_days(rows)
    return (count + RATIO_DAYS * model.orders_per_day) / (days + RATIO_DAYS)


def _orders_and_days(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    days = tables.numbers(rows, "repeat_order_count") + 1.0
    count = tables.numbers(rows, "order_count_lifetime")
    return np.where(np.isnan(count), days, count), days
