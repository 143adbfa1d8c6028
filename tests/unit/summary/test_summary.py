"""The screen after a build, of whole, empty and published-only warehouses."""

import io
import json
import subprocess
import sys

import duckdb
import pytest
from rich.console import Console

from customer360.errors import C360Error
from customer360.summary import summary

pytestmark = pytest.mark.unit

MARTS = """
create table {marts}.customer_360 as
    select * from (values
        ('c1', date '2026-05-01', 1, 'champions', 75.0::decimal(18, 4), 0.2::double),
        ('c2', date '2026-05-01', 2, 'lapsed', 25.0::decimal(18, 4), 0.9::double),
        ('c3', date '2026-05-01', null, null, null, null)
    ) as rows (customer_id, as_of_date, segment_number, segment_name,
        order_amount_sum_365d, churn_probability);
create table {marts}.fct_source_freshness as
    select 'pos/transactions' as entity, 12345 as landed_row_count,
        timestamp '2026-04-30 18:00:00' as last_event_at,
        timestamp '2026-05-01 05:00:00' as last_landed_at;
create table {marts}.fct_model_evaluations as
    select * from (values
        ('churn', 'churn@1', date '2026-01-01', 'auc', 0.61, 'recency', 0.66),
        ('churn', 'churn@2', date '2026-02-01', 'auc', 0.88, 'recency', 0.86)
    ) as rows (model_name, model_version, as_of_date, metric_name, metric_value,
        baseline_name, baseline_value);
"""
REST = """
create schema identity; create schema audit;
create table audit.builds as select 'b1' as build_id, true as is_success,
    timestamp '2026-05-01 06:00:00' as started_at,
    timestamp '2026-05-01 06:30:00' as completed_at;
create table audit.row_reconciliation as
    select * from (values ('pos/transactions', 100, 3, 1, 2, 94),
        ('pos/stores', 5, 0, 0, 0, 5))
        as rows (entity, landed_count, duplicate_count, conflict_count,
            quarantined_count, staged_count);
create table audit.quarantined_records as
    select 'crm/orders' as entity, 'o1' as record_id, 'no exchange rate' as reason;
create table identity.identity_refused_edges as
    select 'same_email' as rule, 'too many people' as reason from range(7);
create table audit.expectation_results as
    select 'b1' as build_id, 'scores_churn' as suite_name,
        'expect_stdev' as expectation_name, 'scores.t' as table_name,
        'p' as column_name, false as is_passed, 'warn' as severity,
        '0.0' as observed_value;
"""


def printed(warehouse):
    output = io.StringIO()
    summary(warehouse, Console(file=output, width=160))
    return output.getvalue()


def build(warehouse, sql):
    with duckdb.connect(str(warehouse / "build.duckdb")) as connection:
        connection.execute("create schema marts;" + sql)


def publish(warehouse):
    folder = warehouse / "versions" / "v1"
    folder.mkdir(parents=True)
    manifest = {"personal_columns": "hashed", "published_at": "2026"}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (warehouse / "published").symlink_to("versions/v1")
    with duckdb.connect(str(folder / "marts.duckdb")) as connection:
        connection.execute(MARTS.format(marts="main"))


def test_a_build_is_summed_up_with_what_was_refused(tmp_path):
    build(tmp_path, MARTS.format(marts="marts") + REST)
    said = printed(tmp_path)
    for words in (
        "As of 2026-05-01; build b1 ended well on 2026-05-01 06:30 UTC",
        "fct_source_freshness",
        "12,345",
        "2026-05-01 05:00",
        "champions",
        "75.0%",
        "no orders",
        "no exchange rate",
        "too many people",
        "scores_churn",
        "Nothing has been published yet.",
    ):
        assert words in said
    assert "pos/stores" not in said


def test_only_the_latest_evaluation_stands_beside_its_baseline(tmp_path):
    build(tmp_path, MARTS.format(marts="marts"))
    said = printed(tmp_path)
    assert "0.880" in said
    assert "0.860" in said
    assert "0.610" not in said


def test_absent_sources_leave_their_tables_out(tmp_path):
    build(tmp_path, "create table marts.dim_dates as select 1 as a")
    said = printed(tmp_path)
    assert "dim_dates" in said
    assert "As of no date yet" in said
    assert "Segments" not in said


def test_empty_marts_are_summed_up_too(tmp_path):
    emptied = MARTS.format(marts="marts") + "".join(
        f"delete from marts.{name};"
        for name in ("customer_360", "fct_source_freshness", "fct_model_evaluations")
    )
    build(tmp_path, emptied)
    assert "As of no date yet" in printed(tmp_path)


def test_published_marts_alone_are_enough(tmp_path):
    publish(tmp_path)
    said = printed(tmp_path)
    assert "champions" in said
    assert "version v1, personal columns hashed" in said
    assert f"duckdb -readonly {tmp_path}/published/marts.duckdb" in said


def test_while_a_build_is_written_the_published_marts_are_summed_up(tmp_path):
    build(tmp_path, "create table marts.dim_dates as select 1 as a")
    publish(tmp_path)
    code = (
        "import duckdb, sys; held = duckdb.connect(sys.argv[1]); "
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "build.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        holder.stdout.readline()
        said = printed(tmp_path)
        holder.stdin.close()
    assert f"Read from {tmp_path}/versions/v1/marts.duckdb" in said


def test_an_empty_warehouse_has_nothing_to_sum_up(tmp_path):
    with pytest.raises(C360Error, match="nothing to sum up"):
        printed(tmp_path)
