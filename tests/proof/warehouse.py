"""Building the warehouse of the small world, and comparing two of them row by row."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import duckdb

PLACES = [
    *("staging", "identity", "activities", "features", "scores", "marts"),
    *("audit.row_reconciliation", "audit.quarantined_records"),
    *("audit.component_sizes", "audit.largest_customers"),
    *("audit.identifiers_per_type", "audit.records_per_strength"),
]
TABLES_ONLY = ["--resource-type", "model", "--resource-type", "seed"]

# schema.table: the rows that are compared, where others may differ: what an earlier
# build issued is kept, though nothing that has landed tells of it any more
COMPARED = {
    "identity.customer_ids_issued": "false",
    "identity.customer_ids": "is_in_history",
    "marts.dim_customer_id_changes": (
        "reason not in ('blocked', 'withdrawn', 'recomputed')"
    ),
}


class Dbt(Protocol):
    """What the proof needs of dbt: the `dbt` fixture."""

    def build(
        self,
        warehouse: Path,
        landing: Path,
        dbt_vars: Mapping[str, Any] | None = None,
        arguments: Sequence[str] = (),
    ) -> list[str]:
        """Build into a warehouse; return what failed."""
        ...


def build_tables(
    dbt: Dbt, warehouse: Path, landing: Path, *arguments: str, **dbt_vars: Any
) -> Path:
    """Build seeds and models, without tests; return the warehouse folder."""
    failed = dbt.build(warehouse, landing, dbt_vars, [*TABLES_ONLY, *arguments])
    assert not failed, failed
    return warehouse


def open_build(warehouse: Path) -> duckdb.DuckDBPyConnection:
    """Return a read-only connection to a build."""
    return duckdb.connect(str(warehouse / "build.duckdb"), read_only=True)


def differences(
    warehouse: Path, other: Path, places: Sequence[str] = tuple(PLACES)
) -> list[str]:
    """Return how the tables of two builds differ, one line for each that does.

    places: schemas, or single tables as `schema.table`.
    """
    with duckdb.connect() as connection:
        for name, folder in (("a", warehouse), ("b", other)):
            connection.execute(
                f"attach '{folder / 'build.duckdb'}' as {name} (read_only)"
            )
        return list(_differences(connection, places))


def _differences(
    connection: duckdb.DuckDBPyConnection, places: Sequence[str]
) -> Iterator[str]:
    ours, theirs = (_columns(connection, name, places) for name in "ab")
    for table in sorted(ours.keys() ^ theirs.keys()):
        yield f"{table}: in one build only"
    for table in sorted(ours.keys() & theirs.keys()):
        if ours[table] != theirs[table]:
            yield f"{table}: columns {ours[table]} and {theirs[table]}"
        else:
            columns = ", ".join(name for name, _ in ours[table])
            yield from _different_rows(connection, table, columns)


def _columns(
    connection: duckdb.DuckDBPyConnection, build: str, places: Sequence[str]
) -> dict[str, list[tuple[str, str]]]:
    """Return (name, type) of the columns of every table of a build."""
    rows = connection.execute(
        """
        select schema_name || '.' || table_name, column_name, data_type
        from duckdb_columns()
        inner join duckdb_tables() using (database_name, schema_name, table_name)
        where database_name = $build
            and (schema_name in $places or schema_name || '.' || table_name in $places)
        order by column_index
        """,
        {"build": build, "places": list(places)},
    ).fetchall()
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, data_type in rows:
        found.setdefault(table, []).append((column, data_type))
    return found


def _different_rows(
    connection: duckdb.DuckDBPyConnection, table: str, columns: str
) -> Iterator[str]:
    where = COMPARED.get(table, "true")
    for ours, theirs in (("a", "b"), ("b", "a")):
        rows = connection.execute(
            f"""
            select {columns} from {ours}.{table} where {where}
            except all
            select {columns} from {theirs}.{table} where {where}
            """
        ).fetchall()
        if rows:
            yield f"{table}: {len(rows)} rows only in {ours}, e.g. {rows[0]}"
