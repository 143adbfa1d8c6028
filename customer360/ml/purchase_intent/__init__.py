"""Purchase intent: who orders in the next 7 and 30 days, of those who ordered before.

    score(features, labels, settings, fits) -> SCORE_COLUMNS, by customer, date, horizon
    evaluate(scores, features, labels, settings) -> EVALUATION_COLUMNS, long

Frames are those of churn. Each horizon is a model of its own, `purchase_intent_7d`,
with its own champion: who buys this week is not who stays this quarter.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from scipy.special import expit

from customer360.ml import next_order, tables, told
from customer360.ml.classification import binary_rows, choice_rows
from customer360.ml.evaluations import EVALUATION_COLUMNS, Row, evaluations
from customer360.ml.fits import ANEW, Fits
from customer360.ml.next_order import Question, Step
from customer360.ml.next_order.quality import RECENCY, recency_probability

__all__ = ["SCORE_COLUMNS", "Settings", "evaluate", "score"]

METHOD = 2
BASELINE = "recency"
# what an evaluation looks at
EVALUATED_FEATURES = [*tables.KEYS, RECENCY]

SCORE_COLUMNS = {
    "horizon_days": tables.INTEGER,
    "purchase_probability": tables.NUMBER,
    "purchase_decile": tables.INTEGER,
    "model_version": tables.TEXT,
    told.CHOICES: tables.TEXT,
    told.PARAMETERS: tables.TEXT,
}


@dataclass(frozen=True)
class Settings(next_order.Settings):
    """Adds how many days are looked ahead."""

    horizons: tuple[int, ...] = (7, 30)


@tables.one_thread
def score(
    features: pd.DataFrame,
    labels: pd.DataFrame,
    settings: Settings | None = None,
    fits: Fits = ANEW,
) -> pd.DataFrame:
    """Return a probability and decile per customer with an order before T and horizon.

    Fitted and scored like churn. Decile 10 is the likeliest tenth to order; equal
    probabilities are ranked by recency, then customer_id. Where nothing could be
    learned yet, probability, decile and version are null. `told.choices` has what each
    fit chose between, and why; `told.parameters` what it learned.
    """
    settings = settings or Settings()
    nobody = tables.by_key(features.iloc[:0])[tables.KEYS]
    steps = next_order.walk(features, labels, _questions(settings), settings, fits)
    scored = []
    for step in steps:
        name = _model_name(step.question.horizon_days)
        said = choice_rows(name, step.fit, step.date.fit_date)
        out = told.beside(_scored(step), told.CHOICES, said)
        learned = told.parameter_rows(
            name, step.fit.model_version, next_order.fit_parameters(step.fit)
        )
        scored.append(told.beside(out, told.PARAMETERS, learned))
    return tables.typed(pd.concat([nobody, *scored]), SCORE_COLUMNS)


def _questions(settings: Settings) -> list[Question]:
    return [_question(days) for days in settings.horizons]


def _question(horizon_days: int) -> Question:
    name = f"{_model_name(horizon_days)}-{METHOD}"
    return Question(name, horizon_days, is_silence=False)


def _model_name(horizon_days: int) -> str:
    return f"purchase_intent_{horizon_days}d"


def _scored(step: Step) -> pd.DataFrame:
    out = step.rows[[*tables.KEYS, RECENCY]].copy()
    out["horizon_days"] = step.question.horizon_days
    if step.fit.model_version is None:
        return out
    out["purchase_probability"] = expit(next_order.outcome_log_odds(step))
    return out.assign(
        purchase_decile=next_order.deciles(out, "purchase_probability", False),
        model_version=step.fit.model_version,
    )


@tables.one_thread
def evaluate(
    scores: pd.DataFrame,
    features: pd.DataFrame,
    labels: pd.DataFrame,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Compare probabilities with who ordered, beside recency alone, as churn does."""
    settings = settings or Settings()
    recency = tables.by_key(features[EVALUATED_FEATURES])
    found = [
        _evaluated(question, scores, recency, labels, settings)
        for question in _questions(settings)
    ]
    return pd.concat(found, ignore_index=True).astype(EVALUATION_COLUMNS)


def _evaluated(
    question: Question,
    scores: pd.DataFrame,
    recency: pd.DataFrame,
    labels: pd.DataFrame,
    settings: Settings,
) -> pd.DataFrame:
    known = tables.complete_labels(labels, question.horizon_days)
    ours = tables.by_key(scores[scores["horizon_days"] == question.horizon_days])
    labelled = tables.with_labels(ours.merge(recency, on=tables.KEYS), known)
    quality = partial(_quality, labelled=labelled, question=question, settings=settings)
    return evaluations(labelled, _model_name(question.horizon_days), quality)


def _quality(
    rows: pd.DataFrame, labelled: pd.DataFrame, question: Question, settings: Settings
) -> list[Row]:
    ordered = question.happened(rows["order_count_next"])
    ours = rows["purchase_probability"].to_numpy(np.float64)
    return [
        *binary_rows(
            ordered,
            ours,
            BASELINE,
            -rows[RECENCY].to_numpy(np.float64),
            recency_probability(labelled, rows, question, settings.max_training_rows),
        ),
        ("ordering_share", float(ours.mean()), "realised", float(ordered.mean())),
    ]
