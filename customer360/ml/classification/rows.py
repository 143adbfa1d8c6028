"""Labelled rows a binary model may learn from."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.util import hash_array

from customer360.ml.metrics import Floats


@dataclass(frozen=True)
class Rows:
    """Rows sorted by key: what was known, and what followed.

    inputs: (rows, inputs) floats, nan where unknown; is_positive: 0.0 or 1.0;
    period: the date each row is from; subject: whom it is about, as text;
    baseline_log_odds: what a simpler method says, nan where it says nothing; topics:
    what each input is about.
    """

    inputs: pd.DataFrame
    is_positive: Floats
    period: NDArray[np.datetime64]
    subject: NDArray[np.object_]
    baseline_log_odds: Floats
    topics: Mapping[str, str]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.is_positive)

    @property
    def rarer_count(self) -> int:
        """Return how many rows have the rarer outcome."""
        positives = int(self.is_positive.sum())
        return min(positives, len(self) - positives)

    def where(self, is_kept: NDArray[np.bool_]) -> "Rows":
        """Return the rows that are kept."""
        return Rows(
            self.inputs[is_kept].reset_index(drop=True),
            self.is_positive[is_kept],
            self.period[is_kept],
            self.subject[is_kept],
            self.baseline_log_odds[is_kept],
            self.topics,
        )

    def spread_sample(self, row_count: int) -> "Rows":
        """Return at most `row_count` rows at even distances, so of every period."""
        if len(self) <= row_count:
            return self
        places = np.arange(row_count) * len(self) // row_count
        is_kept = np.zeros(len(self), dtype=bool)
        is_kept[places] = True
        return self.where(is_kept)

    def ever_known(self) -> pd.DataFrame:
        """Return the inputs that are known in any row: of others the source is absent.

        Boosted trees of scikit-learn 1.9 cannot bin a column without one value.
        """
        return self.inputs.loc[:, self.inputs.notna().any()]

    def halves(self) -> tuple["Rows", "Rows"]:
        """Return the rows in two, all of one subject in the same."""
        is_first = hash_array(self.subject, categorize=False) % 2 == 0
        return self.where(is_first), self.where(~is_first)

    def split_off_last_period(self) -> tuple["Rows", "Rows"]:
        """Return the rows before the last period, and those of it."""
        is_last = self.period == self.period.max()
        return self.where(~is_last), self.where(is_last)
