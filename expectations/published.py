"""What readers see now, to compare a build with before it takes its place."""

import json
from dataclasses import dataclass
from pathlib import Path

from customer360.warehouse import reading


@dataclass(frozen=True)
class Published:
    """The version readers see: its database, as-of date, and rows by table."""

    database: Path
    as_of_date: str | None
    row_counts: dict[str, int]

    def filled_shares(self, table: str) -> dict[str, float]:
        """Return of each column of a table which share of its rows fills it."""
        if not self.row_counts.get(table) or not self.database.is_file():
            return {}
        with reading(self.database) as connection:
            names = connection.execute(
                "select column_name from information_schema.columns "
                "where table_catalog = current_database() and table_name = ?",
                [table],
            ).fetchall()
            counted = ", ".join(f"count({name}) / count(*)" for (name,) in names)
            (shares,) = connection.execute(f"select {counted} from {table}").fetchall()
        return {name: share for (name,), share in zip(names, shares, strict=True)}


def published_before(warehouse: Path, as_of_date: str | None) -> Published | None:
    """Return what is published from a warehouse; None: nothing a build compares with.

    A build as of an earlier date has fewer customers, and less of each, by right.
    """
    folder = (warehouse / "published").resolve()
    path = folder / "manifest.json"
    if not path.is_file():
        return None
    manifest = json.loads(path.read_text())
    published_date = manifest["as_of_date"]
    if as_of_date and published_date and as_of_date < published_date:
        return None
    counts = {table["name"]: table["row_count"] for table in manifest["tables"]}
    return Published(folder / "marts.duckdb", published_date, counts)
