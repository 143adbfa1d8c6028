"""How good expected orders and revenue were, beside "the same again"."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from customer360.ml import metrics, tables
from customer360.ml.evaluations import Row, evaluation_rows, evaluations

HORIZONS = (90, 365)
INTERVAL_LEVELS = (0.05, 0.95)
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
    settings: object | None = None,
) -> pd.DataFrame:
    """Compare realised orders and revenue with the expected ones, date by date.

    Horizons without labels are left out; each date was scored by a fit that saw none
    of its labels. The baseline says that the last 90 (365) days come again; the
    interval's coverage stands beside the share it promises.
    """
    past = tables.by_key(features)[[*tables.KEYS, *_again_columns(features)]]
    rows = tables.by_key(scores).merge(past, on=tables.KEYS, how="left")
    parts = [
        evaluations(
            tables.with_labels(rows, tables.complete_labels(labels, horizon)),
            "lifetime_value",
            partial(_quality, horizon=horizon),
        )
        for horizon in HORIZONS
    ]
    order = ["as_of_date", "model_version"]
    return pd.concat(parts).sort_values(order, kind="stable", ignore_index=True)


def _again_columns(features: pd.DataFrame) -> list[str]:
    wanted = [
        f"{t}_{h}d" for t in ("order_amount_sum", "order_count") for h in HORIZONS
    ]
    return [column for column in wanted if column in features]


def _quality(rows: pd.DataFrame, horizon: int) -> Iterator[Row]:
    yield from _compared(
        rows, f"revenue_{horizon}d", f"expected_revenue_{horizon}d_amount",
        "order_amount_sum", horizon,
    )  # fmt: skip
    yield from _compared(
        rows, f"order_count_{horizon}d", f"expected_order_count_{horizon}d",
        "order_count", horizon,
    )  # fmt: skip
    lower = tables.numbers(rows, f"expected_revenue_{horizon}d_lower_amount")
    upper = tables.numbers(rows, f"expected_revenue_{horizon}d_upper_amount")
    actual = tables.numbers(rows, "order_amount_sum_next")
    if np.isfinite(lower).any():
        levels = INTERVAL_LEVELS
        held = float(((actual >= lower) & (actual <= upper)).mean())
        yield f"revenue_{horizon}d_coverage", held, "promised", levels[1] - levels[0]


def _compared(
    rows: pd.DataFrame, name: str, expected: str, thing: str, horizon: int
) -> list[Row]:
    actual = tables.numbers(rows, f"{thing}_next")
    again = tables.numbers(rows, f"{thing}_{horizon}d")
    measures = {f"{name}_{key}": measure for key, measure in MEASURES.items()}
    ours = tables.numbers(rows, expected)
    return evaluation_rows(measures, actual, ours, f"last_{horizon}_days_again", again)
