"""How good expected orders and revenue were, beside "the same again"."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from customer360.ml import metrics, tables
from customer360.ml.evaluations import Row, evaluation_rows, evaluations
from customer360.ml.lifetime_value import bounds
from customer360.ml.lifetime_value.fitting import Settings

YEAR = 365
QUARTER = 90
# what features and labels call it: what metrics call it, and the expectation's column
THINGS = {
    "order_amount_sum": ("revenue", "expected_revenue_{}d_amount"),
    "order_count": ("order_count", "expected_order_count_{}d"),
}
ENDS = ("", "lower_", "upper_")
MEASURES = {
    "mae": metrics.mean_absolute_error,
    "wape": metrics.wape,
    "pearson": metrics.pearson,
    "spearman": metrics.spearman,
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
    if horizon in (QUARTER, YEAR):
        yield from _coverage(rows, horizon)


def _coverage(rows: pd.DataFrame, horizon: int) -> Iterator[Row]:
    """Yield how many lie in their interval, of all and of the upper half by value.

    The likeliest to be silent lie in almost any interval, which pulls the first up.
    """
    names = [f"expected_revenue_{horizon}d_{end}amount" for end in ENDS]
    expected, lower, upper = (tables.numbers(rows, name) for name in names)
    actual = tables.numbers(rows, "order_amount_sum_next")
    known = np.isfinite(lower)
    if not known.any():
        return
    held = (actual >= lower) & (actual <= upper)
    name = f"revenue_{horizon}d_coverage"
    yield name, float(held[known].mean()), "promised", bounds.LEVEL
    valued = known & (expected >= np.median(expected[known]))
    yield f"{name}_upper_half", float(held[valued].mean()), "promised", bounds.LEVEL
