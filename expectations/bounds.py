"""Expectations on figures: one number about a batch, at least or at most so much.

A figure stands beside the rows as a column of one value, so the least and the most of
the column are the figure, and the verdict shows it.
"""

from typing import Any

from expectations import gxe
from expectations.suite import WARN, Batch, Expectation

# of fewer rows, shares and medians are chance
FEW_ROWS = 100


def at_least(figure: str, least: float, notes: str, **given: Any) -> Expectation:
    """Expect a figure of no less; a warning, unless `severity` says otherwise."""
    options = {"severity": WARN, "notes": notes, **given}
    return gxe.ExpectColumnMinToBeBetween(column=figure, min_value=least, **options)


def at_most(figure: str, most: float, notes: str, **given: Any) -> Expectation:
    """Expect a figure of no more; a warning, unless `severity` says otherwise."""
    options = {"severity": WARN, "notes": notes, **given}
    return gxe.ExpectColumnMaxToBeBetween(column=figure, max_value=most, **options)


def known(batch: Batch, figure: str) -> bool:
    """Tell whether a figure could be told."""
    return batch.figures.get(figure) is not None


def share_at_most(column: str, most: float, notes: str, **given: Any) -> Expectation:
    """Expect the mean of a column of 0 and 1 to be no more; a warning at first."""
    options = {"severity": WARN, "notes": notes, **given}
    return gxe.ExpectColumnMeanToBeBetween(column=column, max_value=most, **options)
