"""Lifetime value: how often and for how much each customer will order again.

    score(features, labels, settings, fits) -> SCORE_COLUMNS, by customer and date
    evaluate(scores, features, labels, settings) -> EVALUATION_COLUMNS, long

`features` has one row per (customer_id, as_of_date); `labels` (customer_id, as_of_date,
label_date, order_count_next, order_amount_sum_next) tells what happened in the horizon
after as_of_date. Labels of `settings.horizon_days` teach; those and labels of 365 days
are evaluated. Rows without an order before as_of_date get no score.
"""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pandas as pd

from customer360.ml import tables, told
from customer360.ml.fits import ANEW, Fits
from customer360.ml.lifetime_value import bounds, champion, forecasts
from customer360.ml.lifetime_value.blend import FORECASTS
from customer360.ml.lifetime_value.fitting import (
    Fit,
    Settings,
    fit,
    with_expectations,
)
from customer360.ml.lifetime_value.levels import YEAR
from customer360.ml.lifetime_value.quality import evaluate
from customer360.ml.lifetime_value.steps import QUARTER, Step, walk

__all__ = [
    "EVALUATED_FEATURES",
    "SCORE_COLUMNS",
    "Fit",
    "Settings",
    "evaluate",
    "fit",
    "score",
]

MODEL = "lifetime_value"
# what evaluations look at
EVALUATED_FEATURES = [
    *tables.KEYS,
    *(
        f"{thing}_{days}d"
        for thing in ("order_count", "order_amount_sum")
        for days in (QUARTER, YEAR)
    ),
]

SCORE_COLUMNS = {
    "alive_probability": tables.NUMBER,
    "expected_order_count_90d": tables.NUMBER,
    "expected_order_count_365d": tables.NUMBER,
    "expected_revenue_90d_amount": tables.NUMBER,
    "expected_revenue_90d_lower_amount": tables.NUMBER,
    "expected_revenue_90d_upper_amount": tables.NUMBER,
    "expected_revenue_365d_amount": tables.NUMBER,
    "expected_revenue_365d_lower_amount": tables.NUMBER,
    "expected_revenue_365d_upper_amount": tables.NUMBER,
    "model_version": tables.TEXT,
    told.CHOICES: tables.TEXT,
    told.PARAMETERS: tables.TEXT,
}


@tables.one_thread
def score(
    features: pd.DataFrame,
    labels: pd.DataFrame,
    settings: Settings | None = None,
    fits: Fits = ANEW,
) -> pd.DataFrame:
    """Return expected orders and revenue per customer with an order before T.

    Every month start is a fit date; other dates are scored by the last fit. The
    champion of a date is the candidate that was best on earlier, complete periods. With
    fewer than `min_training_rows` customers, or none that came back, all is null.
    `told.parameters` has each fit's r, alpha, a, b; p, q, v; shares and levels;
    `told.choices` what each candidate scored on later periods, and why one is used.
    """
    settings = settings or Settings()
    steps = walk(features, labels, settings, fits)
    scored = []
    for step in steps:
        out = told.beside(_scored(step, settings), told.CHOICES, _choices(step))
        learned = told.parameter_rows(MODEL, step.model_version, _parameters(step))
        scored.append(told.beside(out, told.PARAMETERS, learned))
    nobody = tables.by_key(features.iloc[:0])
    return tables.typed(pd.concat([nobody, *scored]), SCORE_COLUMNS)


def _scored(step: Step, settings: Settings) -> pd.DataFrame:
    """Return the step's rows with what the champion expects, and its bounds."""
    rows = with_expectations(step.taught.model, step.rows, settings)
    out = rows[[*tables.KEYS, "alive_probability"]].assign(
        model_version=step.model_version
    )
    if step.taught.model.orders is None:
        return out
    name = step.choice.champion
    near = forecasts.forecast(step.taught, name, rows, settings)
    for days in (QUARTER, YEAR):
        found = forecasts.extended(step.taught, name, rows, near, days, settings)
        out[f"expected_order_count_{days}d"] = found.order_count
        out[f"expected_revenue_{days}d_amount"] = found.revenue
        if days in step.spreads:
            lower, upper = bounds.interval(
                found, step.spreads[days], step.nominal_level
            )
            out[f"expected_revenue_{days}d_lower_amount"] = lower
            out[f"expected_revenue_{days}d_upper_amount"] = upper
    return out


def _parameters(step: Step) -> Iterator[tuple[str, float]]:
    for part in (step.taught.model.orders, step.taught.model.amounts):
        if part is not None:
            yield from (
                (field.name, getattr(part, field.name)) for field in fields(part)
            )
    for quantity, shares in step.taught.shares.items():
        for name, share in zip(FORECASTS, shares, strict=True):
            yield f"{quantity.thing}_share_{name}", share
    trees = step.taught.two_part
    if trees is not None:
        yield "two_part_order_count_factor", trees.order_count_factor
        yield "two_part_revenue_factor", trees.revenue_factor
    level = step.taught.level
    customers = step.rows[step.rows["as_of_date"] == step.fit_date]
    yield "level_of_horizon", float(level.of_horizon(customers).mean())
    yield "level_of_year", float(level.of_year(customers).mean())
    yield "season_swing", level.wave.swing
    yield "share_back_to_usual", step.taught.comebacks.share
    yield "interval_nominal_level", step.nominal_level


def _choices(step: Step) -> Iterator[tuple[Any, ...]]:
    """Yield told.CHOICE_COLUMNS; nothing where nobody came back."""
    if step.taught.model.orders is None:
        return
    for name in champion.CANDIDATES:
        yield (
            MODEL,
            step.model_version,
            step.fit_date,
            name,
            champion.METRIC,
            step.choice.losses.get(name),
            name == step.choice.champion,
            step.choice.reason,
        )
