"""Churn: who orders nothing in the next `horizon_days`, among those who ordered before.

    score(features, labels, settings, fits) -> SCORE_COLUMNS, by customer and date
    evaluate(scores, features, labels, settings) -> EVALUATION_COLUMNS, long

`features` has one row per (customer_id, as_of_date) and any numeric columns; `labels`
(customer_id, as_of_date, label_date, order_count_next, order_amount_sum_next) tells
what happened in the horizon after as_of_date. Rows without an order before as_of_date
get no score.
"""

from functools import partial

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from customer360.ml import grid, metrics, tables
from customer360.ml.churn import fitting
from customer360.ml.churn import reasons as churn_reasons
from customer360.ml.churn.fitting import Fit, Settings, fit
from customer360.ml.evaluations import (
    Measure,
    Row,
    evaluation_rows,
    evaluations,
    interval_rows,
)
from customer360.ml.fits import ANEW, Fits
from customer360.ml.metrics import Floats

__all__ = ["SCORE_COLUMNS", "Fit", "Settings", "evaluate", "fit", "score"]

DECILES = 10
BASELINE = "recency"
# what an evaluation looks at
EVALUATED_FEATURES = [*tables.KEYS, "days_since_last_order"]

SCORE_COLUMNS = {
    "churn_probability": tables.NUMBER,
    "churn_decile": tables.INTEGER,
    **dict.fromkeys(churn_reasons.REASONS, tables.TEXT),
    "horizon_days": tables.INTEGER,
    "model_version": tables.TEXT,
}


@tables.one_thread
def score(
    features: pd.DataFrame,
    labels: pd.DataFrame,
    settings: Settings | None = None,
    fits: Fits = ANEW,
) -> pd.DataFrame:
    """Return a probability, decile and reasons per customer with an order before T.

    Every month start is a fit date, learning only from labels complete by then; other
    dates are scored by the last fit. Decile 10 is the likeliest tenth to go silent;
    equal probabilities are ranked by recency, then customer_id. Where nothing could
    be learned yet, probability, decile and version are null.
    """
    settings = settings or Settings()
    rows = tables.customers_with_orders(features)
    parts = list(grid.rows_by_fit(rows))
    orders = {
        date: fits.get_or_fit(
            fitting.fit_orders, part[part["as_of_date"] == date], settings
        )
        for date, part in parts
    }
    parts = [
        (date, fitting.with_silence(part, orders[date], settings))
        for date, part in parts
    ]
    labelled = _labelled(
        [rows.iloc[:0], *(part for _, part in parts)], labels, settings
    )
    scored = [rows.iloc[:0]]
    for date, part in parts:
        training = tables.known_at(labelled, date)
        model = fits.get_or_fit(fit, training, orders[date], date, settings)
        scored.append(_scored(model, part, settings))
    return tables.typed(pd.concat(scored), SCORE_COLUMNS)


def _labelled(
    parts: list[pd.DataFrame], labels: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    known = tables.complete_labels(labels, settings.horizon_days)
    return grid.month_starts(tables.with_labels(pd.concat(parts), known))


def _scored(model: Fit, rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    out = rows[[*tables.KEYS, "days_since_last_order"]].copy()
    out["horizon_days"] = settings.horizon_days
    if model.model_version is None:
        return out
    out["churn_probability"] = fitting.probabilities(model, rows, settings)
    out["churn_decile"] = deciles(out)
    out[churn_reasons.REASONS] = fitting.reasons(model, rows, settings)
    out["model_version"] = model.model_version
    return out


def deciles(rows: pd.DataFrame) -> pd.Series:
    """Return 1..10 within each date, 10 for the highest probabilities."""
    order = ["as_of_date", "churn_probability", "days_since_last_order", "customer_id"]
    dates = rows.sort_values(order).groupby("as_of_date")["as_of_date"]
    return dates.cumcount() * DECILES // dates.transform("size") + 1


@tables.one_thread
def evaluate(
    scores: pd.DataFrame,
    features: pd.DataFrame,
    labels: pd.DataFrame,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Compare probabilities with who went silent, beside recency alone.

    Only dates with labels count; each was scored by a fit that saw none of them. The
    baseline ranks by days since the last order; as a probability it is a logistic
    regression on them, learned from labels complete at the date (null before).
    """
    settings = settings or Settings()
    known = tables.complete_labels(labels, settings.horizon_days)
    recency = tables.by_key(features[EVALUATED_FEATURES])
    rows = tables.by_key(scores).merge(recency, on=tables.KEYS, how="left")
    labelled = tables.with_labels(rows, known)
    quality = partial(_quality, labelled=labelled, settings=settings)
    return evaluations(labelled, "churn", quality)


def _quality(
    rows: pd.DataFrame, labelled: pd.DataFrame, settings: Settings
) -> list[Row]:
    silent = np.where(tables.numbers(rows, "order_count_next") == 0, 1.0, 0.0)
    ours = rows["churn_probability"].to_numpy(np.float64)
    days = rows["days_since_last_order"].to_numpy(np.float64)
    gain = metrics.auc_difference(silent, ours, days, settings.resamples, settings.seed)
    past = grid.month_starts(tables.known_at(labelled, rows["as_of_date"].iloc[0]))
    measures: dict[str, Measure] = {
        "brier": metrics.brier,
        "log_loss": metrics.log_loss,
        "expected_calibration_error": metrics.expected_calibration_error,
    }
    return [
        *evaluation_rows({"auc": metrics.auc}, silent, ours, BASELINE, days),
        *interval_rows("auc_gain", gain, BASELINE),
        *evaluation_rows(measures, silent, ours, BASELINE, _recency_odds(past, days)),
        ("silent_share", float(ours.mean()), "realised", float(silent.mean())),
    ]


def _recency_odds(past: pd.DataFrame, days: Floats) -> Floats:
    """Return what recency alone gives as a probability; nan without both outcomes."""
    silent = (past["order_count_next"] == 0).to_numpy()
    if len(np.unique(silent)) < 2:
        return np.full(len(days), np.nan)
    model = LogisticRegression().fit(np.log1p(past[["days_since_last_order"]]), silent)
    frame = pd.DataFrame({"days_since_last_order": days})
    return model.predict_proba(np.log1p(frame))[:, 1]
