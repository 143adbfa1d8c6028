"""Building the warehouse of the small world, and comparing two of them row by row."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fnmatch import fnmatch
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
# what a build leaves to the next one; all else is made anew from it
KEPT_LAYERS = ["--exclude", "features+", "scores+", "marts+"]
# fitting takes as long as all else
NO_SCORES = ["--exclude", "scores+"]

# columns that tell from when on a row could be there, and what holds of them before T
CLOCKS = {
    "as_of_date": "as_of_date <= timestamp '{}'",
    "label_date": "label_date <= timestamp '{}'",
    "scored_at": "scored_at < timestamp '{}'",
    "known_date": "known_date < timestamp '{}'",
}

# schema.table: the rows that are compared, where others may differ: what an earlier
# build issued is kept, though nothing that has landed tells of it any more
COMPARED = {
    # what a build has solved again, and until when it was solved before
    "identity.int_identity__hashed_identifiers": "false",
    "identity.int_identity__touched_identifiers": "false",
    "identity.int_identity__scope": "false",
    "identity.int_identity__numbered_identifiers": "false",
    "identity.int_identity__numbered_edges": "false",
    "identity.int_identity__numbered_landings": "false",
    "identity.int_identity__never_links": "false",
    "identity.solve_identity": "false",
    "identity.int_identity__solved_identifiers": "false",
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
    warehouse: Path,
    other: Path,
    places: Sequence[str] = tuple(PLACES),
    until: dt.datetime | None = None,
) -> list[str]:
    """Return how the tables of two builds differ, one line for each that does.

    places: schemas, or tables as `schema.table`, with `*` for any letters.
    until: compares only rows that were there at a time, by the clocks of each table.
    """
    with both(warehouse, other) as connection:
        return list(_differences(connection, places, until))


@contextmanager
def both(warehouse: Path, other: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open two builds to read, as databases a and b."""
    with duckdb.connect() as connection:
        for name, folder in (("a", warehouse), ("b", other)):
            connection.execute(
                f"attach '{folder / 'build.duckdb'}' as {name} (read_only)"
            )
        yield connection


def tables(warehouse: Path, places: Sequence[str]) -> list[str]:
    """Return the tables of a build that are in these places, as `schema.table`."""
    with both(warehouse, warehouse) as connection:
        return sorted(_columns(connection, "a", places))


def tables_with_clocks(warehouse: Path, places: Sequence[str]) -> list[str]:
    """Return those tables in these places that have one of `CLOCKS`."""
    with both(warehouse, warehouse) as connection:
        found = _columns(connection, "a", places)
    return sorted(
        table
        for table, columns in found.items()
        if any(name in CLOCKS for name, _ in columns)
    )


def row_counts(
    warehouse: Path, found: Iterable[str], until: dt.datetime
) -> dict[str, int]:
    """Return how many rows of each table were there at a time, by its clocks."""
    counts = {}
    with open_build(warehouse) as build:
        for table in found:
            there = when_there(column_names(build, f"from {table}"), until)
            query = f"select count(*) from {table} where {there}"
            counts[table] = build.execute(query).fetchall()[0][0]
    return counts


def column_names(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    """Return the columns of a query."""
    return [row[0] for row in connection.execute(f"describe {query}").fetchall()]


def when_there(columns: Iterable[str], until: dt.datetime | None) -> str:
    """Return the condition on rows that were there at a time; true without a clock."""
    found = [CLOCKS[name].format(until) for name in columns if name in CLOCKS]
    return " and ".join(found) if until and found else "true"


def _differences(
    connection: duckdb.DuckDBPyConnection,
    places: Sequence[str],
    until: dt.datetime | None,
) -> Iterator[str]:
    ours, theirs = (_columns(connection, name, places) for name in "ab")
    for table in sorted(ours.keys() ^ theirs.keys()):
        yield f"{table}: in one build only"
    for table in sorted(ours.keys() & theirs.keys()):
        if ours[table] != theirs[table]:
            yield f"{table}: columns {ours[table]} and {theirs[table]}"
        else:
            columns = [name for name, _ in ours[table]]
            condition = (
                f"{COMPARED.get(table, 'true')} and {when_there(columns, until)}"
            )
            ours_there, theirs_there = (
                f"select {', '.join(columns)} from {build}.{table} where {condition}"
                for build in "ab"
            )
            yield from different_rows(connection, table, ours_there, theirs_there)


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
        order by column_index
        """,
        {"build": build},
    ).fetchall()
    wholes = [f"{place}.*" for place in places]
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, data_type in rows:
        if any(fnmatch(table, place) for place in [*places, *wholes]):
            found.setdefault(table, []).append((column, data_type))
    return found


def different_rows(
    connection: duckdb.DuckDBPyConnection, table: str, ours: str, theirs: str
) -> Iterator[str]:
    """Yield a line for rows that only one of two queries has."""
    for name, rows, others in (("a", ours, theirs), ("b", theirs, ours)):
        found = connection.execute(f"{rows} except all {others}").fetchall()
        if found:
            yield f"{table}: {len(found)} rows only in {name}, e.g. {found[0]}"
