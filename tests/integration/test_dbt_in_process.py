"""The `dbt` fixture itself: builds that follow each other share nothing but a parse."""

import subprocess
import sys

import duckdb
import pytest

pytestmark = pytest.mark.integration

# a build of one model is none to publish, but it ends without an error
COUNT_BUILDS = "select count(*) from audit.builds where error_count = 0"
WRITE = """
import duckdb, sys
duckdb.connect(sys.argv[1]).execute("create table written (number int)")
"""
ONE_MODEL = ["--select", "stg_pos__stores"]


def count_builds(database):
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(COUNT_BUILDS).fetchall()[0][0]


def test_two_builds_in_one_process_write_two_databases(dbt, tmp_path):
    landing = tmp_path / "landing"
    assert dbt.build(tmp_path / "first", landing, arguments=ONE_MODEL) == []
    assert dbt.build(tmp_path / "second", landing, arguments=ONE_MODEL) == []
    assert dbt.build(tmp_path / "second", landing, arguments=ONE_MODEL) == []
    assert count_builds(tmp_path / "first" / "build.duckdb") == 1
    assert count_builds(tmp_path / "second" / "build.duckdb") == 2


def test_a_warehouse_folder_that_is_not_there_is_made(dbt, tmp_path):
    warehouse = tmp_path / "new" / "warehouse"
    assert dbt.build(warehouse, tmp_path, arguments=ONE_MODEL) == []
    assert count_builds(warehouse / "build.duckdb") == 1


def test_a_build_of_part_of_the_models_is_none_to_publish(dbt, tmp_path):
    assert dbt.build(tmp_path, tmp_path, arguments=ONE_MODEL) == []
    with duckdb.connect(str(tmp_path / "build.duckdb"), read_only=True) as connection:
        found = connection.execute("select is_success from audit.builds").fetchall()
    assert found == [(False,)]


def test_after_a_build_another_process_may_write_the_database(dbt, tmp_path):
    assert dbt.build(tmp_path / "warehouse", tmp_path, arguments=ONE_MODEL) == []
    database = str(tmp_path / "warehouse" / "build.duckdb")
    written = subprocess.run(
        [sys.executable, "-c", WRITE, database],
        capture_output=True,
        text=True,
        check=False,
    )
    assert written.returncode == 0, written.stderr


def test_a_failing_build_says_what_failed(dbt, tmp_path):
    said = dbt.build(tmp_path, tmp_path, {"default_country": "XX"}, ONE_MODEL)
    assert len(said) == 1
    assert "calling_code.sql" in said[0]
