"""Rows as Rich tables."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rich import box
from rich.table import Table

from customer360.summary.source import Row


def table(title: str, columns: Sequence[str], rows: Sequence[Row]) -> Table:
    """Return a table; columns that end in `#` are numbers, in `%` shares."""
    shown = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD
    )
    for column in columns:
        is_number = column[-1] in "#%"
        shown.add_column(
            column.rstrip("#%").strip(),
            justify="right" if is_number else "left",
            # names are how a table is read: rather wrap than cut
            overflow="fold",
        )
    for row in rows:
        cells = zip(row, columns, strict=True)
        shown.add_row(*(_cell(value, column) for value, column in cells))
    return shown


def _cell(value: Any, column: str) -> str:
    if value is None:
        return "-"
    if column.endswith("%"):
        return f"{value:.1%}"
    if isinstance(value, float | Decimal):
        return f"{value:,.3f}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)
