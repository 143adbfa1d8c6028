"""The build as the report reads it: small frames out of SQL."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from customer360.project_vars import project_vars
from customer360.report.errors import ReportError
from customer360.warehouse import reading

NEEDED = (
    "identity.as_of_dates",
    "audit.largest_customers",
    "audit.records_per_strength",
    "marts.customer_360",
    "marts.fct_orders",
    "marts.fct_sales_forecast",
)


@dataclass(frozen=True)
class Build:
    """An open build; money is in `currency`, dates are business dates."""

    connection: duckdb.DuckDBPyConnection
    currency: str = "USD"

    def frame(self, sql: str, **given: Any) -> pd.DataFrame:
        """Return a query's rows; `$as_of_date` is known to every query."""
        if "$as_of_date" in sql:
            given["as_of_date"] = self.as_of_date
        return self.connection.execute(sql, given).df()

    def value(self, sql: str, **given: Any) -> Any:
        """Return the first value of a query's first row; None where it is null."""
        if "$as_of_date" in sql:
            given["as_of_date"] = self.as_of_date
        rows = self.connection.execute(sql, given).fetchall()
        return rows[0][0] if rows else None

    @cached_property
    def as_of_date(self) -> dt.date | None:
        """The latest as-of date; None where nothing has landed."""
        rows = self.connection.execute(
            "select max(as_of_date) from identity.as_of_dates"
        ).fetchall()
        latest: dt.date | None = rows[0][0]
        return latest


@contextmanager
def open_build(warehouse: Path) -> Iterator[Build]:
    """Open a warehouse's build for reading.

    Raises ReportError where it lacks tables, WarehouseError where it is in use.
    """
    with reading(warehouse / "build.duckdb") as connection:
        lacking = [name for name in NEEDED if not _has(connection, name)]
        if lacking:
            raise ReportError(
                f"{warehouse / 'build.duckdb'} lacks {', '.join(lacking)}: the build "
                "did not get that far. Run `c360 build` first."
            )
        yield Build(connection, str(project_vars()["project_currency"]))


def _has(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    schema, _, name = table.partition(".")
    found = connection.execute(
        "select count(*) from information_schema.tables where "
        "table_catalog = current_database() and table_schema = ? and table_name = ?",
        [schema, name],
    ).fetchall()
    return bool(found[0][0])
