"""How far a distribution has moved: the population stability index.

PSI = sum over bins of (new share - old share) * ln(new share / old share); 0 when
nothing moved; above 0.2 it is usual to look closer (Siddiqi, Credit Risk Scorecards,
2006).
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOVED = 0.2
# a bin of fewer rows moves the index by chance
ROWS_PER_BIN = 20
BINS = 10


def of_kinds(new: pd.Series, old: pd.Series) -> float | None:
    """Return the index of two columns of kinds; None where they are too short.

    A kind that only one of them has counts as half a row in the other.
    """
    counts = pd.DataFrame(
        {"new": new.value_counts(dropna=False), "old": old.value_counts(dropna=False)}
    ).fillna(0.0)
    return _index(counts["new"].to_numpy(float), counts["old"].to_numpy(float))


def of_numbers(new: pd.Series, old: pd.Series) -> float | None:
    """Return the index of two columns of numbers, in tenths of the old one.

    An old column of at most ten values has a bin for each, and two for what is below
    and above all of them; what is missing has a bin of its own.
    """
    now, then = (side.to_numpy(np.float64, na_value=np.nan) for side in (new, old))
    ends = bin_ends(then[~np.isnan(then)])
    new_counts, old_counts = _counts(now, ends), _counts(then, ends)
    is_told = (new_counts + old_counts) > 0
    return _index(new_counts[is_told], old_counts[is_told])


def bin_ends(values: Floats) -> Floats:
    """Return the upper ends, themselves inside, of all bins but the last."""
    distinct = np.unique(values)
    if len(distinct) > BINS:
        return np.unique(np.quantile(values, np.arange(1, BINS) / BINS))
    below = np.nextafter(distinct[:1], -np.inf)
    return np.concatenate([below, distinct])


def _counts(values: Floats, ends: Floats) -> Floats:
    """Return the rows in each bin, the missing ones last; shape (bins + 1,)."""
    places = np.searchsorted(ends, values)
    places[np.isnan(values)] = len(ends) + 1
    return np.bincount(places, minlength=len(ends) + 2).astype(np.float64)


def _index(new: Floats, old: Floats) -> float | None:
    if min(new.sum(), old.sum()) < ROWS_PER_BIN * max(len(new), 2):
        return None
    new_share = np.maximum(new, 0.5) / new.sum()
    old_share = np.maximum(old, 0.5) / old.sum()
    return float(((new_share - old_share) * np.log(new_share / old_share)).sum())
