"""How good scores are: metrics, and 95 % intervals of gains over a baseline.

The interval of a gain in AUC is DeLong's. That of a correlation is a seeded bootstrap,
which draws multinomial row weights instead of rows: one matrix of weights gives every
resample's metric at once, and two models are compared on the same resamples.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from customer360.ml import odds

Floats = NDArray[np.float64]

LEVELS = (0.025, 0.975)
# standard errors on either side of a mean that hold 95 %
ERRORS = 1.959963984540054
LEAST_RESAMPLES = 100
MOST_DRAWS = 20_000_000
# bounds memory
DRAWS_AT_ONCE = 2_000_000


@dataclass(frozen=True)
class Interval:
    """A value with the bounds of its 95 % interval."""

    value: float
    lower: float
    upper: float


def resampled(
    measure: Callable[[Floats], Floats], row_count: int, resamples: int, seed: int
) -> Floats:
    """Return `measure` of each resample's weights, shape (resamples,).

    `measure` takes (some resamples, row_count): how often each row is drawn in each.
    Many rows need fewer resamples for steady bounds: the draws in all are limited, at
    least 100 resamples are made.
    """
    if row_count == 0:
        return np.empty(0)
    count = min(resamples, max(LEAST_RESAMPLES, MOST_DRAWS // row_count))
    generator = np.random.default_rng(seed)
    chances = np.full(row_count, 1.0 / row_count)
    block = max(1, DRAWS_AT_ONCE // row_count)
    blocks = [min(block, count - start) for start in range(0, count, block)]
    draws = (generator.multinomial(row_count, chances, size=size) for size in blocks)
    return np.concatenate([measure(weights.astype(np.float64)) for weights in draws])


def auc(is_positive: Floats, score: Floats) -> float:
    """Return the area under the ROC curve, ties counted half; nan for one class."""
    above_negatives, _ = _placements(is_positive, score)
    return _mean(above_negatives)


def auc_difference(is_positive: Floats, score: Floats, baseline: Floats) -> Interval:
    """Return AUC(score) - AUC(baseline) on the same rows, with its interval.

    An AUC is a mean over pairs of a positive and a negative row; its variance follows
    from how far each row's own mean is from it. Source: DeLong, DeLong &
    Clarke-Pearson 1988, by ranks as Sun & Xu 2014. Bounds are nan where an outcome has
    fewer than two rows.
    """
    sides = zip(
        _placements(is_positive, score), _placements(is_positive, baseline), strict=True
    )
    by_positive, by_negative = (ours - theirs for ours, theirs in sides)
    value = _mean(by_positive)
    if min(len(by_positive), len(by_negative)) < 2:
        return Interval(value, np.nan, np.nan)
    variance = sum(side.var(ddof=1) / len(side) for side in (by_positive, by_negative))
    reach = ERRORS * float(np.sqrt(variance))
    return Interval(value, value - reach, value + reach)


def pearson(actual: Floats, expected: Floats) -> float:
    """Return the correlation; nan when either side does not vary."""
    return float(_weighted_pearson(actual, expected, np.ones((1, len(actual))))[0])


def pearson_difference(
    actual: Floats,
    expected: Floats,
    baseline: Floats,
    resamples: int = 1000,
    seed: int = 0,
) -> Interval:
    """Return Pearson(expected) - Pearson(baseline) with its paired interval."""

    def gain(weights: Floats) -> Floats:
        ours = _weighted_pearson(actual, expected, weights)
        return ours - _weighted_pearson(actual, baseline, weights)

    value = pearson(actual, expected) - pearson(actual, baseline)
    return _interval(value, resampled(gain, len(actual), resamples, seed))


def brier(is_positive: Floats, probability: Floats) -> float:
    """Return the mean squared error of a probability; nan without rows."""
    return _mean((np.asarray(probability) - np.asarray(is_positive)) ** 2)


def log_loss(is_positive: Floats, probability: Floats) -> float:
    """Return the mean negative log likelihood, probabilities kept off 0 and 1."""
    return _mean(log_losses(is_positive, probability))


def log_losses(is_positive: Floats, probability: Floats) -> Floats:
    """Return each row's negative log likelihood, probabilities kept off 0 and 1."""
    inside = np.clip(np.asarray(probability, dtype=np.float64), 1e-12, 1 - 1e-12)
    happened = np.asarray(is_positive, dtype=np.float64)
    return -(happened * np.log(inside) + (1 - happened) * np.log1p(-inside))


def average_precision(is_positive: Floats, score: Floats) -> float:
    """Return the mean precision over the positives, as scikit-learn does; ties share
    one threshold. Nan without a positive row.
    """
    hits, sizes = _tied(is_positive, score)
    found, taken = np.cumsum(hits), np.cumsum(sizes)
    total = float(hits.sum())
    return float((hits * found / taken).sum()) / total if total else np.nan


def top_decile_lift(is_positive: Floats, score: Floats) -> float:
    """Return the positive share of the highest tenth over everybody's.

    Rows tied at the edge count by the share of them that fits. Nan without a positive.
    """
    hits, sizes = _tied(is_positive, score)
    total, row_count = float(hits.sum()), float(sizes.sum())
    if not total:
        return np.nan
    room = np.clip(row_count / 10 - (np.cumsum(sizes) - sizes), 0.0, sizes)
    return float((hits * room / sizes).sum()) / total * 10


def calibration_slope(is_positive: Floats, probability: Floats) -> float:
    """Return the slope of a logistic regression of the outcome on the log odds.

    Below 1: too sure of itself. Source: Cox 1958. Nan without both outcomes.
    """
    own = odds.log_odds(np.asarray(probability, dtype=np.float64))
    return odds.logistic_line(own, np.asarray(is_positive, dtype=np.float64))[0]


def calibration_intercept(is_positive: Floats, probability: Floats) -> float:
    """Return what must be added to the log odds for the level to be right.

    Above 0: too few were expected. Nan without rows or probabilities.
    """
    own = odds.log_odds(np.asarray(probability, dtype=np.float64))
    if not len(own) or np.isnan(own).any():
        return np.nan
    return odds.level_shift(own, float(np.mean(is_positive)))


def expected_calibration_error(
    is_positive: Floats, probability: Floats, bin_count: int = 10
) -> float:
    """Return the mean gap between probability and observed share, in equal-count bins.

    Source: Naeini, Cooper & Hauskrecht 2015, with bins of equal size.
    """
    order = np.argsort(probability, kind="stable")
    gaps = np.asarray(is_positive, dtype=np.float64)[order] - probability[order]
    bins = [part for part in np.array_split(gaps, bin_count) if len(part)]
    return sum(abs(float(part.sum())) for part in bins) / len(gaps) if bins else np.nan


def mean_absolute_error(actual: Floats, expected: Floats) -> float:
    """Return the mean distance between expected and actual; nan without rows."""
    return _mean(np.abs(np.asarray(expected) - np.asarray(actual)))


def wape(actual: Floats, expected: Floats) -> float:
    """Return the sum of absolute errors over the sum realised; nan when nothing was."""
    total = float(np.abs(actual).sum())
    errors = np.abs(np.asarray(expected) - np.asarray(actual))
    return float(errors.sum()) / total if total else np.nan


def spearman(actual: Floats, expected: Floats) -> float:
    """Return the correlation of ranks, ties sharing theirs; nan without variation."""
    if not len(actual):
        return np.nan
    return pearson(rankdata(actual), rankdata(expected))


def total_ratio(actual: Floats, expected: Floats) -> float:
    """Return the sum expected over the sum realised; nan when nothing was."""
    total = float(np.sum(actual))
    return float(np.sum(expected)) / total if total else np.nan


def eta_squared(values: Floats, groups: NDArray[Any]) -> float:
    """Return the share of variance that lies between groups; nan without variance."""
    total = float(((values - values.mean()) ** 2).sum()) if len(values) else 0.0
    if not total:
        return np.nan
    _, place = np.unique(groups, return_inverse=True)
    sizes = np.bincount(place)
    means = np.bincount(place, weights=values) / sizes
    return float((sizes * (means - values.mean()) ** 2).sum()) / total


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else np.nan


def _interval(value: float, draws: Floats) -> Interval:
    known = draws[np.isfinite(draws)]
    if not len(known):
        return Interval(value, np.nan, np.nan)
    lower, upper = np.quantile(known, LEVELS)
    return Interval(value, float(lower), float(upper))


def _tied(is_positive: Floats, score: Floats) -> tuple[Floats, Floats]:
    """Return positives and rows of each distinct score, the highest first."""
    _, place = np.unique(-np.asarray(score, dtype=np.float64), return_inverse=True)
    hits = np.bincount(place, weights=np.asarray(is_positive, dtype=np.float64))
    return np.asarray(hits, np.float64), np.bincount(place).astype(np.float64)


def _placements(is_positive: Floats, score: Floats) -> tuple[Floats, Floats]:
    """Return the share of negatives below each positive, and of positives above each
    negative, ties counted half; in order of the rows. Empty where there is no pair.
    """
    positive = np.asarray(is_positive, dtype=np.float64) > 0
    values = np.asarray(score, dtype=np.float64)
    hits, misses = values[positive], values[~positive]
    if not len(hits) or not len(misses):
        return np.empty(0), np.empty(0)
    # a rank among all less the rank among one's own counts the others below
    ranks = rankdata(values)
    below = (ranks[positive] - rankdata(hits)) / len(misses)
    above = 1.0 - (ranks[~positive] - rankdata(misses)) / len(hits)
    return below, above


def _weighted_pearson(actual: Floats, expected: Floats, weights: Floats) -> Floats:
    """Return the correlation under each row of weights (resamples, rows)."""
    if not len(actual):
        return np.full(len(weights), np.nan)
    share = weights / weights.sum(axis=1, keepdims=True)
    x = actual - (share @ actual)[:, None]
    y = expected - (share @ expected)[:, None]
    spread = (share * x * x).sum(axis=1) * (share * y * y).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (share * x * y).sum(axis=1) / np.sqrt(spread)
