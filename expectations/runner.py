"""Runs suites over the latest build and writes their verdicts into it."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from customer360.warehouse import reading, writing
from expectations.errors import ExpectationError
from expectations.suite import BuildFile, Suite
from expectations.suites import SUITES
from expectations.validation import new_context, validate
from expectations.verdicts import Verdict, store

if TYPE_CHECKING:
    from great_expectations.data_context import AbstractDataContext


def check_build(warehouse: Path, suites: Sequence[Suite] = SUITES) -> list[Verdict]:
    """Check the latest build of a warehouse, keep the verdicts in it, return them.

    Doing it again replaces the verdicts. Raises ExpectationError when no build was
    entered in audit.builds, WarehouseError when the file is missing or in use.
    """
    database = warehouse / "build.duckdb"
    with reading(database, warehouse / "tmp" / "expectations") as connection:
        build_id = _latest_build_id(connection)
        build = BuildFile(connection, warehouse)
        verdicts = [
            verdict for suite in suites for verdict in check_suite(suite, build)
        ]
    with writing(database) as connection:
        store(connection, build_id, [suite.name for suite in suites], verdicts)
    return verdicts


def check_suite(suite: Suite, build: BuildFile) -> list[Verdict]:
    """Return one suite's verdicts, or the one that says that there is nothing."""
    if not build.has(suite.table):
        return [_absent(suite, is_passed=not suite.must_exist)]
    batch = suite.read(build)
    if batch.rows.empty:
        return [_absent(suite, is_passed=True)]
    return validate(_context(), suite, batch)


@lru_cache(maxsize=1)
def _context() -> "AbstractDataContext":
    return new_context()


def _latest_build_id(connection: duckdb.DuckDBPyConnection) -> str:
    try:
        rows = connection.execute(
            "select build_id from audit.builds "
            "order by started_at desc, rowid desc limit 1"
        ).fetchall()
    except duckdb.CatalogException:
        rows = []
    if not rows:
        raise ExpectationError(
            "No build was entered in audit.builds. Run `c360 build`, or `dbt build`."
        )
    return str(rows[0][0])


def _absent(suite: Suite, *, is_passed: bool) -> Verdict:
    return Verdict(
        suite_name=suite.name,
        expectation_name="absent",
        table_name=suite.table,
        column_name=None,
        is_passed=is_passed,
        severity="error",
        observed_value="absent",
        details="no rows" if is_passed else "a build without this table is none",
        checked_row_count=0,
    )
