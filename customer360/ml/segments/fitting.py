"""Clusters of customers who buy alike, their lasting numbers and their plain names."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.pipeline import Pipeline

from customer360.ml import grid, tables
from customer360.ml.metrics import Floats
from customer360.ml.segments import choosing
from customer360.ml.segments.choosing import Choice
from customer360.ml.segments.clusters import (
    CATEGORIES,
    COUNT,
    DISCOUNT,
    INPUTS,
    RECENCY,
    VALUE,
    inputs,
    profiles,
    refitted,
)

MODEL_NAME = "segments-3"

BARGAIN = "bargain hunters"
# name: the input on which its segment is the extreme one of those still unnamed
ROLES = {
    "lapsed": (RECENCY, "most"),
    "champions": (VALUE, "most"),
    "at risk": (RECENCY, "most"),
    BARGAIN: (DISCOUNT, "most"),
    "loyal": (COUNT, "most"),
    "explorers": (CATEGORIES, "most"),
    "occasional": (COUNT, "least"),
    "promising": (VALUE, "most"),
}
# the names in use with so many segments: the first ones of this list. Where discounts
# set one segment clearly apart, it is the bargain hunters however many there are.
NAMES = [
    "champions",
    "lapsed",
    "promising",
    "loyal",
    "at risk",
    BARGAIN,
    "occasional",
    "explorers",
]
MOST_SEGMENTS = len(NAMES)


@dataclass(frozen=True)
class Settings:
    """What a user may turn.

    `segment_count` is at most 8, the number of names; None leaves it to `choosing`.
    """

    seed: int = 0
    segment_count: int | None = None
    horizon_days: int = 90
    max_training_rows: int = 50_000


@dataclass(frozen=True)
class Groups:
    """Each cluster's profile and segment number, and why so many: the next fit's start.

    `profile` (clusters, INPUTS) holds mean roots of the inputs; `spread` their
    standard deviations, which make profiles of two fits comparable.
    """

    profile: Floats
    spread: Floats
    numbers: NDArray[np.int64]
    choice: Choice


@dataclass(frozen=True)
class Fit:
    """A clustering, and for each cluster its group and name."""

    model_version: str
    pipeline: Pipeline
    groups: Groups
    names: list[str]


def fit(
    customers: pd.DataFrame,
    previous: Groups | None,
    fit_date: pd.Timestamp,
    settings: Settings,
) -> Fit:
    """Cluster the customers of `fit_date`, numbered like the `previous` fit's.

    With fewer distinct customers than segments there are as many clusters as those.
    """
    choice = _choice(customers, previous, settings)
    sample = inputs(tables.sample_by_key(customers, settings.max_training_rows))
    distinct = len(np.unique(sample, axis=0))
    count = min(choice.count, MOST_SEGMENTS, distinct)
    start = None if previous is None else previous.profile
    pipeline = refitted(sample, count, settings.seed, start)
    profile = profiles(sample, pipeline.predict(sample))
    spread = np.sqrt(sample).std(axis=0)
    version = grid.version(MODEL_NAME, fit_date, settings)
    groups = Groups(profile, spread, numbers(profile, spread, previous), choice)
    return Fit(version, pipeline, groups, names(profile, spread))


def _choice(
    customers: pd.DataFrame, previous: Groups | None, settings: Settings
) -> Choice:
    if settings.segment_count is not None:
        return choosing.given(settings.segment_count)
    before = None if previous is None else previous.choice
    return choosing.choose(customers, before, settings.seed)


def numbers(
    profile: Floats, spread: Floats, previous: Groups | None
) -> NDArray[np.int64]:
    """Return each cluster's segment number, from 1.

    The first fit's numbers fall with value. Later ones keep the number of the previous
    segment they are matched with, so that all distances together are least.
    """
    by_value = np.argsort(-profile[:, INPUTS.index(VALUE)], kind="stable")
    found = np.zeros(len(profile), dtype=np.int64)
    if previous is not None:
        # a change that all segments share cancels out, whatever the pairs
        widest = np.maximum(spread, previous.spread)
        # an input that nobody differs in tells no segments apart
        scale = np.where(widest > 0, widest, np.inf)
        steps = (profile[:, None, :] - previous.profile[None, :, :]) / scale
        ours, theirs = linear_sum_assignment((steps**2).sum(axis=2))
        found[ours] = previous.numbers[theirs]
    free = iter(sorted(set(range(1, MOST_SEGMENTS + 1)) - set(found.tolist())))
    for cluster in by_value:
        if found[cluster] == 0:
            found[cluster] = next(free)
    return found


def names(profile: Floats, spread: Floats) -> list[str]:
    """Return each cluster's name: each role goes to the extreme of those left."""
    wanted = NAMES[: len(profile)]
    given = [""] * len(profile)
    for name, (column, extreme) in ROLES.items():
        values = profile[:, INPUTS.index(column)]
        left = [cluster for cluster, taken in enumerate(given) if not taken]
        if not left:
            break
        chosen = (max if extreme == "most" else min)(left, key=values.__getitem__)
        if name in wanted or (name == BARGAIN and _stands_out(values, chosen, spread)):
            given[chosen] = name
    return given


def _stands_out(values: Floats, cluster: int, spread: Floats) -> bool:
    """Return whether its discounts are a standard deviation above all others'."""
    others = np.delete(values, cluster)
    step = float(spread[INPUTS.index(DISCOUNT)])
    return bool(len(others) > 0 and 0 < step <= values[cluster] - others.max())
