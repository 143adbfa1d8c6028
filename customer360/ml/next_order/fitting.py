"""What a fit date can teach about the next order, from most to least data.

1. With enough labels: the champion of the candidates, if it beat BG/NBD on a later
   date than it learned from.
2. Else BG/NBD, which learns from the orders themselves, corrected where labels allow.
3. With a handful of customers: the share of known labels. Without labels, nothing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from customer360.ml import classification, grid, tables
from customer360.ml.classification import Calibration, Champion, Choice, Learned
from customer360.ml.metrics import Floats
from customer360.ml.next_order.inputs import SILENCE, topic
from customer360.ml.next_order.silence import Rhythm
from customer360.ml.odds import log_odds

RHYTHM_NAME = "bgnbd"
UNCHANGED = Calibration()


@dataclass(frozen=True)
class Settings(classification.Settings):
    """Adds how many customers BG/NBD needs."""

    min_customers: int = 50


@dataclass(frozen=True)
class Question:
    """What is asked: does the customer order in the next `horizon_days`, or not?

    `name` starts the versions, like `churn-3`; `is_silence` makes no order the outcome.
    """

    name: str
    horizon_days: int
    is_silence: bool

    def happened(self, order_count_next: pd.Series) -> Floats:
        """Return 1.0 where the outcome that is asked for came true, else 0.0."""
        is_silent = order_count_next.to_numpy(np.float64) == 0
        return np.where(is_silent == self.is_silence, 1.0, 0.0)

    @property
    def sign(self) -> float:
        """Return 1 where the log odds of silence are the outcome's, else -1."""
        return 1.0 if self.is_silence else -1.0


@dataclass(frozen=True)
class Fit:
    """What a fit date taught: a champion, else a rhythm, else a base rate.

    `calibration` corrects the rhythm's log odds of the outcome.
    """

    model_version: str | None
    choices: tuple[Choice, ...] = ()
    champion: Champion | None = None
    rhythm: Rhythm | None = None
    calibration: Calibration = UNCHANGED
    base_log_odds: float = np.nan


def fit(
    training: pd.DataFrame,
    rhythm: Rhythm | None,
    fit_date: pd.Timestamp,
    reigning: str | None,
    question: Question,
    settings: Settings,
) -> Fit:
    """Fit what `training` allows: keys, inputs and labels known at `fit_date`.

    reigning: the candidate that was champion at the fit date before.
    """
    learned = _learned(training, rhythm, reigning, question, settings)
    champion = learned.champion
    if champion is not None:
        version = _version(champion.candidate_name, fit_date, question, settings)
        return Fit(version, learned.choices, champion=champion)
    if rhythm is not None:
        return Fit(
            _version(RHYTHM_NAME, fit_date, question, settings),
            learned.choices,
            rhythm=rhythm,
            calibration=learned.calibration,
        )
    if not len(training):
        return Fit(None)
    version = _version(classification.BASE_RATE, fit_date, question, settings)
    share = _careful_share(question.happened(training["order_count_next"]))
    return Fit(version, learned.choices, base_log_odds=float(log_odds(share)))


def _version(
    method: str, fit_date: pd.Timestamp, question: Question, settings: Settings
) -> str:
    return grid.version(f"{question.name}-{method}", fit_date, settings)


def _careful_share(happened: Floats) -> Floats:
    """Return the share, half a row of each outcome added: few rows are never sure."""
    return np.array((happened.sum() + 0.5) / (len(happened) + 1.0))


def _learned(
    training: pd.DataFrame,
    rhythm: Rhythm | None,
    reigning: str | None,
    question: Question,
    settings: Settings,
) -> Learned:
    names = [
        name
        for name in training.columns
        if name not in (*tables.KEYS, *tables.LABEL_COLUMNS)
    ]
    rows = classification.Rows(
        inputs=training[names],
        is_positive=question.happened(training["order_count_next"]),
        period=training["as_of_date"].to_numpy(),
        subject=training["customer_id"].to_numpy(object),
        baseline_log_odds=question.sign * tables.numbers(training, SILENCE),
        topics={name: topic(name) for name in names},
    )
    baseline = classification.BASE_RATE if rhythm is None else RHYTHM_NAME
    return classification.learn(rows, settings, reigning, baseline)
