"""How good expected orders and revenue were, beside "the same again"."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from customer360.ml import metrics, tables
from customer360.ml.evaluations import Row, evaluation_rows, evaluations
from customer360.ml.lifetime_value.fitting import Settings

YEAR = 365
QUARTER = 90
INTERVAL_LEVELS = (0.05, 0.95)
# what features and labels call it: what metrics call it, and the expectation's column
THINGS = {
    "order_amount_sum": ("revenue", "expected_revenue_{}d_amount"),
    "order_count": ("order_count", "expected_order_count_{}d"),
}
MEASURES = {
    "mae": metrics.mean_absolute_error,
    "pearson": metrics.pearson,
    "total_ratio": metrics.total_ratio,
}


@tables.one_thread
def evaluate(
    scores: pd.DataFrame,
    features: pd.DataFrame,
    labels: pd.DataFrame,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Compare realised orders and revenue with the expected ones, date by date.

    Evaluated are the labels of `settings.horizon_days` (the 90 days' expectation in
    proportion) and those of 365 days; each date was scored by a fit that saw none of
    them. The baseline says that the last 90 (365) days come again at the same rate; the
    interval's coverage stands beside the share it promises.
    """
    settings = settings or Settings()
    horizons = sorted({settings.horizon_days, YEAR})
    windows = [f"{thing}_{days}d" for thing in THINGS for days in (QUARTER, YEAR)]
    past = tables.by_key(features).reindex(columns=[*tables.KEYS, *windows])
    rows = tables.by_key(scores).merge(past, on=tables.KEYS, how="left")
    parts = [
        evaluations(
            tables.with_labels(rows, tables.complete_labels(labels, horizon)),
            "lifetime_value",
            partial(_quality, horizon=horizon),
        )
        for horizon in horizons
    ]
    order = ["as_of_date", "model_version"]
    return pd.concat(parts).sort_values(order, kind="stable", ignore_index=True)


def _quality(rows: pd.DataFrame, horizon: int) -> Iterator[Row]:
    window = YEAR if horizon == YEAR else QUARTER
    baseline = f"last_{window}_days_again"
    for thing, (name, expected_name) in THINGS.items():
        actual = tables.numbers(rows, f"{thing}_next")
        expected = tables.numbers(rows, expected_name.format(window)) * horizon / window
        again = tables.numbers(rows, f"{thing}_{window}d") * horizon / window
        measures = {
            f"{name}_{horizon}d_{key}": value for key, value in MEASURES.items()
        }
        yield from evaluation_rows(measures, actual, expected, baseline, again)
    if horizon == YEAR:
        yield from _coverage(rows)


def _coverage(rows: pd.DataFrame) -> Iterator[Row]:
    actual = tables.numbers(rows, "order_amount_sum_next")
    lower = tables.numbers(rows, "expected_revenue_365d_lower_amount")
    upper = tables.numbers(rows, "expected_revenue_365d_upper_amount")
    known = np.isfinite(lower)
    if known.any():
        held = ((actual >= lower) & (actual <= upper))[known].mean()
        promised = INTERVAL_LEVELS[1] - INTERVAL_LEVELS[0]
        yield "revenue_365d_coverage", float(held), "promised", promised
