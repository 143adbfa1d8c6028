"""A failed build says why in a few lines."""

import duckdb
import pytest

from customer360.build.failures import failures, shortened

pytestmark = pytest.mark.unit

FAILED_TEST = """
\x1b[31mFailure in test not_null_dim_stores_store_id (models/_models.yml)\x1b[0m
  Got 3 results, configured to fail if != 0

  compiled code at target/x.sql
"""
FAILED_SQL = """
Failure in model dim_stores (models/marts/sales/dim_stores.sql)
  Database Error in model dim_stores (models/marts/sales/dim_stores.sql)
  Binder Error: no column named shop
"""
FAILED_PYTHON = """
Failure in model fit_churn (models/scores/fit_churn.py)
  Runtime Error in model fit_churn (models/scores/fit_churn.py)
  Python model failed:
  Traceback (most recent call last):
    File "churn.py", line 12, in model
  ValueError: too few rows

  compiled code at target/fit_churn.py
"""
STOPPED = """
Encountered an error:
Compilation Error in model stg_x (models/staging/stg_x.sql)
  var default_country is XX: add it to macros/calling_code.sql
  > in macro calling_code (macros/calling_code.sql)
"""
OURS = """
dagster._core.definitions.events.Failure: a.csv: row 3 has no transaction_id.
b.csv is empty.

Stack Trace:
  File "x.py", line 1
"""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            FAILED_TEST,
            [
                "test not_null_dim_stores_store_id (models/_models.yml): "
                "Got 3 results, configured to fail if != 0"
            ],
        ),
        (
            FAILED_SQL,
            [
                "model dim_stores (models/marts/sales/dim_stores.sql): "
                "Binder Error: no column named shop"
            ],
        ),
        (
            FAILED_PYTHON,
            ["model fit_churn (models/scores/fit_churn.py): ValueError: too few rows"],
        ),
        (
            STOPPED,
            [
                "Compilation Error in model stg_x (models/staging/stg_x.sql): "
                "var default_country is XX: add it to macros/calling_code.sql"
            ],
        ),
        (OURS, ["a.csv: row 3 has no transaction_id.", "b.csv is empty."]),
    ],
)
def test_a_failure_is_one_line_with_its_reason(tmp_path, said, expected):
    assert failures(said.splitlines(), tmp_path) == expected


def test_what_dagster_repeats_is_said_once(tmp_path):
    apart = FAILED_SQL.replace("\n  Database", "\n\n  Database")
    found = failures((FAILED_SQL + apart).splitlines(), tmp_path)
    assert len(found) == 1


def test_failed_expectations_are_read_from_the_build(tmp_path):
    with duckdb.connect(str(tmp_path / "build.duckdb")) as connection:
        connection.execute("""
            create schema audit;
            create table audit.builds as
                select 'b' as build_id, timestamp '2026-05-01' as started_at;
            create table audit.expectation_results as
                select 'b' as build_id, 'scores_churn' as suite_name,
                    'expect_x' as expectation_name, 'scores.t' as table_name,
                    'p' as column_name, false as is_passed, 'error' as severity,
                    '1.5' as observed_value, 'max_value 1' as details
                union all
                select 'b', 's', 'e', 't', 'c', false, 'warn', null, null;
        """)
    assert failures(["Run failed"], tmp_path) == [
        "expectation scores_churn: expect_x on scores.t.p: seen 1.5 (max_value 1)"
    ]


def test_where_nothing_better_is_known_the_last_words_are_said(tmp_path):
    assert failures(["something", "ImportError: else", ""], tmp_path) == [
        "ImportError: else"
    ]


def test_a_long_list_says_how_many_more():
    assert shortened([f"model {n}" for n in range(12)])[-1] == "... and 2 more"
    assert shortened(["one"]) == ["one"]
