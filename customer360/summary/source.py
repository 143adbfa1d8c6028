"""Where a summary reads from: the build, or the published marts alone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from customer360.errors import C360Error
from customer360.publish import published_version
from customer360.warehouse import WarehouseError, reading

Row = tuple[Any, ...]


class SummaryError(C360Error):
    """There is nothing to sum up."""


@dataclass(frozen=True)
class Source:
    """An open database in which `marts.customer_360` is found under that name."""

    connection: duckdb.DuckDBPyConnection
    database: Path

    def rows(self, needs: Sequence[str], sql: str) -> list[Row]:
        """Return the rows of a query; none where a table it needs is absent."""
        if not all(self._has(table) for table in needs):
            return []
        return self.connection.execute(sql).fetchall()

    def marts(self) -> list[str]:
        """Return the names of the marts."""
        rows = self.connection.execute(
            "select table_name from information_schema.tables "
            "where table_catalog = current_database() "
            "and 'marts' in (table_schema, table_catalog) order by table_name"
        ).fetchall()
        return [name for (name,) in rows]

    def _has(self, table: str) -> bool:
        schema, _, name = table.partition(".")
        found = self.connection.execute(
            "select count(*) from information_schema.tables "
            "where table_catalog = current_database() "
            "and ? in (table_schema, table_catalog) and table_name = ?",
            [schema, name],
        ).fetchall()
        return bool(found[0][0])


@contextmanager
def open_source(warehouse: Path) -> Iterator[Source]:
    """Open the build, or the published marts when there is none or it is in use.

    Raises SummaryError when there is neither.
    """
    build = warehouse / "build.duckdb"
    published = published_version(warehouse)
    candidates = [build, *([published.database] if published else [])]
    for database in candidates:
        try:
            with reading(database) as connection:
                yield Source(connection, database)
                return
        except WarehouseError as error:
            reason = error
    raise SummaryError(f"There is nothing to sum up in {warehouse}. {reason}")
