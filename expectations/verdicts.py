"""Verdicts: the rows that publishing asks for."""

from collections.abc import Collection
from dataclasses import astuple, dataclass

import duckdb

TABLE = "audit.expectation_results"


@dataclass(frozen=True)
class Verdict:
    """What one expectation said about one build."""

    suite_name: str
    expectation_name: str
    table_name: str
    column_name: str | None
    is_passed: bool
    severity: str
    observed_value: str | None
    details: str | None
    checked_row_count: int

    @property
    def stops_publishing(self) -> bool:
        """Whether this verdict alone keeps its build from readers."""
        return self.severity == "error" and not self.is_passed


def store(
    connection: duckdb.DuckDBPyConnection,
    build_id: str,
    suite_names: Collection[str],
    verdicts: Collection[Verdict],
) -> None:
    """Replace the verdicts of a build's suites; doing it again changes nothing."""
    connection.execute("create schema if not exists audit")
    connection.execute(
        f"create table if not exists {TABLE} (build_id varchar, suite_name varchar, "
        "expectation_name varchar, table_name varchar, column_name varchar, "
        "is_passed boolean, severity varchar, observed_value varchar, "
        "details varchar, checked_row_count bigint)"
    )
    connection.execute("begin")
    connection.execute(
        f"delete from {TABLE} where build_id = ? and list_contains(?, suite_name)",
        [build_id, list(suite_names)],
    )
    for verdict in verdicts:
        connection.execute(
            f"insert into {TABLE} (build_id, suite_name, expectation_name, table_name, "
            "column_name, is_passed, severity, observed_value, details, "
            "checked_row_count) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [build_id, *astuple(verdict)],
        )
    connection.execute("commit")
