"""Boosted trees of scikit-learn, kept together and not in three files a tree.

What they learn and say is what scikit-learn's own do, to the last bit; only their
state, as `fit_store` keeps it, is a few arrays. It does not name the version of
scikit-learn: a fit is found by that.
"""

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)
from sklearn.ensemble._hist_gradient_boosting.predictor import TreePredictor

# what a tree is made of, in the order of its constructor
PARTS = ("nodes", "binned_left_cat_bitsets", "raw_left_cat_bitsets")
KEPT = "kept_trees"


class _Kept(BaseEstimator):
    """An estimator whose state holds its trees one after the other."""

    def __getstate__(self) -> dict[str, Any]:
        """Return the attributes; of the trees one array a part, and their sizes."""
        state = dict(super().__getstate__())
        rounds = state.pop("_predictors", None)
        if rounds is not None:
            trees = [tree for grown in rounds for tree in grown]
            state[KEPT] = {}
            for part in PARTS:
                arrays = [getattr(tree, part) for tree in trees]
                sizes = np.array([len(array) for array in arrays])
                state[KEPT][part] = [np.concatenate(arrays), sizes]
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take the attributes, and each tree from among all."""
        state = dict(state)
        kept = state.pop(KEPT, None)
        if kept is not None:
            parts = (_apart(*kept[part]) for part in PARTS)
            trees = [TreePredictor(*tree) for tree in zip(*parts, strict=True)]
            size = state["n_trees_per_iteration_"]
            state["_predictors"] = [
                trees[first : first + size] for first in range(0, len(trees), size)
            ]
        super().__setstate__(state)


def _apart(arrays: np.ndarray, sizes: np.ndarray) -> list[np.ndarray]:
    return np.split(arrays, np.cumsum(sizes)[:-1])


class BoostingClassifier(_Kept, HistGradientBoostingClassifier):
    """scikit-learn's, kept together."""


class BoostingRegressor(_Kept, HistGradientBoostingRegressor):
    """scikit-learn's, kept together."""
