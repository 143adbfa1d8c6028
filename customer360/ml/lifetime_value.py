"""Lifetime value: how often and for how much each customer will order again.

score(features, labels, settings) -> SCORE_COLUMNS, one row per customer and date
parameters(features, settings) -> model_name, model_version, parameter_name, _value
evaluate(scores, features, labels, settings) -> EVALUATION_COLUMNS, long
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from customer360.ml import bgnbd, gamma_gamma, grid, metrics, tables
from customer360.ml.evaluations import evaluation_rows, evaluations

MODEL_NAME = "lifetime_value-1"
HORIZONS = (90, 365)
DAYS_A_WEEK = 7.0

SCORE_COLUMNS = {
    "alive_probability": tables.NUMBER,
    "expected_order_count_90d": tables.NUMBER,
    "expected_order_count_365d": tables.NUMBER,
    "expected_revenue_90d_amount": tables.NUMBER,
    "expected_revenue_365d_amount": tables.NUMBER,
    "expected_revenue_365d_lower_amount": tables.NUMBER,
    "expected_revenue_365d_upper_amount": tables.NUMBER,
    "model_version": tables.TEXT,
}
PARAMETER_COLUMNS = {
    "model_name": tables.TEXT,
    "model_version": tables.TEXT,
    "parameter_name": tables.TEXT,
    "parameter_value": tables.NUMBER,
}


@dataclass(frozen=True)
class Settings:
    """What a user may turn; amounts of rows are after one date's selection."""

    seed: int = 0
    horizon_days: int = 90
    min_training_rows: int = 50
    max_training_rows: int = 20_000
    draws: int = 200


@dataclass(frozen=True)
class Fit:
    """Parameters learned at a fit date; None where the data could not tell them."""

    fit_date: pd.Timestamp
    orders: bgnbd.Parameters | None
    amounts: gamma_gamma.Parameters | None


def fit(features: pd.DataFrame, fit_date: pd.Timestamp, settings: Settings) -> Fit:
    """Fit both models to the customers as known at `fit_date`."""
    rows = features[features["as_of_date"] == fit_date]
    rows = tables.sample_by_key(rows, settings.max_training_rows)
    if len(rows) < settings.min_training_rows:
        return Fit(fit_date, None, None)
    x, t_x, T = _history(rows)
    amount = rows["order_day_amount_avg_repeat"].to_numpy(np.float64)
    return Fit(fit_date, bgnbd.fit(x, t_x, T), gamma_gamma.fit(x, amount))


def _history(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return repeat order days, and weeks from the first order to the last and to T."""
    x = rows["repeat_order_count"].to_numpy(np.float64)
    t_x = rows["days_first_to_last_order"].to_numpy(np.float64) / DAYS_A_WEEK
    T = rows["days_since_first_order"].to_numpy(np.float64) / DAYS_A_WEEK
    return x, t_x, T


@tables.one_thread
def score(
    features: pd.DataFrame, labels: pd.DataFrame, settings: Settings | None = None
) -> pd.DataFrame:
    """Score every customer with an order before each as_of_date."""
    settings = settings or Settings()
    rows = tables.customers_with_orders(features)
    parts = [
        _scored(fit(rows, fit_date, settings), part)
        for fit_date, part in grid.rows_by_fit(rows)
    ]
    return tables.typed(pd.concat([rows.iloc[:0], *parts]), SCORE_COLUMNS)


def _scored(model: Fit, rows: pd.DataFrame) -> pd.DataFrame:
    out = rows[tables.KEYS].copy()
    if model.orders is None:
        return out
    x, t_x, T = _history(rows)
    amount = rows["order_day_amount_avg_repeat"].to_numpy(np.float64)
    out["alive_probability"] = bgnbd.alive_probability(model.orders, x, t_x, T)
    for days in HORIZONS:
        count = bgnbd.expected_count(model.orders, days / DAYS_A_WEEK, x, t_x, T)
        out[f"expected_order_count_{days}d"] = count
        if model.amounts is not None:
            mean = gamma_gamma.expected_amount(model.amounts, x, amount)
            out[f"expected_revenue_{days}d_amount"] = count * mean
    out["model_version"] = grid.version(MODEL_NAME, model.fit_date)
    return out


@tables.one_thread
def parameters(
    features: pd.DataFrame, settings: Settings | None = None
) -> pd.DataFrame:
    """Return the parameters of every grid fit as a long frame."""
    settings = settings or Settings()
    rows = tables.customers_with_orders(features)
    fits = [fit(rows, date, settings) for date in grid.fit_dates(rows["as_of_date"])]
    records = [
        {
            "model_name": MODEL_NAME,
            "model_version": grid.version(MODEL_NAME, model.fit_date),
            "parameter_name": name,
            "parameter_value": value,
        }
        for model in fits
        for part in (model.orders, model.amounts)
        if part is not None
        for name, value in vars(part).items()
    ]
    frame = pd.DataFrame(records, columns=list(PARAMETER_COLUMNS))
    return frame.astype(PARAMETER_COLUMNS)


@tables.one_thread
def evaluate(
    scores: pd.DataFrame,
    features: pd.DataFrame,
    labels: pd.DataFrame,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Compare realised orders and revenue with what was expected, date by date."""
    settings = settings or Settings()
    known = tables.complete_labels(labels, settings.horizon_days)
    past = tables.by_key(features)[[*tables.KEYS, "order_amount_sum_90d"]]
    rows = tables.by_key(scores).merge(past, on=tables.KEYS, how="left")
    labelled = tables.with_labels(rows, known)
    return evaluations(MODEL_NAME, labelled, _quality)


def _quality(rows: pd.DataFrame) -> list[tuple[str, float, str, float]]:
    actual = rows["order_amount_sum_next"].to_numpy(np.float64)
    expected = rows["expected_revenue_90d_amount"].to_numpy(np.float64)
    again = rows["order_amount_sum_90d"].to_numpy(np.float64)
    pairs = {"revenue_pearson": metrics.pearson}
    return evaluation_rows(pairs, actual, expected, "last_90_days_again", again)
