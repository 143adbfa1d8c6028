"""Log odds, and the two ways to correct them by what happened."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, logit

Floats = NDArray[np.float64]

# a probability that can be turned back into its log odds to nine digits
LARGEST = 15.0
LARGEST_SHIFT = 3.0

NEWTON_STEPS = 50
CLOSE = 1e-10
LARGEST_STEP = 5.0


def log_odds(probability: Floats) -> Floats:
    """Return log(p / (1 - p)), finite also at 0 and 1."""
    edge = expit(-LARGEST)
    return logit(np.clip(probability, edge, 1.0 - edge))


def level_shift(odds: Floats, share: float) -> float:
    """Return what to add to log odds for their mean probability to be `share`.

    It is the maximum likelihood of an intercept beside a slope of 1.
    """

    def gap(shift: float) -> float:
        return float(expit(odds + shift).mean() - share)

    if gap(-LARGEST_SHIFT) * gap(LARGEST_SHIFT) > 0:
        return float(np.copysign(LARGEST_SHIFT, -gap(0.0)))
    return float(brentq(gap, -LARGEST_SHIFT, LARGEST_SHIFT))


def logistic_line(
    odds: Floats, is_positive: Floats, slope_error: float = np.inf
) -> tuple[float, float]:
    """Return slope and intercept of a logistic regression of the outcome on log odds.

    Maximum likelihood by Newton's method; with a finite `slope_error` the slope is
    drawn to 1 as if it were known to be 1 with this standard error. Nan without both
    outcomes, without two different log odds, or where they part the outcomes so well
    that there is no maximum.
    """
    mean, spread = (float(odds.mean()), float(odds.std())) if len(odds) else (0.0, 0.0)
    if not spread > CLOSE or not 0.0 < is_positive.mean() < 1.0:
        return np.nan, np.nan
    design = np.column_stack([np.ones(len(odds)), (odds - mean) / spread])
    pull = np.array([0.0, (spread * slope_error) ** -2.0])
    weights = np.array([logit(is_positive.mean()), 0.0])
    for _ in range(NEWTON_STEPS):
        probability = expit(design @ weights)
        slope = design.T @ (is_positive - probability)
        slope += pull * (np.array([0.0, spread]) - weights)
        curve = (design * (probability * (1.0 - probability))[:, None]).T @ design
        curve += np.diag(pull)
        if np.linalg.cond(curve) > 1.0 / CLOSE:
            return np.nan, np.nan
        step = np.linalg.solve(curve, slope)
        weights = weights + np.clip(step, -LARGEST_STEP, LARGEST_STEP)
        if np.abs(step).max() < CLOSE:
            by_odds = float(weights[1]) / spread
            return by_odds, float(weights[0]) - by_odds * mean
    return np.nan, np.nan
