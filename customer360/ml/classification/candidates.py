"""What is compared: five kinds of scikit-learn pipeline, and the mean of two of them.

Inputs are float columns; a null is filled by the median, or, by trees, handled as it
is. Boosted trees may split one topic only (`interaction_cst`), so their log odds are a
sum over topics, exactly, like those of linear models (Lou, Caruana & Gehrke 2012).
"""

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from sklearn.exceptions import ConvergenceWarning
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier

from customer360.ml.boosting import BoostingClassifier
from customer360.ml.metrics import Floats

# by how steady each is on few rows; the first is the first to be champion
CANDIDATES = ("mean", "logistic", "boosting", "svm", "tree", "network")
# candidates whose log odds are the mean of others'
MEANS = {"mean": ("logistic", "boosting")}
# those that say no log odds but a distance, in a unit of their own
MARGINS = ("svm",)


@dataclass(frozen=True)
class Settings:
    """What a user may turn; sizes of the models were chosen by rolling-origin trials.

    `min_positives` counts the rarer outcome, in what is learned and in what is judged.
    """

    seed: int = 0
    candidates: tuple[str, ...] = CANDIDATES
    min_training_rows: int = 500
    min_positives: int = 40
    max_training_rows: int = 30_000
    max_comparison_rows: int = 12_000
    linear_penalty: float = 100.0
    tree_count: int = 90
    leaf_count: int = 8
    leaf_rows: int = 50
    learning_rate: float = 0.05
    # of the inputs, tried at each split of a boosted tree
    input_share: float = 1.0
    network_size: int = 16


def members(name: str) -> tuple[str, ...]:
    """Return the candidates whose log odds `name` is the mean of."""
    return MEANS.get(name, (name,))


class Lesson:
    """Inputs of which each has a known value, and what followed: fits any candidate."""

    def __init__(
        self,
        inputs: pd.DataFrame,
        is_positive: Floats,
        topics: Mapping[str, str],
        settings: Settings,
    ) -> None:
        """Keep what is learned from; inputs are filled and scaled when first asked."""
        self._columns = inputs.columns
        self._inputs = inputs.to_numpy(np.float64)
        self._is_positive = is_positive > 0
        self._topics = topics
        self._settings = settings

    def fitted(self, name: str) -> Pipeline:
        """Return the candidate `name`, fitted."""
        with warnings.catch_warnings():
            # the network is stopped early on purpose
            warnings.simplefilter("ignore", ConvergenceWarning)
            if name in ("boosting", "tree"):
                model = self._tree_model(name).fit(self._inputs, self._is_positive)
                return Pipeline([("model", model)])
            make = {"logistic": _logistic, "svm": _svm, "network": _network}[name]
            before, values = self._scaled
            model = make(self._settings).fit(values, self._is_positive)
            return Pipeline([*before.steps, ("model", model)])

    def _tree_model(self, name: str) -> BoostingClassifier | DecisionTreeClassifier:
        if name == "tree":
            return _tree(self._settings)
        groups = _places_by_topic(self._columns, self._topics)
        return _boosting(groups, self._settings)

    @cached_property
    def _scaled(self) -> tuple[Pipeline, Floats]:
        """Return what most candidates see inputs through, and what they see."""
        fill = SimpleImputer(strategy="median", keep_empty_features=True)
        before = Pipeline([("fill", fill), ("scale", StandardScaler())])
        return before, before.fit_transform(self._inputs)


def _places_by_topic(
    columns: Iterable[str], topics: Mapping[str, str]
) -> list[list[int]]:
    places: dict[str, list[int]] = {}
    for place, column in enumerate(columns):
        places.setdefault(topics[column], []).append(place)
    return [places[topic] for topic in sorted(places)]


def _logistic(settings: Settings) -> LogisticRegression:
    return LogisticRegression(C=1 / settings.linear_penalty, max_iter=1000)


def _boosting(groups: list[list[int]], settings: Settings) -> BoostingClassifier:
    return BoostingClassifier(
        learning_rate=settings.learning_rate,
        max_iter=settings.tree_count,
        max_leaf_nodes=settings.leaf_count,
        min_samples_leaf=settings.leaf_rows,
        l2_regularization=5.0,
        max_features=settings.input_share,
        interaction_cst=groups,
        early_stopping=False,
        random_state=settings.seed,
    )


def _svm(settings: Settings) -> LinearSVC:
    # the primal problem has one solution, found without a random order of rows
    return LinearSVC(C=1 / settings.linear_penalty, dual=False, max_iter=1000)


def _tree(settings: Settings) -> DecisionTreeClassifier:
    return DecisionTreeClassifier(
        max_leaf_nodes=4 * settings.leaf_count,
        min_samples_leaf=settings.leaf_rows,
        random_state=settings.seed,
    )


def _network(settings: Settings) -> MLPClassifier:
    return MLPClassifier(
        hidden_layer_sizes=(settings.network_size,),
        alpha=1.0,
        learning_rate_init=3e-3,
        max_iter=30,
        early_stopping=True,
        n_iter_no_change=4,
        random_state=settings.seed,
    )
