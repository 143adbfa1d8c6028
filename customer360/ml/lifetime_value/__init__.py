"""Lifetime value: how often and for how much each customer will order again.

    score(features, labels, settings, fits) -> SCORE_COLUMNS, by customer and date
    parameters(features, settings, labels, fits) -> PARAMETER_COLUMNS, long
    evaluate(scores, features, labels, settings) -> EVALUATION_COLUMNS, long

`features` has one row per (customer_id, as_of_date); `labels` (customer_id, as_of_date,
label_date, order_count_next, order_amount_sum_next) tells what happened in the horizon
after as_of_date. Labels of `settings.horizon_days` teach the blends; those and labels
of 365 days are evaluated. Rows without an order before as_of_date get no score.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from customer360.ml import bgnbd, grid, tables
from customer360.ml.fits import ANEW, Fits
from customer360.ml.lifetime_value import blend as value_blend
from customer360.ml.lifetime_value import draws as value_draws
from customer360.ml.lifetime_value.blend import FORECASTS, Quantity, Shares
from customer360.ml.lifetime_value.fitting import (
    Fit,
    Settings,
    fit,
    purchases,
    with_expectations,
)
from customer360.ml.lifetime_value.quality import INTERVAL_LEVELS, evaluate
from customer360.ml.metrics import Floats

__all__ = [
    "FEATURES",
    "PARAMETER_COLUMNS",
    "SCORE_COLUMNS",
    "Fit",
    "Settings",
    "evaluate",
    "fit",
    "parameters",
    "score",
]

# what scores and evaluations look at
FEATURES = [
    *tables.KEYS,
    "days_since_last_order",
    "days_since_first_order",
    "days_first_to_last_order",
    "repeat_order_count",
    "order_day_amount_avg_repeat",
    "order_count_lifetime",
    *(
        f"{thing}_{days}d"
        for thing in ("order_count", "order_amount_sum")
        for days in (30, 90, 365)
    ),
]

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


ORDER_COLUMNS = ("expected_order_count_90d", "expected_order_count_365d")
REVENUE_COLUMNS = ("expected_revenue_90d_amount", "expected_revenue_365d_amount")


@dataclass(frozen=True)
class Step:
    """One step of the walk: a fit, the blends' shares then, and the rows it scores."""

    model: Fit
    shares: dict[Quantity, Shares]
    rows: pd.DataFrame


@tables.one_thread
def score(
    features: pd.DataFrame,
    labels: pd.DataFrame,
    settings: Settings | None = None,
    fits: Fits = ANEW,
) -> pd.DataFrame:
    """Return expected orders and revenue per customer with an order before T.

    Every month start is a fit date; other dates are scored by the last fit. A blend
    stands in for the models alone once it won on an earlier complete period. With fewer
    than `min_training_rows` customers, or none that came back, everything is null.
    """
    settings = settings or Settings()
    rows = tables.customers_with_orders(features)
    steps = _walk(rows, labels, settings, fits)
    scored = [_scored(step, settings) for step in steps]
    return tables.typed(pd.concat([rows.iloc[:0], *scored]), SCORE_COLUMNS)


def _walk(
    rows: pd.DataFrame, labels: pd.DataFrame, settings: Settings, fits: Fits
) -> Iterator[Step]:
    """Yield the steps in order of time; blends learn from the steps before."""
    horizon = settings.horizon_days
    known = tables.complete_labels(labels, horizon)
    none = with_expectations(Fit(), rows.iloc[:0], settings)
    past = [none[value_blend.columns(none, horizon)]]
    for fit_date, part in grid.rows_by_fit(rows):
        customers = part[part["as_of_date"] == fit_date]
        model = fits.get_or_fit(fit, customers, fit_date, settings)
        expected = with_expectations(model, part, settings)
        labelled = grid.month_starts(tables.with_labels(pd.concat(past), known))
        training = tables.known_at(labelled, fit_date)
        sample = tables.sample_by_key(training, settings.max_training_rows)
        shares = {
            quantity: fits.get_or_fit(value_blend.learned_shares, sample, quantity)
            for quantity in value_blend.quantities(horizon)
        }
        yield Step(model, shares, expected)
        past.append(expected[value_blend.columns(expected, horizon)])


def _scored(step: Step, settings: Settings) -> pd.DataFrame:
    """Return the step's rows with the blends in place of the models' expectations.

    Other horizons change in the proportion in which the blends change their own.
    """
    out = step.rows.assign(model_version=step.model.model_version)
    if step.model.orders is None:
        return out
    for quantity, columns in zip(
        step.shares, (ORDER_COLUMNS, REVENUE_COLUMNS), strict=True
    ):
        scale = _scale(step.rows, quantity, step.shares[quantity])
        for column in columns:
            out[column] *= scale
    if step.model.amounts is not None:
        for _, at in sorted(out.groupby("as_of_date").indices.items()):
            _add_interval(out, np.asarray(at), scale, step.model, settings)
    return out


def _scale(rows: pd.DataFrame, quantity: Quantity, shares: Shares) -> Floats:
    """Return the blend over the model's expectation; 1 where that is 0 or unknown."""
    alone = tables.numbers(rows, quantity.expected)
    blend = value_blend.blended(rows, quantity, shares)
    return np.divide(blend, alone, out=np.ones(len(rows)), where=alone > 0)


def _add_interval(
    out: pd.DataFrame, at: np.ndarray, scale: Floats, model: Fit, settings: Settings
) -> None:
    """Fill in one date's interval of the next 365 days' revenue.

    It is widened where the expectation lies outside: a customer who is most likely gone
    can have an expectation above the upper quantile of 0.
    """
    assert model.orders is not None and model.amounts is not None
    rows = out.iloc[at]
    draws = value_draws.Draws(settings.draws, settings.seed, INTERVAL_LEVELS)
    lower, upper = value_draws.revenue_quantiles(
        model.orders, model.amounts, purchases(rows), 365 / bgnbd.DAYS_A_WEEK, draws
    )
    expected = tables.numbers(rows, "expected_revenue_365d_amount")
    bounds = {
        "lower": np.fmin(lower * scale[at], expected),
        "upper": np.fmax(upper * scale[at], expected),
    }
    for side, values in bounds.items():
        out.loc[rows.index, f"expected_revenue_365d_{side}_amount"] = values


@tables.one_thread
def parameters(
    features: pd.DataFrame,
    settings: Settings | None = None,
    labels: pd.DataFrame | None = None,
    fits: Fits = ANEW,
) -> pd.DataFrame:
    """Return each fit's parameters: r, alpha, a, b; p, q, v; and the blends' shares.

    Without `labels` the blends learn nothing, so the models' shares are 1.
    """
    settings = settings or Settings()
    if labels is None:
        labels = pd.DataFrame(columns=[*tables.KEYS, *tables.LABEL_COLUMNS])
    rows = tables.customers_with_orders(features)
    records = [
        ("lifetime_value", step.model.model_version, name, value)
        for step in _walk(rows, labels, settings, fits)
        if step.model.orders is not None
        for name, value in _named(step)
    ]
    frame = pd.DataFrame(records, columns=list(PARAMETER_COLUMNS))
    return frame.astype(PARAMETER_COLUMNS)


def _named(step: Step) -> Iterator[tuple[str, float]]:
    for part in (step.model.orders, step.model.amounts):
        if part is not None:
            yield from (
                (field.name, getattr(part, field.name)) for field in fields(part)
            )
    for quantity, shares in step.shares.items():
        for name, share in zip(FORECASTS, shares, strict=True):
            yield f"{quantity.thing}_share_{name}", share
