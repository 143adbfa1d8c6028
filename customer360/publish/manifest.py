"""The manifest of a version: what it holds, of which build, and its checksums."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from customer360.publish.files import DATABASE, PARQUET, digest, read_shape
from customer360.publish.gate import Build
from customer360.publish.hashing import PublishKey
from customer360.publish.tables import Plan, PublishedTable


def version_id(build: Build, treatment: str, key: PublishKey, plan: Plan) -> str:
    """Name a version after its build and how personal columns leave it.

    The same build published twice the same way is one version; names sort by the
    time their build began.
    """
    ways = [
        [table.name, [[column.name, column.treatment] for column in table.columns]]
        for table in plan.tables
    ]
    key_version = key.version if treatment == "hashed" else None
    said = json.dumps([build.build_id, treatment, key_version, ways])
    short = hashlib.sha256(said.encode()).hexdigest()[:8]
    return f"{build.started_at:%Y%m%dT%H%M%S}-{short}"


def describe_version(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    build: Build,
    plan: Plan,
    facts: Mapping[str, str | None],
) -> dict[str, Any]:
    """Return the manifest of the version whose files stand in `folder`."""
    names = [DATABASE, *(f"{PARQUET}/{table.name}.parquet" for table in plan.tables)]
    files = {
        name: {
            "sha256": digest(folder / name),
            "byte_count": (folder / name).stat().st_size,
        }
        for name in names
    }
    return {
        **facts,
        "build_id": build.build_id,
        "as_of_date": _as_of_date(connection, plan),
        "tables": [_table(connection, table, folder) for table in plan.tables],
        "undescribed_tables": list(plan.undescribed),
        "tables_not_built": list(plan.not_built),
        "files": files,
    }


def _table(
    connection: duckdb.DuckDBPyConnection, table: PublishedTable, folder: Path
) -> dict[str, Any]:
    row_count, types = read_shape(connection, table, folder)
    columns = [
        {
            "name": column.name,
            "type": types[column.name],
            "contract_type": column.contract.data_type,
            "personal": column.treatment,
        }
        for column in table.kept_columns
    ]
    dropped = [each.name for each in table.columns if each.treatment == "drop"]
    return {
        "name": table.name,
        "description": table.description,
        "row_count": row_count,
        "columns": columns,
        "dropped_columns": dropped,
    }


def _as_of_date(connection: duckdb.DuckDBPyConnection, plan: Plan) -> str | None:
    names = {
        table.name: {column.name for column in table.columns} for table in plan.tables
    }
    if "as_of_date" not in names.get("customer_360", set()):
        return None
    (row,) = connection.execute(
        "select max(cast(as_of_date as date)) from marts.customer_360"
    ).fetchall()
    latest: date | None = row[0]
    return latest.isoformat() if latest else None
