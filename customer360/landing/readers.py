"""Any file as the relation `file`, and the records its reader could not take."""

import duckdb

from customer360.landing import csv_reader, json_reader
from customer360.landing.database import explained, file_name
from customer360.landing.source import Source, require_distinct

NO_BROKEN_ROWS = (
    'select cast(null as bigint) as "row", cast(null as json) as record, '
    "cast(null as varchar) as reason where false"
)


def open_file(
    connection: duckdb.DuckDBPyConnection, source: Source, *, as_text: bool
) -> None:
    """Create the view `file` over a CSV, JSON Lines or Parquet file.

    With `as_text` JSON numbers come as they are written, for columns matched by name.
    Raises LandingError where the file is damaged or two columns have one name.
    """
    if source.kind == "csv":
        csv_reader.open_csv(connection, source)
    elif source.kind == "json":
        json_reader.open_json(connection, source, as_text=as_text)
    else:
        _open_parquet(connection, source)


def broken_rows(source: Source) -> str:
    """Return SQL of (row, record, reason), to be run after `file` was read."""
    queries = {"csv": csv_reader.BROKEN_ROWS, "json": json_reader.BROKEN_ROWS}
    return queries.get(source.kind, NO_BROKEN_ROWS)


def _open_parquet(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    path = file_name(source.path)
    with explained(f"{source.path} cannot be read as Parquet; is it whole?"):
        schema = connection.execute(
            f"select name, num_children from parquet_schema({path})"
        ).fetchall()
        connection.execute(
            f"""
            create or replace temp view file as
            select * from read_parquet({path}, hive_partitioning = false)
            """
        )
    require_distinct(_top_level(schema), source)


def _top_level(schema: list[tuple[str, int | None]]) -> list[str]:
    """Return the columns of a Parquet schema, which lists nested fields in between."""
    names: list[str] = []
    position = 1
    while position < len(schema):
        names.append(schema[position][0])
        pending = 1
        while pending:
            pending += (schema[position][1] or 0) - 1
            position += 1
    return names
