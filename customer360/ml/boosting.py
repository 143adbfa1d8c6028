"""Boosted trees of scikit-learn, kept together and asked a block of rows at a time.

What they learn and say is what scikit-learn's own do, to the last bit. Their state, as
`fit_store` keeps it, is a few arrays and not three files a tree; it does not name the
version of scikit-learn: a fit is found by that. Of small trees each split is asked of
a whole block of rows, where scikit-learn walks row by row: a leaf is the leftmost one
that no split forbids (QuickScorer: Lucchese et al. 2015).
"""

from dataclasses import dataclass
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
# leaves of a tree that a byte has a bit for, and rows whose columns fit a cache
MOST_LEAVES = 8
BLOCK_ROWS = 8_192
# by the leaves that are forbidden, a bit each, the leftmost that is not
LEFTMOST = np.array([f"{~byte & 0xFF:08b}"[::-1].find("1") for byte in range(256)])


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

    def _predict_iterations(
        self,
        X: np.ndarray,
        predictors: list[list[TreePredictor]],
        raw_predictions: np.ndarray,
        is_binned: bool,
        n_threads: int,
    ) -> None:
        """Add what the trees say of `X` (rows, inputs) to `raw_predictions`."""
        trees = [tree for grown in predictors for tree in grown]
        if is_binned or not all(_is_small(tree.nodes) for tree in trees):
            super()._predict_iterations(
                X, predictors, raw_predictions, is_binned, n_threads
            )
            return
        told = [_Told.by(tree.nodes) for tree in trees]
        asked = sorted({split.place for tree in told for split in tree.splits})
        size = raw_predictions.shape[1]
        for first in range(0, len(X), BLOCK_ROWS):
            block = slice(first, first + BLOCK_ROWS)
            values = np.ascontiguousarray(X[block, asked].T)
            columns = dict(zip(asked, values, strict=True))
            for number, tree in enumerate(told):
                raw_predictions[block, number % size] += tree.values(
                    columns, values.shape[1]
                )


@dataclass(frozen=True)
class _Split:
    """A split: rows above `threshold`, or null where those go right, leave `left`."""

    place: int
    threshold: float
    sends_null_left: bool
    left: int


@dataclass(frozen=True)
class _Told:
    """A tree as its splits, and the value by the leaves that they forbid."""

    splits: list[_Split]
    by_forbidden: np.ndarray

    @classmethod
    def by(cls, nodes: np.ndarray) -> "_Told":
        """Read a tree's nodes; its leaves are bits from left to right."""
        splits: list[_Split] = []
        leaves: list[float] = []

        def leaves_below(number: int) -> int:
            node = nodes[number]
            if node["is_leaf"]:
                leaves.append(float(node["value"]))
                return 1 << (len(leaves) - 1)
            left = leaves_below(int(node["left"]))
            splits.append(
                _Split(
                    int(node["feature_idx"]),
                    float(node["num_threshold"]),
                    bool(node["missing_go_to_left"]),
                    left,
                )
            )
            return left | leaves_below(int(node["right"]))

        leaves_below(0)
        return cls(splits, np.array(leaves)[np.minimum(LEFTMOST, len(leaves) - 1)])

    def values(self, columns: dict[int, np.ndarray], row_count: int) -> np.ndarray:
        """Return the tree's value of each row, by the inputs that it asks."""
        forbidden = np.zeros(row_count, dtype=np.uint8)
        for split in self.splits:
            column = columns[split.place]
            # a comparison with null is false
            if split.sends_null_left:
                is_right = column > split.threshold
            else:
                is_right = ~(column <= split.threshold)
            forbidden |= is_right.view(np.uint8) * np.uint8(split.left)
        return self.by_forbidden[forbidden]


def _is_small(nodes: np.ndarray) -> bool:
    return nodes["is_leaf"].sum() <= MOST_LEAVES and not nodes["is_categorical"].any()


def _apart(arrays: np.ndarray, sizes: np.ndarray) -> list[np.ndarray]:
    return np.split(arrays, np.cumsum(sizes)[:-1])


class BoostingClassifier(_Kept, HistGradientBoostingClassifier):
    """scikit-learn's, kept together."""


class BoostingRegressor(_Kept, HistGradientBoostingRegressor):
    """scikit-learn's, kept together."""
