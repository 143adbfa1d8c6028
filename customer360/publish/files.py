"""Writes the files of a version: the database and its Parquet copies."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import duckdb

from customer360.publish.tables import PublishedColumn, PublishedTable

DATABASE = "marts.duckdb"
PARQUET = "parquet"
# written so that BI drivers on DuckDB 1.4 and later can read it
STORAGE_VERSION = "v1.4.0"


def write_database(
    connection: duckdb.DuckDBPyConnection,
    tables: Iterable[PublishedTable],
    folder: Path,
) -> None:
    """Write marts.duckdb and parquet/<table>.parquet from the build in use.

    Tables stand in the file's main schema. Its catalog is called `marts` after the
    file, so `marts.customer_360` finds them; a schema of that name beside it would
    make DuckDB refuse the same words as ambiguous.
    """
    (folder / PARQUET).mkdir()
    path = str(folder / DATABASE).replace("'", "''")
    connection.execute(f"attach '{path}' as out (storage_version '{STORAGE_VERSION}')")
    for table in tables:
        columns = ", ".join(map(_selected, table.kept_columns))
        connection.execute(
            f'create table out.main."{table.name}" as '
            f'select {columns} from marts."{table.name}"'
        )
        _describe(connection, table)
        _copy_to_parquet(connection, table.name, folder)
    connection.execute("detach out")


def read_shape(
    connection: duckdb.DuckDBPyConnection, table: PublishedTable, folder: Path
) -> tuple[int, dict[str, str]]:
    """Return the row count and column types of a written table, from its Parquet."""
    path = str(folder / PARQUET / f"{table.name}.parquet").replace("'", "''")
    rows = connection.execute(f"describe select * from '{path}'").fetchall()
    counted = connection.execute(f"select count(*) from '{path}'").fetchall()
    return counted[0][0], {row[0]: row[1] for row in rows}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _selected(column: PublishedColumn) -> str:
    name = f'"{column.name}"'
    return f"personal_hash({name}) as {name}" if column.treatment == "hashed" else name


def _describe(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> None:
    comments = {f'table out.main."{table.name}"': table.description} | {
        f'column out.main."{table.name}"."{column.name}"': column.contract.description
        for column in table.kept_columns
    }
    for thing, comment in comments.items():
        if comment:
            text = comment.replace("'", "''")
            connection.execute(f"comment on {thing} is '{text}'")


def _copy_to_parquet(
    connection: duckdb.DuckDBPyConnection, name: str, folder: Path
) -> None:
    path = str(folder / PARQUET / f"{name}.parquet").replace("'", "''")
    connection.execute(
        f"copy out.main.\"{name}\" to '{path}' (format parquet, compression zstd)"
    )
