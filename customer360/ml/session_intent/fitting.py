"""What a fit date can teach about how sessions end, from most to least data.

1. With enough labels of two months: the champion of the candidates, if it beat the rule
   on a later month than it learned from.
2. Else the rule. Without labels, nothing.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from customer360.ml import classification, grid
from customer360.ml.classification import Calibration, Champion, Choice
from customer360.ml.metrics import Floats
from customer360.ml.session_intent.inputs import (
    Categories,
    common_values,
    session_inputs,
    topics,
)
from customer360.ml.session_intent.rule import (
    RULE_NAME,
    Rule,
    fit_rule,
    rule_log_odds,
)

METHOD = "session-intent-1"
# what a training row carries besides features
OUTCOME = ["label_date", "has_order", "rule_log_odds"]


@dataclass(frozen=True)
class Settings(classification.Settings):
    """Sessions are many: fewer are learned from, and judged a date."""

    max_training_rows: int = 20_000
    max_comparison_rows: int = 10_000
    max_judged_rows: int = 20_000


@dataclass(frozen=True)
class Fit:
    """What a fit date taught: a champion and the values it tells apart, else a rule.

    `calibration` corrects the rule's log odds.
    """

    model_version: str | None
    choices: tuple[Choice, ...] = ()
    champion: Champion | None = None
    categories: Categories = field(default_factory=dict)
    rule: Rule | None = None
    calibration: Calibration = field(default_factory=Calibration)


def fit(
    training: pd.DataFrame,
    fit_date: pd.Timestamp,
    reigning: str | None,
    settings: Settings,
) -> Fit:
    """Fit what `training` allows: sessions whose end was known at `fit_date`.

    training: features and OUTCOME, by as_of_date and session_id; rule_log_odds is what
    the rule of their own month said of them. reigning: the candidate that was champion
    at the fit date before.
    """
    if training.empty:
        return Fit(None)
    has_order = training["has_order"].to_numpy(np.float64)
    features = training.drop(columns=OUTCOME)
    categories = common_values(features)
    inputs = session_inputs(features, categories)
    rows = classification.Rows(
        inputs=inputs,
        is_positive=has_order,
        period=training["as_of_date"].to_numpy(),
        # sessions do not overlap: each is a subject of its own
        subject=training["session_id"].to_numpy(object),
        baseline_log_odds=training["rule_log_odds"].to_numpy(np.float64),
        topics=topics(inputs),
    )
    learned = classification.learn(rows, settings, reigning, RULE_NAME)
    champion = learned.champion
    name = RULE_NAME if champion is None else champion.candidate_name
    return Fit(
        grid.version(f"{METHOD}-{name}", fit_date, settings),
        learned.choices,
        champion,
        categories,
        fit_rule(features, has_order),
        learned.calibration,
    )


def order_log_odds(model: Fit, rows: pd.DataFrame) -> Floats:
    """Return each session's log odds of an order; nan where nothing was learned."""
    if model.champion is None:
        return model.calibration(rule_log_odds(model.rule, rows))
    inputs = session_inputs(rows, model.categories)
    return classification.champion_log_odds(model.champion, inputs)
