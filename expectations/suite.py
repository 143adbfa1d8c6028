"""What a suite is: a frame read from the build and what is expected of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

# an object of great_expectations, whose import is put off
Expectation = Any
SAMPLE_ROW_COUNT = 100_000
# an expectation stops publishing unless it is one of severity WARN
WARN = "warning"
STOP = "critical"


@dataclass(frozen=True)
class Batch:
    """Rows to check, and figures: of all of them, or of others they are compared with.

    An expectation may name a figure where it names a column, see `bounds`.
    """

    rows: pd.DataFrame
    figures: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True)
class BuildFile:
    """An open build database and the warehouse folder it stands in."""

    connection: duckdb.DuckDBPyConnection
    warehouse: Path

    def rows(self, sql: str) -> pd.DataFrame:
        """Return the rows of a query."""
        return self.connection.execute(sql).df()

    def figures(self, sql: str) -> dict[str, float | None]:
        """Return the one row of a query by column name; nothing counted is None."""
        result = self.connection.execute(sql)
        names = [column[0] for column in result.description or []]
        (row,) = result.fetchall()
        return {
            name: None if value is None else float(value)
            for name, value in zip(names, row, strict=True)
        }

    def has(self, table: str) -> bool:
        """Tell whether the build holds `schema.table`."""
        return bool(self.columns(table))

    def columns(self, table: str) -> frozenset[str]:
        """Return the names of the columns of `schema.table`; none: there is none."""
        schema, _, name = table.partition(".")
        found = self.connection.execute(
            "select column_name from information_schema.columns where table_catalog = "
            "current_database() and table_schema = ? and table_name = ?",
            [schema, name],
        ).fetchall()
        return frozenset(column for (column,) in found)


@dataclass(frozen=True)
class Suite:
    """One table's expectations.

    `read` returns the rows to check, `expect` what is expected of them. A suite
    without rows passes as absent; without its `table` too, unless it `must_exist`.
    """

    name: str
    table: str
    read: Callable[[BuildFile], Batch]
    expect: Callable[[Batch], list[Expectation]]
    must_exist: bool = False
