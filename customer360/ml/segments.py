"""Segments: groups of customers who buy alike, with numbers that last.

score(features, settings) -> SCORE_COLUMNS, one row per customer and date
evaluate(scores, features, labels, settings) -> EVALUATION_COLUMNS, long
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from customer360.ml import grid, tables
from customer360.ml.evaluations import Row, evaluations

MODEL_NAME = "segments-1"
INPUTS = ["days_since_last_order", "order_amount_sum_365d", "order_count_365d"]
NAMES = ["champions", "loyal", "promising", "at risk", "lapsed"]

SCORE_COLUMNS = {
    "segment_number": tables.INTEGER,
    "segment_name": tables.TEXT,
    "model_version": tables.TEXT,
}


@dataclass(frozen=True)
class Settings:
    """What a user may turn."""

    seed: int = 0
    segment_count: int = 5
    horizon_days: int = 90
    max_training_rows: int = 50_000


def fit(rows: pd.DataFrame, settings: Settings) -> Pipeline:
    """Fit the clusters to the customers of one date."""
    count = min(settings.segment_count, len(rows[INPUTS].drop_duplicates()))
    model = Pipeline(
        [
            ("log", FunctionTransformer(np.log1p)),
            ("scale", StandardScaler()),
            ("clusters", KMeans(count, n_init=4, random_state=settings.seed)),
        ]
    )
    return model.fit(rows[INPUTS].clip(lower=0).fillna(0).to_numpy(np.float64))


@tables.one_thread
def score(features: pd.DataFrame, settings: Settings | None = None) -> pd.DataFrame:
    """Give every customer with an order before each as_of_date a segment."""
    settings = settings or Settings()
    rows = tables.customers_with_orders(features)
    parts = []
    for fit_date, part in grid.rows_by_fit(rows):
        model = fit(part[part["as_of_date"] == fit_date], settings)
        cluster = model.predict(part[INPUTS].clip(lower=0).fillna(0).to_numpy())
        value = part.groupby(cluster)["order_amount_sum_365d"].mean()
        rank = value.rank(ascending=False, method="first").astype(int)
        out = part[tables.KEYS].copy()
        out["segment_number"] = rank.loc[cluster].to_numpy()
        out["segment_name"] = [NAMES[number - 1] for number in out["segment_number"]]
        out["model_version"] = grid.version(MODEL_NAME, fit_date, settings)
        parts.append(out)
    return tables.typed(pd.concat([rows.iloc[:0], *parts]), SCORE_COLUMNS)


@tables.one_thread
def evaluate(
    scores: pd.DataFrame,
    features: pd.DataFrame,
    labels: pd.DataFrame,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Say how much of the next horizon's spend the segments tell apart."""
    settings = settings or Settings()
    known = tables.complete_labels(labels, settings.horizon_days)
    recency = tables.by_key(features)[[*tables.KEYS, "days_since_last_order"]]
    rows = tables.by_key(scores).merge(recency, on=tables.KEYS, how="left")
    return evaluations(tables.with_labels(rows, known), "segments", _quality)


def _quality(rows: pd.DataFrame) -> list[Row]:
    spend = rows["order_amount_sum_next"]
    groups = rows["days_since_last_order"].rank(method="first")
    count = rows["segment_number"].nunique()
    recency = np.ceil(groups / len(rows) * count)
    ours = _eta_squared(spend, rows["segment_number"])
    return [("spend_eta_squared", ours, "recency", _eta_squared(spend, recency))]


def _eta_squared(values: pd.Series, groups: pd.Series) -> float:
    means = values.groupby(groups).transform("mean")
    total = float(((values - values.mean()) ** 2).sum())
    return float(((means - values.mean()) ** 2).sum()) / total if total else np.nan
