"""Churn: who orders nothing in the next `horizon_days`, among those who ordered before.

    score(features, labels, settings, fits) -> SCORE_COLUMNS, by customer and date
    evaluate(scores, features, labels, settings) -> EVALUATION_COLUMNS, long

`features` has one row per (customer_id, as_of_date) and any numeric columns; `labels`
(customer_id, as_of_date, label_date, order_count_next, order_amount_sum_next) tells
what happened in the horizon after as_of_date. Rows without an order before as_of_date
get no score.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from scipy.special import expit

from customer360.ml import next_order, odds, tables, told
from customer360.ml.churn import reasons as churn_reasons
from customer360.ml.classification import binary_rows, choice_rows
from customer360.ml.evaluations import Row, evaluations
from customer360.ml.fits import ANEW, Fits
from customer360.ml.next_order import Question, Step
from customer360.ml.next_order.quality import RECENCY, recency_probability

__all__ = ["SCORE_COLUMNS", "Settings", "evaluate", "score"]

MODEL_NAME = "churn"
METHOD = "churn-3"
BASELINE = "recency"
# what an evaluation looks at
EVALUATED_FEATURES = [*tables.KEYS, RECENCY]

SCORE_COLUMNS = {
    "churn_probability": tables.NUMBER,
    "churn_decile": tables.INTEGER,
    "revenue_at_risk_amount": tables.NUMBER,
    "base_log_odds": tables.NUMBER,
    **{
        name: dtype
        for reason in churn_reasons.REASONS
        for name, dtype in (
            (reason, tables.TEXT),
            (f"{reason}_log_odds", tables.NUMBER),
        )
    },
    "other_log_odds": tables.NUMBER,
    "horizon_days": tables.INTEGER,
    "model_version": tables.TEXT,
    told.CHOICES: tables.TEXT,
    told.PARAMETERS: tables.TEXT,
}


@dataclass(frozen=True)
class Settings(next_order.Settings):
    """Adds how many days without an order are churn."""

    horizon_days: int = 90


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
    equal probabilities are ranked by recency, then customer_id. The base, the reasons
    and the other log odds sum to those of the probability. Where nothing could be
    learned yet, all of that and the version are null. `told.choices` has what each fit
    chose between, and why; `told.parameters` what it learned.
    """
    settings = settings or Settings()
    question = _question(settings)
    steps = next_order.walk(features, labels, [question], settings, fits)
    scored = []
    for step in steps:
        said = choice_rows(MODEL_NAME, step.fit, step.date.fit_date)
        out = told.beside(_scored(step), told.CHOICES, said)
        learned = told.parameter_rows(
            MODEL_NAME, step.fit.model_version, next_order.fit_parameters(step.fit)
        )
        scored.append(told.beside(out, told.PARAMETERS, learned))
    nobody = tables.by_key(features.iloc[:0])
    return tables.typed(pd.concat([nobody[tables.KEYS], *scored]), SCORE_COLUMNS)


def _question(settings: Settings) -> Question:
    return Question(METHOD, settings.horizon_days, is_silence=True)


def _scored(step: Step) -> pd.DataFrame:
    rows = step.rows
    out = rows[[*tables.KEYS, RECENCY]].copy()
    out["horizon_days"] = step.question.horizon_days
    if step.fit.model_version is None:
        return out
    parts = next_order.outcome_parts(step)
    whole = parts.base + parts.by_topic.sum(axis=1).to_numpy(np.float64)
    whole = np.clip(whole, -odds.LARGEST, odds.LARGEST)
    said = churn_reasons.reasons(parts.by_topic, rows)
    explained = said[churn_reasons.REASON_LOG_ODDS].sum(axis=1).to_numpy(np.float64)
    spent = tables.numbers(rows, "order_amount_sum_365d")
    out["churn_probability"] = expit(whole)
    return out.assign(
        churn_decile=next_order.deciles(out, "churn_probability", True),
        revenue_at_risk_amount=expit(whole) * spent,
        base_log_odds=parts.base,
        other_log_odds=whole - parts.base - explained,
        model_version=step.fit.model_version,
        **{name: said[name] for name in said.columns},
    )


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
    judged = scores[[*tables.KEYS, "churn_probability", "model_version"]]
    rows = tables.by_key(judged).merge(recency, on=tables.KEYS, how="left")
    labelled = tables.with_labels(rows, known)
    quality = partial(_quality, labelled=labelled, settings=settings)
    return evaluations(labelled, MODEL_NAME, quality)


def _quality(
    rows: pd.DataFrame, labelled: pd.DataFrame, settings: Settings
) -> list[Row]:
    question = _question(settings)
    silent = question.happened(rows["order_count_next"])
    ours = rows["churn_probability"].to_numpy(np.float64)
    return [
        *binary_rows(
            silent,
            ours,
            BASELINE,
            rows[RECENCY].to_numpy(np.float64),
            recency_probability(labelled, rows, question, settings.max_training_rows),
        ),
        ("silent_share", float(ours.mean()), "realised", float(silent.mean())),
    ]
