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
from customer360.ml.boosting import BoostingClassifier, BoostingRegressor

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


def test_what_is_not_fitted_is_kept_as_it_is() -> None:
    model = BoostingRegressor(max_iter=7)

    kept = skops_io.loads(skops_io.dumps(clone(model)), trusted=TRUSTED)

    assert kept.get_params() == model.get_params()
