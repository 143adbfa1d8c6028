"""What each topic adds to a row's log odds, in parts that add up.

Inputs of one topic move together (counts over 30 and 90 days), so they are set at once.
The base is what a pipeline says of the typical row. Linear models and trees that split
one topic each are sums over topics, which can be read off them. Of anything else
topics are switched from typical to the row's own values one after the other, forwards
and backwards: each walk ends at the row, so its steps add up, and so does their mean, a
Shapley value estimated from two orders (Strumbelj & Kononenko 2010).
"""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import Pipeline

from customer360.ml.classification.calibration import claimed
from customer360.ml.metrics import Floats

Places = dict[str, NDArray[np.intp]]


@dataclass(frozen=True)
class Parts:
    """Log odds of the typical row, and (rows, topics) what is added to them."""

    base: float
    by_topic: pd.DataFrame


def parts_of(
    pipeline: Pipeline,
    inputs: pd.DataFrame,
    typical: Mapping[str, float],
    topics: Mapping[str, str],
) -> Parts:
    """Return a pipeline's own log odds of each row as a sum over topics."""
    places = places_by_topic(inputs, topics)
    middle = np.array([[typical[column] for column in inputs.columns]])
    # all steps but the last treat each column by itself
    own = _before_last(pipeline, inputs.to_numpy(np.float64))
    start = _before_last(pipeline, middle)
    model = pipeline[-1]
    if isinstance(model, HistGradientBoostingClassifier):
        base, added = _of_trees(model, own, start, places)
    elif hasattr(model, "coef_"):
        base, added = _of_linear(model, own, start, places)
    else:
        base, added = walked(_claims_of(model), own, start, places)
    return Parts(base, pd.DataFrame(added, index=inputs.index))


def places_by_topic(inputs: pd.DataFrame, topics: Mapping[str, str]) -> Places:
    """Return the column numbers of each topic, topics in alphabetical order."""
    named = pd.Series([topics[column] for column in inputs.columns], dtype="str")
    return {
        name: np.flatnonzero(named == name) for name in sorted(set(topics.values()))
    }


def _before_last(pipeline: Pipeline, inputs: Floats) -> Floats:
    earlier = pipeline[:-1]
    return earlier.transform(inputs) if len(earlier) else inputs


def _claims_of(model: Any) -> Callable[[Floats], Floats]:
    return lambda inputs: claimed(model.predict_proba(inputs)[:, 1])


def _of_linear(
    model: Any, own: Floats, start: Floats, places: Places
) -> tuple[float, dict[str, Floats]]:
    weights = model.coef_[0]
    added = {
        name: (own[:, columns] - start[:, columns]) @ weights[columns]
        for name, columns in places.items()
    }
    return float(start[0] @ weights + model.intercept_[0]), added


def _of_trees(
    model: HistGradientBoostingClassifier, own: Floats, start: Floats, places: Places
) -> tuple[float, dict[str, Floats]]:
    """Sum the trees of each topic apart: each tree runs once, whatever the topics.

    scikit-learn has no public way to ask some trees only; a test holds the sums
    against the whole.
    """
    base = float(model.decision_function(start)[0])
    added = {}
    for name, columns in places.items():
        some = copy(model)
        some._predictors = [
            trees for trees in model._predictors if _splits_any(trees[0], columns)
        ]
        added[name] = some.decision_function(own) - some.decision_function(start)[0]
    return base, added


def _splits_any(tree: Any, columns: NDArray[np.intp]) -> bool:
    nodes = tree.nodes
    used = nodes["feature_idx"][nodes["is_leaf"] == 0]
    return bool(np.isin(used, columns).any())


def walked(
    odds_of: Callable[[Floats], Floats], own: Floats, start: Floats, places: Places
) -> tuple[float, dict[str, Floats]]:
    """Return the typical row's log odds and each topic's mean step of two walks."""
    base = float(odds_of(start)[0])
    added = {name: np.zeros(len(own)) for name in places}
    for names in (list(places), list(places)[::-1]):
        at = np.repeat(start, len(own), axis=0)
        before = np.full(len(own), base)
        for name in names:
            at[:, places[name]] = own[:, places[name]]
            after = odds_of(at)
            added[name] += (after - before) / 2.0
            before = after
    return base, added
