"""Which build may be published: one that ended well and that every suite passed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import duckdb

from customer360.publish.errors import PublishError

HOW_TO_BUILD = "Run `c360 build`."
HOW_TO_CHECK = "Run `c360 build`, or `python -m expectations` to check this build."


@dataclass(frozen=True)
class Build:
    """One run of dbt over the warehouse, as audit.builds tells it."""

    build_id: str
    started_at: datetime


def audited_build(
    connection: duckdb.DuckDBPyConnection, suites: Collection[str]
) -> Build:
    """Return the latest build, if it may be published.

    `suites` names every expectation suite there is. Raises PublishError when the
    build failed, did not end, lacks verdicts of a suite, or failed an expectation.
    """
    if not suites:
        raise PublishError("No expectation suites were named: nothing proves a build.")
    build = _latest_build(connection)
    _refuse_unchecked(connection, build, suites)
    _refuse_failed(connection, build)
    return build


def _latest_build(connection: duckdb.DuckDBPyConnection) -> Build:
    if not {"builds", "expectation_results"} <= _audit_tables(connection):
        raise PublishError(f"The warehouse holds no audited build. {HOW_TO_BUILD}")
    row = connection.execute(
        "select build_id, started_at, completed_at, is_success, error_count "
        "from audit.builds order by started_at desc, rowid desc limit 1"
    ).fetchone()
    if row is None:
        raise PublishError(f"The warehouse holds no finished build. {HOW_TO_BUILD}")
    build_id, started_at, completed_at, is_success, error_count = row
    if completed_at is None:
        raise PublishError(
            f"Build {build_id}, begun {started_at}, did not end. {HOW_TO_BUILD}"
        )
    if not is_success:
        raise PublishError(
            f"Build {build_id} failed: {error_count} of its models or tests. "
            f"Mend them and build again. {HOW_TO_BUILD}"
        )
    return Build(build_id, started_at)


def _audit_tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute(
        "select table_name from information_schema.tables "
        "where table_catalog = current_database() and table_schema = 'audit'"
    ).fetchall()
    return {name for (name,) in rows}


def _refuse_unchecked(
    connection: duckdb.DuckDBPyConnection, build: Build, suites: Collection[str]
) -> None:
    rows = connection.execute(
        "select distinct suite_name from audit.expectation_results where build_id = ?",
        [build.build_id],
    ).fetchall()
    unchecked = sorted(set(suites) - {name for (name,) in rows})
    if unchecked:
        raise PublishError(
            f"Build {build.build_id} has no verdicts of the expectation suites "
            f"{', '.join(unchecked)}. {HOW_TO_CHECK}"
        )


def _refuse_failed(connection: duckdb.DuckDBPyConnection, build: Build) -> None:
    rows = connection.execute(
        "select suite_name, expectation_name, concat_ws('.', table_name, column_name), "
        "observed_value from audit.expectation_results "
        "where build_id = ? and severity = 'error' and not is_passed order by all",
        [build.build_id],
    ).fetchall()
    if rows:
        lines = [
            f"  {suite}: {name} on {where}, seen: {seen}"
            for suite, name, where, seen in rows
        ]
        raise PublishError(
            f"Build {build.build_id} failed {len(rows)} expectations:\n"
            + "\n".join(lines)
        )
