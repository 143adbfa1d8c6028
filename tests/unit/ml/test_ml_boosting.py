"""Trees kept together are the trees that were fitted."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, clone
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)
from skops import io as skops_io

from customer360.fit_store import TRUSTED
from customer360.ml.boosting import (
    BLOCK_ROWS,
    BoostingClassifier,
    BoostingRegressor,
    _Kept,
)

pytestmark = pytest.mark.unit

ROWS = 600


def inputs() -> np.ndarray:
    """Return (ROWS, 3) numbers with gaps."""
    random = np.random.default_rng(0)
    numbers = random.normal(size=(ROWS, 3))
    numbers[random.random(numbers.shape) < 0.1] = np.nan
    return numbers


@pytest.mark.parametrize(
    ("ours", "theirs", "classes"),
    [
        (BoostingClassifier, HistGradientBoostingClassifier, 2),
        (BoostingClassifier, HistGradientBoostingClassifier, 3),
        (BoostingRegressor, HistGradientBoostingRegressor, 9),
    ],
)
def test_kept_trees_say_what_scikit_learn_says_to_the_last_bit(
    ours: type[BaseEstimator], theirs: type[BaseEstimator], classes: int
) -> None:
    rows, answers = inputs(), np.random.default_rng(1).integers(0, classes, ROWS)
    named = {"max_iter": 7, "random_state": 0}
    fitted = ours(**named).fit(rows, answers)

    content = skops_io.dumps(fitted)
    kept = skops_io.loads(content, trusted=TRUSTED)

    wanted = theirs(**named).fit(rows, answers)
    told = "predict_proba" if hasattr(wanted, "predict_proba") else "predict"
    assert np.array_equal(getattr(kept, told)(rows), getattr(wanted, told)(rows))
    assert len(kept._predictors) == 7
    # what is kept can be kept again
    assert len(skops_io.dumps(kept)) == len(content)


@pytest.mark.parametrize("kind", [BoostingClassifier, BoostingRegressor])
@pytest.mark.parametrize("leaves", [2, 3, 8, 31])
def test_a_block_of_rows_is_told_what_scikit_learn_tells_each(
    kind: type[BaseEstimator], leaves: int
) -> None:
    """Of nulls where there were some and where there were none, of thresholds too."""
    random = np.random.default_rng(leaves)
    rows = random.integers(-3, 3, size=(BLOCK_ROWS + 100, 5)).astype(np.float64)
    rows[random.random(len(rows)) < 0.2, :3] = np.nan
    noise = random.normal(size=len(rows))
    outcome = np.nan_to_num(rows) @ [2, -1, 1, 1, 0] + noise + 3 * np.isnan(rows[:, 2])
    answers = outcome > 0 if kind is BoostingClassifier else outcome
    named = {"max_iter": 20, "max_leaf_nodes": leaves, "min_samples_leaf": 5}
    fitted = kind(**named, early_stopping=False).fit(rows[:2000], answers[:2000])
    nodes = np.concatenate([tree.nodes for (tree,) in fitted._predictors])
    thresholds = np.unique(nodes["num_threshold"])
    rows[: len(thresholds), 0] = thresholds
    rows[-50:] = random.choice([np.nan, np.inf, -np.inf], size=(50, 5))

    ours = fitted._raw_predict(rows)

    theirs = super(_Kept, fitted)
    wanted = np.zeros_like(ours) + fitted._baseline_prediction
    theirs._predict_iterations(rows, fitted._predictors, wanted, False, 1)
    assert np.array_equal(ours, wanted)
    # and they differ by row
    assert len(np.unique(ours)) > leaves


def test_trees_without_a_split_say_the_same_of_every_row() -> None:
    rows = inputs()
    fitted = BoostingRegressor(max_iter=3, min_samples_leaf=ROWS).fit(
        rows, np.arange(ROWS)
    )

    assert len(np.unique(fitted.predict(rows))) == 1


def test_what_is_not_fitted_is_kept_as_it_is() -> None:
    model = BoostingRegressor(max_iter=7)

    kept = skops_io.loads(skops_io.dumps(clone(model)), trusted=TRUSTED)

    assert kept.get_params() == model.get_params()
