"""Small frames row by row, and as tables of text."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from customer360.report.page_parts import Table

# the name over a column, the column, how its values are said
Column = tuple[str, str, Callable[[Any], str]]


def each(frame: pd.DataFrame) -> list[Any]:
    """Return the rows of a small frame, their columns as attributes."""
    return list(frame.itertuples(index=False))


def table(frame: pd.DataFrame, *columns: Column) -> Table:
    """Return the table of some columns of a small frame."""
    said = [[say(value) for value in frame[name]] for _, name, say in columns]
    return Table(
        [title for title, _, _ in columns], list(zip(*said, strict=True)) or []
    )
