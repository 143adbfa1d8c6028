"""What segments are made of: six features, on a scale where they compare."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from customer360.ml import tables
from customer360.ml.metrics import Floats

RECENCY = "days_since_last_order"
COUNT = "order_count_90d"
VALUE = "order_amount_sum_365d"
CATEGORIES = "category_count_90d"
DISCOUNT = "discount_share_90d"
# what segments are about, and what only colours them
STRONG = [RECENCY, COUNT, "order_amount_sum_90d", VALUE]
WEAK = [CATEGORIES, DISCOUNT]
INPUTS = [*STRONG, *WEAK]
WEAK_WEIGHT = 0.5
# of the variance within clusters: so much less makes a fit that begins anew better
LEAST_BETTER = 0.02


def inputs(rows: pd.DataFrame) -> Floats:
    """Return (rows, INPUTS), nothing below 0; an unknown value counts as 0."""
    columns = [tables.numbers(rows, name) for name in INPUTS]
    return np.maximum(np.nan_to_num(np.column_stack(columns)), 0.0)


def clustering(count: int, seed: int) -> Pipeline:
    """Return roots, scaled, then k-means; to be fitted to `inputs`.

    Roots even out the spread of counts and sums; logarithms would put all big spenders
    together, and told a third less of the next period's spend apart.
    """
    places = {name: place for place, name in enumerate(INPUTS)}
    scale = ColumnTransformer(
        [
            ("strong", StandardScaler(), [places[name] for name in STRONG]),
            ("weak", StandardScaler(), [places[name] for name in WEAK]),
        ],
        transformer_weights={"strong": 1.0, "weak": WEAK_WEIGHT},
    )
    clusters = KMeans(count, n_init=4, random_state=seed)
    root = FunctionTransformer(np.sqrt)
    return Pipeline([("root", root), ("scale", scale), ("clusters", clusters)])


def refitted(
    sample: Floats, count: int, seed: int, start: Floats | None = None
) -> Pipeline:
    """Return a clustering fitted to `inputs` that begins at the clusters before.

    start: (clusters, INPUTS) mean roots of those. Where two ways to part customers are
    as good, chance would choose between them at each refit. A fit that begins anew is
    taken where it leaves LEAST_BETTER less within clusters, or there are not as many.
    """
    anew = clustering(count, seed).fit(sample)
    if start is None or len(start) != count:
        return anew
    scaled = anew[:-1].transform(sample)
    first = anew["scale"].transform(start)
    held = KMeans(count, init=first, n_init=1, random_state=seed).fit(scaled)
    if anew["clusters"].inertia_ < (1 - LEAST_BETTER) * held.inertia_:
        return anew
    return Pipeline([*anew.steps[:-1], ("clusters", held)])


def profiles(sample: Floats, clusters: NDArray[np.int64]) -> Floats:
    """Return the mean roots of each cluster, ascending; shape (clusters, INPUTS)."""
    roots = np.sqrt(sample)
    return np.stack([roots[clusters == k].mean(axis=0) for k in np.unique(clusters)])


def explained_share(model: Pipeline, sample: Floats) -> float:
    """Return the share of the scaled inputs' variance that is between the clusters."""
    scaled = model[:-1].transform(sample)
    total = float(((scaled - scaled.mean(axis=0)) ** 2).sum())
    return 1.0 - float(model[-1].inertia_) / total if total > 0 else 1.0
