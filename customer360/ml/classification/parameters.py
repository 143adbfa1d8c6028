"""What a champion learned, as numbers with names: what its members weigh, and typical.

| parameter | what it is |
|---|---|
| calibration_slope, calibration_intercept | how its own log odds are corrected |
| typical.INPUT | training median: where an unknown value stands, and reasons begin |
| logistic_intercept, logistic_coefficient.INPUT | log odds, and what a unit adds |
| svm_intercept, svm_coefficient.INPUT | the same of its margin |
| boosting_gain_share.INPUT | its share of all that splits gained; they sum to 1 |
| tree_gain_share.INPUT | the same of the one tree |

What a network weighs has no meaning input by input, and is not told.
"""

from collections.abc import Iterator

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import Pipeline
from sklearn.tree import DecisionTreeClassifier

from customer360.ml.classification.calibration import Calibration
from customer360.ml.classification.candidates import members
from customer360.ml.classification.champion import Champion
from customer360.ml.metrics import Floats

Named = Iterator[tuple[str, float]]


def champion_parameters(champion: Champion) -> Named:
    """Yield names and values of all that a champion learned."""
    yield from calibration_parameters(champion.calibration)
    for name, value in champion.typical.items():
        yield f"typical.{name}", value
    parts = zip(members(champion.candidate_name), champion.members, strict=True)
    for kind, pipeline in parts:
        yield from _of_member(kind, pipeline, list(champion.typical))


def calibration_parameters(corrected: Calibration) -> Named:
    """Yield how log odds are corrected."""
    yield "calibration_slope", corrected.slope
    yield "calibration_intercept", corrected.intercept


def _of_member(kind: str, pipeline: Pipeline, inputs: list[str]) -> Named:
    model = pipeline[-1]
    if isinstance(model, HistGradientBoostingClassifier):
        name, values = f"{kind}_gain_share", _gain_shares(model, len(inputs))
    elif isinstance(model, DecisionTreeClassifier):
        name, values = f"{kind}_gain_share", model.feature_importances_
    elif hasattr(model, "coef_"):
        intercept, values = _in_units(pipeline)
        yield f"{kind}_intercept", intercept
        name = f"{kind}_coefficient"
    else:
        return
    for column, value in zip(inputs, values, strict=True):
        yield f"{name}.{column}", float(value)


def _in_units(pipeline: Pipeline) -> tuple[float, Floats]:
    """Return a linear model's intercept and weights on inputs that are not scaled."""
    scale, model = pipeline["scale"], pipeline[-1]
    weights = model.coef_[0] / scale.scale_
    return float(model.intercept_[0] - weights @ scale.mean_), weights


def _gain_shares(model: HistGradientBoostingClassifier, count: int) -> Floats:
    """Return each input's share of what all splits gained; 0 where nothing is split.

    scikit-learn tells it of a forest, not of boosted trees.
    """
    gained = np.zeros(count)
    for (tree,) in model._predictors:
        splits = tree.nodes[tree.nodes["is_leaf"] == 0]
        np.add.at(gained, splits["feature_idx"].astype(np.intp), splits["gain"])
    total = gained.sum()
    return gained / total if total > 0 else gained
