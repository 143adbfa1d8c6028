"""Small marts of the contracts' own columns and types, to be filled by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from customer360.paths import ROOT
from customer360.publish.contracts import mart_contracts

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def make_marts(connection: duckdb.DuckDBPyConnection, schema: str, rows: Rows) -> None:
    """Create every mart in a schema; `rows` by mart, a column left out is null."""
    for name, contract in mart_contracts(ROOT / "models").items():
        columns = ", ".join(
            f"{column} {said.data_type}" for column, said in contract.columns.items()
        )
        connection.execute(f"create table {schema}.{name} ({columns})")
    for name, each in rows.items():
        fill(connection, f"{schema}.{name}", each)


def fill(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows into a table; a column left out is null."""
    for row in rows:
        names = ", ".join(row)
        places = ", ".join("?" for _ in row)
        connection.execute(
            f"insert into {table} ({names}) values ({places})", list(row.values())
        )
