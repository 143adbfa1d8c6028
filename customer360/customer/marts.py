"""The published marts, as one customer's questions meet them."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from customer360.customer.errors import CustomerError
from customer360.publish import published_version
from customer360.warehouse import reading, salt

Row = dict[str, Any]


@dataclass(frozen=True)
class Marts:
    """Open marts, how personal columns left them, and the salt of ids, if at hand."""

    connection: duckdb.DuckDBPyConnection
    personal_columns: str = "plain"
    salt: str | None = None

    def rows(self, sql: str, given: Mapping[str, Any] | None = None) -> list[Row]:
        """Return the rows of a query, each by column name."""
        result = self.connection.execute(sql, dict(given or {}))
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def row(self, sql: str, given: Mapping[str, Any] | None = None) -> Row | None:
        """Return the first row of a query; None where there is none."""
        return next(iter(self.rows(sql, given)), None)

    def columns(self, table: str) -> set[str]:
        """Return the columns of a mart: publishing may drop personal ones."""
        rows = self.rows(
            "select column_name from information_schema.columns "
            "where table_catalog = current_database() and table_name = $name",
            {"name": table},
        )
        return {row["column_name"] for row in rows}


@contextmanager
def open_marts(warehouse: Path) -> Iterator[Marts]:
    """Open the version that readers see; it may be read while the next is built.

    Raises CustomerError when nothing has been published.
    """
    version = published_version(warehouse)
    if version is None:
        raise CustomerError(
            f"Nothing is published in {warehouse}. `c360 build` publishes what has "
            "landed, `c360 demo` makes a retailer to look around in; --warehouse names "
            "another folder."
        )
    with reading(version.database) as connection:
        treatment = version.manifest["personal_columns"]
        yield Marts(connection, treatment, _salt_at_hand(warehouse))


def _salt_at_hand(warehouse: Path) -> str | None:
    """Return the salt of ids where there is one; reading never makes one."""
    if os.environ.get("C360_SALT") or (warehouse / "salt").is_file():
        return salt(warehouse)
    return None
