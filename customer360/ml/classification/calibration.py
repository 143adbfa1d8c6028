"""How the last known date corrects what a candidate says."""

from dataclasses import dataclass

import numpy as np
from sklearn.pipeline import Pipeline

from customer360.ml.metrics import Floats
from customer360.ml.odds import LARGEST, level_shift, log_odds, logistic_line

# what leaves and saturated networks may claim before they are corrected
LARGEST_CLAIM = 8.0
# how far off a fitted model's slope is before a single row is seen: a few hundred rows
# tell no more than this
SLOPE_ERROR = 0.1


@dataclass(frozen=True)
class Calibration:
    """Log odds that follow from a model's own: `intercept + slope * own`."""

    slope: float = 1.0
    intercept: float = 0.0

    def __call__(self, odds: Floats) -> Floats:
        """Return the corrected log odds, kept within what a probability can hold."""
        return np.clip(self.intercept + self.slope * odds, -LARGEST, LARGEST)


def raw_log_odds(pipeline: Pipeline, inputs: Floats) -> Floats:
    """Return a candidate's own log odds of each row; of a margin, the margin."""
    if hasattr(pipeline, "decision_function"):
        return np.asarray(pipeline.decision_function(inputs), dtype=np.float64)
    return claimed(pipeline.predict_proba(inputs)[:, 1])


def claimed(probability: Floats) -> Floats:
    """Return log odds no further out than `LARGEST_CLAIM`: a pure leaf is not sure."""
    return np.clip(log_odds(probability), -LARGEST_CLAIM, LARGEST_CLAIM)


def calibration(
    odds: Floats, is_positive: Floats, is_margin: bool = False
) -> Calibration:
    """Return what would have corrected `odds` of rows whose outcome is known.

    A slope and an intercept (Platt 1999), the slope drawn to 1, the less the more rows
    there are; of a margin, whose unit means nothing, it is free. A slope below 0 is 0:
    such odds tell nothing.
    """
    error = np.inf if is_margin else SLOPE_ERROR
    slope, intercept = logistic_line(odds, is_positive, error)
    if np.isfinite(slope) and slope > 0.0:
        return Calibration(slope, intercept)
    share = float(is_positive.mean())
    if np.isfinite(slope):
        return Calibration(0.0, float(log_odds(np.array(share))))
    return Calibration(1.0, level_shift(odds, share))
