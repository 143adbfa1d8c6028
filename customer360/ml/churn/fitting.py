"""What a fit date can teach about going silent, from most to least data.

1. With enough labels: the mean of a penalised logistic regression and boosted trees.
   A trial fit on the earlier dates must rank the last known date better than BG/NBD
   did; the trial also tells how far the level must be shifted.
2. Else BG/NBD, which learns from the orders themselves and needs no label.
3. With a handful of customers: the share of known labels. Without labels, nothing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import expit
from sklearn.ensemble import HistGradientBoostingClassifier, VotingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from customer360.ml import bgnbd, grid, metrics, tables
from customer360.ml.churn import reasons as churn_reasons
from customer360.ml.churn.inputs import churn_inputs, log_odds
from customer360.ml.metrics import Floats

MODEL_NAME = "churn-1"
FALLBACK_NAME = "churn-bgnbd-1"
BASE_RATE_NAME = "churn-base-rate-1"
LARGEST_SHIFT = 3.0


@dataclass(frozen=True)
class Settings:
    """What a user may turn; sizes of the models were chosen by rolling-origin trials.

    `min_positives` counts the rarer outcome, in a fit and in its forward calibration.
    """

    seed: int = 0
    horizon_days: int = 90
    min_training_rows: int = 500
    min_positives: int = 40
    max_training_rows: int = 50_000
    min_customers: int = 50
    tree_count: int = 60
    leaf_count: int = 8
    leaf_rows: int = 50
    learning_rate: float = 0.05
    linear_penalty: float = 100.0
    resamples: int = 500


@dataclass(frozen=True)
class Fit:
    """What a fit date taught: a classifier, else dropout parameters, else a base rate.

    `shift` is added to the classifier's log odds; `typical` holds the training medians
    of its inputs.
    """

    model_version: str | None
    classifier: VotingClassifier | None = None
    shift: float = 0.0
    typical: dict[str, float] | None = None
    orders: bgnbd.Parameters | None = None
    base_rate: float = np.nan


@dataclass(frozen=True)
class Trial:
    """Whether a classifier ranked a later date better than BG/NBD, and its shift."""

    is_won: bool = False
    shift: float = 0.0


def fit_orders(customers: pd.DataFrame, settings: Settings) -> bgnbd.Parameters | None:
    """Fit BG/NBD to the customers of a fit date; None where they are too few."""
    if len(customers) < settings.min_customers:
        return None
    sample = tables.sample_by_key(customers, settings.max_training_rows)
    return bgnbd.fit(*bgnbd.history(sample))


def fit(
    training: pd.DataFrame,
    orders: bgnbd.Parameters | None,
    fit_date: pd.Timestamp,
    settings: Settings,
) -> Fit:
    """Fit what `training`, the labelled rows known at `fit_date`, allows."""
    if len(training) >= settings.min_training_rows and _learnable(training, settings):
        sample = tables.sample_by_key(training, settings.max_training_rows)
        inputs = churn_inputs(sample)
        trial = _trial(sample, inputs, settings)
        if trial.is_won or orders is None:
            inputs = _ever_known(inputs)
            classifier = _classifier(settings).fit(inputs, _went_silent(sample))
            version = grid.version(MODEL_NAME, fit_date, settings)
            return Fit(version, classifier, trial.shift, _medians(inputs))
    if orders is not None:
        return Fit(grid.version(FALLBACK_NAME, fit_date, settings), orders=orders)
    if not len(training):
        return Fit(None)
    version = grid.version(BASE_RATE_NAME, fit_date, settings)
    return Fit(version, base_rate=float(_went_silent(training).mean()))


def _went_silent(labelled: pd.DataFrame) -> np.ndarray:
    return (labelled["order_count_next"] == 0).to_numpy()


def _learnable(labelled: pd.DataFrame, settings: Settings) -> bool:
    silent = _went_silent(labelled)
    return bool(min(silent.sum(), (~silent).sum()) >= settings.min_positives)


def _classifier(settings: Settings) -> VotingClassifier:
    """Return the mean of a penalised logistic regression and boosted trees.

    The first is steady on few rows, the second finds what is not linear; on every set
    and origin tried their mean ranked as well as the better one or better.
    """
    linear = Pipeline(
        [
            ("fill", SimpleImputer(strategy="median", keep_empty_features=True)),
            ("scale", StandardScaler()),
            ("model", LogisticRegression(C=1 / settings.linear_penalty, max_iter=1000)),
        ]
    )
    trees = HistGradientBoostingClassifier(
        learning_rate=settings.learning_rate,
        max_iter=settings.tree_count,
        max_leaf_nodes=settings.leaf_count,
        min_samples_leaf=settings.leaf_rows,
        l2_regularization=5.0,
        early_stopping=False,
        random_state=settings.seed,
    )
    return VotingClassifier([("linear", linear), ("trees", trees)], voting="soft")


def _ever_known(inputs: pd.DataFrame) -> pd.DataFrame:
    """Leave out inputs that are null in every row: their source is absent.

    Boosted trees of scikit-learn 1.9 cannot bin a column without one value.
    """
    return inputs.loc[:, inputs.notna().any()]


def _medians(inputs: pd.DataFrame) -> dict[str, float]:
    return {str(name): float(value) for name, value in inputs.median().items()}


def _trial(training: pd.DataFrame, inputs: pd.DataFrame, settings: Settings) -> Trial:
    """Fit the earlier dates and see how the last known one comes out.

    Folds within the same dates cannot see how the level drifts: they left two to three
    times the calibration error in rolling-origin trials.
    """
    is_last = (training["as_of_date"] == training["as_of_date"].max()).to_numpy()
    for part in (training[~is_last], training[is_last]):
        if not _learnable(part, settings):
            return Trial()
    earlier_inputs = _ever_known(inputs[~is_last])
    earlier = _classifier(settings)
    earlier.fit(earlier_inputs, _went_silent(training[~is_last]))
    last_inputs = inputs.loc[is_last, earlier_inputs.columns]
    odds = log_odds(earlier.predict_proba(last_inputs)[:, 1])
    silent = _went_silent(training[is_last]).astype(np.float64)
    rival = training.loc[is_last, "silence_log_odds"].to_numpy(np.float64)
    is_won = metrics.auc(silent, odds) > metrics.auc(silent, rival)
    return Trial(is_won, _shift(odds, float(silent.mean())))


def _shift(odds: Floats, share: float) -> float:
    """Return what to add to log odds for their mean probability to be `share`."""

    def gap(shift: float) -> float:
        return float(expit(odds + shift).mean() - share)

    if gap(-LARGEST_SHIFT) * gap(LARGEST_SHIFT) > 0:
        return float(np.copysign(LARGEST_SHIFT, -gap(0.0)))
    return float(brentq(gap, -LARGEST_SHIFT, LARGEST_SHIFT))


def probabilities(model: Fit, rows: pd.DataFrame, settings: Settings) -> Floats:
    """Return each row's probability to go silent; nan where nothing was learned."""
    if model.classifier is not None:
        return _classified(model, churn_inputs(rows))
    if model.orders is not None:
        return _silence(model.orders, _order_inputs(rows), settings)
    return np.full(len(rows), model.base_rate)


def reasons(model: Fit, rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return reason_1..3 of each row; null where a base rate is all there is."""
    parts = pd.DataFrame(index=rows.index)
    if model.classifier is not None and model.typical is not None:
        parts = churn_reasons.contributions(
            lambda inputs: _classified(model, inputs),
            churn_inputs(rows)[list(model.typical)],
            model.typical,
        )
    elif model.orders is not None:
        orders, inputs = model.orders, _order_inputs(rows)
        parts = churn_reasons.contributions(
            lambda inputs: _silence(orders, inputs, settings),
            inputs,
            _medians(inputs),
        )
    return churn_reasons.reasons(parts, rows)


def _classified(model: Fit, inputs: pd.DataFrame) -> Floats:
    assert model.classifier is not None
    assert model.typical is not None
    known = inputs[list(model.typical)]
    odds = log_odds(model.classifier.predict_proba(known)[:, 1])
    return expit(odds + model.shift)


def _order_inputs(rows: pd.DataFrame) -> pd.DataFrame:
    columns = ["days_since_last_order", "days_since_first_order", "repeat_order_count"]
    return rows[columns].astype(np.float64)


def _silence(
    orders: bgnbd.Parameters, inputs: pd.DataFrame, settings: Settings
) -> Floats:
    """Return BG/NBD's silence probability, a customer's age never below its silence."""
    x = inputs["repeat_order_count"].to_numpy()
    silent = inputs["days_since_last_order"].to_numpy()
    age = np.maximum(inputs["days_since_first_order"].to_numpy(), silent)
    t_x, T = (age - silent) / bgnbd.DAYS_A_WEEK, age / bgnbd.DAYS_A_WEEK
    weeks = settings.horizon_days / bgnbd.DAYS_A_WEEK
    return bgnbd.silence_probability(orders, weeks, x, t_x, T)


def with_silence(
    rows: pd.DataFrame, orders: bgnbd.Parameters | None, settings: Settings
) -> pd.DataFrame:
    """Add BG/NBD's log odds of silence, an input of the classifier."""
    odds = np.full(len(rows), np.nan)
    if orders is not None:
        odds = log_odds(_silence(orders, _order_inputs(rows), settings))
    return rows.assign(silence_log_odds=odds)
