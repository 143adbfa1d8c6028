"""Session intent: does a session end in an order, asked after its third event?

    score(features, labels, settings, fits) -> SCORE_COLUMNS, by session
    evaluate(scores, features, labels, settings) -> EVALUATION_COLUMNS, long

`features` has one row per session_id, as_of_date the last fit date before it, and what
was known right after its third event; `labels` (session_id, label_date, has_order) how
it ended, and when that was known. Sessions with an order among their first three
events are none: they are decided.
"""

from functools import partial

import numpy as np
import pandas as pd
from scipy.special import expit

from customer360.ml import tables, told
from customer360.ml.classification import binary_rows, choice_rows
from customer360.ml.evaluations import Row, evaluations
from customer360.ml.fits import ANEW, Fits
from customer360.ml.session_intent.fitting import Fit, Settings, fit, order_log_odds
from customer360.ml.session_intent.parameters import fit_parameters
from customer360.ml.session_intent.rule import (
    RULE_NAME,
    TOLD_BY,
    fit_rule,
    rule_log_odds,
)
from customer360.ml.session_intent.walk import (
    Step,
    outcomes_by_session,
    sessions_by_fit_date,
    walk,
    with_outcomes,
)

__all__ = [
    "EVALUATED_FEATURES",
    "SCORED",
    "SCORE_COLUMNS",
    "Fit",
    "Settings",
    "evaluate",
    "fit",
    "score",
]

MODEL_NAME = "session_intent"
# what an evaluation looks at
EVALUATED_FEATURES = ["session_id", "as_of_date", *TOLD_BY]
SCORED = ["session_id", "order_probability", "model_version"]

SCORE_COLUMNS = {
    "session_id": tables.TEXT,
    "scored_at": tables.DATE,
    "as_of_date": tables.DATE,
    "known_date": tables.DATE,
    "order_probability": tables.NUMBER,
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
    """Return the probability of an order for each session, by month, day known and id.

    Every as_of_date is a fit date, learning only from sessions whose end was known by
    then; its fit scores the sessions up to the next. Where nothing could be learned
    yet, probability and version are null. `told.choices` has what each fit chose
    between, and why; `told.parameters` what it learned.
    """
    settings = settings or Settings()
    scored = []
    for step in walk(features, labels, settings, fits):
        said = choice_rows(MODEL_NAME, step.fit, step.fit_date)
        out = told.beside(_scored(step), told.CHOICES, said)
        learned = told.parameter_rows(
            MODEL_NAME, step.fit.model_version, fit_parameters(step.fit)
        )
        scored.append(told.beside(out, told.PARAMETERS, learned))
    nobody = features.iloc[:0]
    columns = list(SCORE_COLUMNS)
    frame = pd.concat([part.reindex(columns=columns) for part in [nobody, *scored]])
    return frame.astype(SCORE_COLUMNS).reset_index(drop=True)


def _scored(step: Step) -> pd.DataFrame:
    out = step.rows[["session_id", "scored_at", "as_of_date", "known_date"]]
    # what a fit chose is told beside its first row, which no later one may take over
    out = out.sort_values(["known_date", "session_id"])
    if step.fit.model_version is None:
        return out
    return out.assign(
        order_probability=pd.Series(
            expit(order_log_odds(step.fit, step.rows)), step.rows.index
        ),
        model_version=step.fit.model_version,
    )


@tables.one_thread
def evaluate(
    scores: pd.DataFrame,
    features: pd.DataFrame,
    labels: pd.DataFrame,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Compare probabilities with how sessions ended, beside the rule.

    Of each month a sample of the sessions whose end is known by now. The rule is that
    of the month's first day, learned from what was known then; null before.
    """
    settings = settings or Settings()
    outcomes = outcomes_by_session(labels)
    sample = pd.concat(
        [features.iloc[:0][EVALUATED_FEATURES]]
        + [
            rows.head(settings.max_judged_rows)
            for _, rows in sessions_by_fit_date(features[EVALUATED_FEATURES])
        ]
    )
    labelled = with_outcomes(sample, outcomes)
    judged = labelled.merge(scores[SCORED], on="session_id", validate="one_to_one")
    quality = partial(_quality, labelled=labelled, settings=settings)
    return evaluations(judged, MODEL_NAME, quality)


def _quality(
    rows: pd.DataFrame, labelled: pd.DataFrame, settings: Settings
) -> list[Row]:
    past = labelled[labelled["label_date"] <= rows["as_of_date"].iloc[0]]
    rule = fit_rule(past, past["has_order"].to_numpy(np.float64)) if len(past) else None
    by_rule = expit(rule_log_odds(rule, rows))
    return binary_rows(
        rows["has_order"].to_numpy(np.float64),
        rows["order_probability"].to_numpy(np.float64),
        RULE_NAME,
        by_rule,
        by_rule,
    )
