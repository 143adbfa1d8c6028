"""A yearly season: an index of mean 1 at any moment, and over any stretch of days.

    index(t) = 1 + cosine * cos(2 pi t / year) + sine * sin(2 pi t / year)

Its mean over a stretch is the same wave at the stretch's middle, lower by
sin(h) / h with h = pi * days / year: a quarter's season swings by .90 of the moment's.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from customer360.ml import tables
from customer360.ml.metrics import Floats

DAYS_A_YEAR = 365.25
# a phase needs a fixed origin; which one does not matter
EPOCH = pd.Timestamp("2000-01-01")
# a season that all but stops, while a wave is looked for
LEAST_INDEX = 0.05


@dataclass(frozen=True)
class Wave:
    """One yearly wave, by the height of its cosine and its sine."""

    cosine: float = 0.0
    sine: float = 0.0

    @property
    def swing(self) -> float:
        """Return how high it rises."""
        return float(np.hypot(self.cosine, self.sine))

    def index(self, heights: Floats) -> Floats:
        """Return the index where cosine and sine have these (2, stretches) heights."""
        found = 1.0 + self.cosine * heights[0] + self.sine * heights[1]
        return np.maximum(found, LEAST_INDEX)

    def before(self, rows: pd.DataFrame, days: Floats) -> Floats:
        """Return the mean index of the days before each row's date; 1 of no days."""
        return self.index(heights_before(rows, days))


NO_WAVE = Wave()


def heights(middles: pd.Series, days: float) -> Floats:
    """Return (2, stretches): means of cosine and sine over so many days around each."""
    return _heights(_days_since_epoch(middles), np.float64(days))


def middles(dates: pd.Series, lead: int, horizon_days: int) -> pd.Series:
    """Return the middle of the horizon so many horizons after each date."""
    return dates + pd.Timedelta(days=horizon_days * (lead + 0.5))


def heights_before(rows: pd.DataFrame, days: Floats) -> Floats:
    """Return (2, rows): the same of the stretch that ends at each row's date."""
    return _heights(_days_since_epoch(rows["as_of_date"]) - days / 2.0, days)


def own_days(rows: pd.DataFrame, most: float) -> Floats:
    """Return how many of the last `most` days each row's customer was there for."""
    age = tables.numbers(rows, "days_since_first_order")
    return np.clip(age, 1.0, most)


def _days_since_epoch(dates: pd.Series) -> Floats:
    passed = (pd.to_datetime(dates) - EPOCH) / pd.Timedelta(days=1)
    return np.asarray(passed, dtype=np.float64)


def _heights(middle: Floats, days: Floats | np.float64) -> Floats:
    lower = np.sinc(days / DAYS_A_YEAR)
    phase = 2.0 * np.pi * middle / DAYS_A_YEAR
    return np.stack([lower * np.cos(phase), lower * np.sin(phase)])
