"""The regression of a level: five numbers from the log ratios of cells.

How much came of what BG/NBD says, in logs, is

    constant - ageing * aged + log season(horizon) - lag * log season(history).

Squares of what is missed weigh what is expected. A season is believed where it says
more than no season and than a trend, by Schwarz's criterion (BIC): of less than a year
a trend can pass for a wave.
"""

import numpy as np
import pandas as pd
from scipy.optimize import least_squares

from customer360.ml.lifetime_value.cells import HEIGHTS
from customer360.ml.lifetime_value.season import Wave
from customer360.ml.metrics import Floats

# a smaller wave is not told from what else the models get wrong
LEAST_SWING = 0.1
MOST_SWING = 1.0
# strong evidence (Kass & Raftery 1995, "Bayes factors": between 6 and 10)
LEAST_EVIDENCE = 6.0
# constant and ageing; with cosine, sine and lag
PLAIN, SEASONAL = 2, 5
# of learned numbers: what is below differs between processors
DECIMALS = 6
LEAST_SQUARES = 1e-12


def numbers(cells: pd.DataFrame) -> Floats:
    """Return constant, ageing, cosine, sine, lag; the last three 0 without a season."""
    usable = cells[(cells["actual"] > 0) & (cells["expected"] > 0)]
    seasonal = fitted(usable, SEASONAL)
    swing = Wave(*seasonal[2:4]).swing
    if swing >= LEAST_SWING and evidence(usable, seasonal) >= LEAST_EVIDENCE:
        return seasonal
    return np.append(fitted(usable, PLAIN), [0.0] * (SEASONAL - PLAIN))


def fitted(cells: pd.DataFrame, count: int) -> Floats:
    """Return the first so many numbers, where they miss least."""
    least = np.array([-np.inf, -np.inf, -MOST_SWING, -MOST_SWING, 0.0])[:count]
    most = np.array([np.inf, np.inf, MOST_SWING, MOST_SWING, 1.0])[:count]
    # not at a bound, and not where a lag of no season is worth nothing
    start = np.array([0.0, 0.0, 0.01, 0.01, 0.5])[:count]

    def misses(found: Floats) -> Floats:
        return _misses(cells, found)

    found = least_squares(misses, start, bounds=(least, most), x_scale=0.1)
    return found.x.round(DECIMALS)


def evidence(cells: pd.DataFrame, seasonal: Floats) -> float:
    """Return by how much BIC is less with a season than with its best rival.

    Rivals are no season and a trend of the log ratio over time. Horizons overlap, so
    cells tell less than their number: differences are a yardstick, no test.
    """
    if len(cells) <= SEASONAL:
        return -np.inf
    plain = _bic(_misses(cells, fitted(cells, PLAIN)), PLAIN)
    trend = _bic(_misses_of_trend(cells), PLAIN + 1)
    return min(plain, trend) - _bic(_misses(cells, seasonal), SEASONAL)


def _misses(cells: pd.DataFrame, found: Floats) -> Floats:
    constant, ageing, cosine, sine, lag = np.append(found, [0.0] * 3)[:SEASONAL]
    wave, seen = Wave(cosine, sine), cells[HEIGHTS].to_numpy(np.float64).T
    said = constant - ageing * cells["aged"].to_numpy(np.float64)
    said += np.log(wave.index(seen[:2])) - np.log(wave.index(seen[2:])) * lag
    return (_log_ratios(cells) - said) * _weights(cells)


def _misses_of_trend(cells: pd.DataFrame) -> Floats:
    inputs = np.stack([np.ones(len(cells)), cells["aged"], cells["day"]], axis=1)
    inputs = inputs.astype(np.float64) * _weights(cells)[:, None]
    ratios = _log_ratios(cells) * _weights(cells)
    return ratios - inputs @ np.linalg.lstsq(inputs, ratios, rcond=None)[0]


def _bic(misses: Floats, count: int) -> float:
    """Return Schwarz's criterion of so many learned numbers (1978)."""
    squares = max(float((misses**2).mean()), LEAST_SQUARES)
    return len(misses) * np.log(squares) + count * np.log(len(misses))


def _log_ratios(cells: pd.DataFrame) -> Floats:
    return np.log((cells["actual"] / cells["expected"]).to_numpy(np.float64))


def _weights(cells: pd.DataFrame) -> Floats:
    return np.sqrt(cells["expected"].to_numpy(np.float64))
