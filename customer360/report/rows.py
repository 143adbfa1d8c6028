"""Small frames row by row."""

from typing import Any

import pandas as pd


def each(frame: pd.DataFrame) -> list[Any]:
    """Return the rows of a small frame, their columns as attributes."""
    return list(frame.itertuples(index=False))
