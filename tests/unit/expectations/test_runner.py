"""The runner without Great Expectations: what is absent, what is kept."""

import os
import subprocess
import sys
from dataclasses import replace

import duckdb
import pytest

from expectations import SUITE_NAMES, SUITES, check_build
from expectations.errors import ExpectationError
from expectations.verdicts import Verdict, store

pytestmark = pytest.mark.unit

VERDICT = Verdict("a", "absent", "staging.t", None, False, "error", "absent", None, 0)


@pytest.fixture
def warehouse(tmp_path):
    with duckdb.connect(str(tmp_path / "build.duckdb")) as connection:
        connection.execute("create schema audit")
        connection.execute(
            "create table audit.builds as "
            "select 'first' as build_id, timestamp '2026-05-02 01:00:00' as started_at"
        )
    return tmp_path


def test_naming_the_suites_does_not_import_great_expectations():
    code = "import expectations, sys; print('great_expectations' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "False\n"


def test_great_expectations_is_told_to_report_nothing():
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"


def test_suite_names_are_distinct():
    assert len(set(SUITE_NAMES)) == len(SUITES)


def test_a_build_of_nothing_passes_but_for_what_must_exist(warehouse):
    verdicts = check_build(warehouse)
    assert {each.suite_name for each in verdicts} == set(SUITE_NAMES)
    assert {each.suite_name for each in verdicts if each.stops_publishing} == {
        suite.name for suite in SUITES if suite.must_exist
    }


def test_a_warehouse_without_builds_cannot_be_checked(tmp_path):
    duckdb.connect(str(tmp_path / "build.duckdb")).close()
    with pytest.raises(ExpectationError, match="No build was entered"):
        check_build(tmp_path)


def test_storing_replaces_only_the_suites_of_the_build_that_were_run():
    with duckdb.connect() as connection:
        store(connection, "first", ["a"], [VERDICT])
        store(connection, "second", ["a"], [VERDICT])
        store(connection, "second", ["b"], [replace(VERDICT, suite_name="b")])
        store(connection, "second", ["a"], [replace(VERDICT, is_passed=True)] * 2)
        rows = connection.execute(
            "select build_id, suite_name, is_passed, count(*) "
            "from audit.expectation_results group by all order by all"
        ).fetchall()
    assert rows == [
        ("first", "a", False, 1),
        ("second", "a", True, 2),
        ("second", "b", False, 1),
    ]


@pytest.mark.parametrize(
    ("severity", "is_passed", "stops"),
    [("error", False, True), ("error", True, False), ("warn", False, False)],
)
def test_only_a_failed_error_stops_publishing(severity, is_passed, stops):
    verdict = replace(VERDICT, severity=severity, is_passed=is_passed)
    assert verdict.stops_publishing is stops
