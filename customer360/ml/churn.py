"""Churn: who orders nothing in the next `horizon_days`, among those who ordered before.

score(features, labels, settings) -> SCORE_COLUMNS, one row per customer and date
evaluate(scores, features, labels, settings) -> EVALUATION_COLUMNS, long
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import Pipeline

from customer360.ml import grid, metrics, tables
from customer360.ml.evaluations import evaluation_rows, evaluations

MODEL_NAME = "churn-1"
DECILES = 10

SCORE_COLUMNS = {
    "churn_probability": tables.NUMBER,
    "churn_decile": tables.INTEGER,
    "reason_1": tables.TEXT,
    "reason_2": tables.TEXT,
    "reason_3": tables.TEXT,
    "horizon_days": tables.INTEGER,
    "model_version": tables.TEXT,
}


@dataclass(frozen=True)
class Settings:
    """What a user may turn."""

    seed: int = 0
    horizon_days: int = 90
    min_training_rows: int = 200
    min_positives: int = 30
    max_training_rows: int = 50_000


def fit(training: pd.DataFrame, settings: Settings) -> Pipeline | float | None:
    """Fit a pipeline to labelled rows; with too few, the base rate; with none, None."""
    if training.empty:
        return None
    went_silent = (training["order_count_next"] == 0).to_numpy()
    rarer = min(went_silent.sum(), (~went_silent).sum())
    if len(training) < settings.min_training_rows or rarer < settings.min_positives:
        return float(went_silent.mean())
    model = HistGradientBoostingClassifier(
        max_leaf_nodes=8, max_iter=60, random_state=settings.seed
    )
    pipeline = Pipeline([("model", model)])
    return pipeline.fit(training[_inputs(training)], went_silent)


def _inputs(rows: pd.DataFrame) -> list[str]:
    columns = tables.feature_columns(rows)
    return [column for column in columns if column not in tables.LABEL_COLUMNS]


@tables.one_thread
def score(
    features: pd.DataFrame, labels: pd.DataFrame, settings: Settings | None = None
) -> pd.DataFrame:
    """Score every customer with an order before each as_of_date."""
    settings = settings or Settings()
    rows = tables.customers_with_orders(features)
    known = tables.complete_labels(labels, settings.horizon_days)
    labelled = grid.month_starts(tables.with_labels(rows, known))
    parts = []
    for fit_date, part in grid.rows_by_fit(rows):
        training = tables.known_at(labelled, fit_date)
        training = tables.sample_by_key(training, settings.max_training_rows)
        parts.append(_scored(fit(training, settings), fit_date, part, settings))
    return tables.typed(pd.concat([rows.iloc[:0], *parts]), SCORE_COLUMNS)


def _scored(
    model: Pipeline | float | None,
    fit_date: pd.Timestamp,
    rows: pd.DataFrame,
    settings: Settings,
) -> pd.DataFrame:
    out = rows[[*tables.KEYS, "days_since_last_order"]].copy()
    out["horizon_days"] = settings.horizon_days
    if isinstance(model, Pipeline):
        out["churn_probability"] = model.predict_proba(rows[_inputs(rows)])[:, 1]
    else:
        out["churn_probability"] = np.nan if model is None else model
    if model is not None:
        out["churn_decile"] = _deciles(out)
        out["model_version"] = grid.version(MODEL_NAME, fit_date)
    return out


def _deciles(rows: pd.DataFrame) -> pd.Series:
    """Return 1..10 within each date, 10 the likeliest; ties by recency, then id."""
    order = ["as_of_date", "churn_probability", "days_since_last_order", "customer_id"]
    ranked = rows.sort_values(order)
    dates = ranked.groupby("as_of_date")["as_of_date"]
    return dates.cumcount() * DECILES // dates.transform("size") + 1


@tables.one_thread
def evaluate(
    scores: pd.DataFrame,
    features: pd.DataFrame,
    labels: pd.DataFrame,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Compare probabilities with who went silent, beside recency alone."""
    settings = settings or Settings()
    known = tables.complete_labels(labels, settings.horizon_days)
    recency = tables.by_key(features)[[*tables.KEYS, "days_since_last_order"]]
    rows = tables.by_key(scores).merge(recency, on=tables.KEYS, how="left")
    return evaluations(MODEL_NAME, tables.with_labels(rows, known), _quality)


def _quality(rows: pd.DataFrame) -> list[tuple[str, float, str | None, float]]:
    silent = (rows["order_count_next"] == 0).to_numpy(np.float64)
    ours = rows["churn_probability"].to_numpy(np.float64)
    recency = rows["days_since_last_order"].to_numpy(np.float64)
    return evaluation_rows({"auc": metrics.auc}, silent, ours, "recency", recency)
