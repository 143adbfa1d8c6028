"""How far a distribution has moved: the population stability index.

PSI = sum over bins of (new share - old share) * ln(new share / old share); 0 when
nothing moved; above 0.2 it is usual to look closer (Siddiqi, Credit Risk Scorecards,
2006).
"""

import numpy as np
import pandas as pd

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
    """Return the index of two columns of numbers, in tenths of the old one."""
    new, old = new.dropna(), old.dropna()
    if new.empty or old.empty:
        return None
    inner = np.unique(np.quantile(old, np.arange(1, BINS) / BINS))
    counted = [
        np.bincount(np.searchsorted(inner, column), minlength=len(inner) + 1)
        for column in (new, old)
    ]
    return _index(counted[0].astype(float), counted[1].astype(float))


def _index(new: np.ndarray, old: np.ndarray) -> float | None:
    if min(new.sum(), old.sum()) < ROWS_PER_BIN * max(len(new), 2):
        return None
    new_share = np.maximum(new, 0.5) / new.sum()
    old_share = np.maximum(old, 0.5) / old.sum()
    return float(((new_share - old_share) * np.log(new_share / old_share)).sum())
