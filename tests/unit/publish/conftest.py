"""A small warehouse and project, made by hand."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

SUITES = ("arrival", "scores")

PROJECT = """
name: retailer
vars:
  publish_personal_columns: hashed
"""

MARTS = """
version: 2
models:
  - name: customer_360
    description: One row per customer. It's wide.
    columns:
      - {name: customer_id, description: Who., data_type: string}
      - {name: as_of_date, data_type: date}
      - {name: order_count, data_type: bigint}
  - name: dim_customers
    description: One row per customer.
    columns:
      - {name: customer_id, data_type: string}
      - {name: email, data_type: string, config: {meta: {pii: true}}}
      - {name: birth_date, data_type: date, config: {meta: {pii: true}}}
  - name: fct_never_built
    description: One row per nothing.
"""

TABLES = """
create schema marts; create schema staging; create schema audit;
create table staging.stg_crm__contacts as select 'ann@x.org' as email;
create table marts.customer_360 as
    select * from (values ('c1', date '2026-05-01', 3), ('c2', date '2026-05-01', 0))
        as rows (customer_id, as_of_date, order_count);
create table marts.dim_customers as
    select * from (values
        ('c1', 'ann@x.org', date '1980-01-02'), ('c2', null, null), ('c3', 'Añb', null)
    ) as rows (customer_id, email, birth_date);
create table marts.renamed_long_ago as select 'bob@x.org' as email;
create table audit.builds (
    build_id varchar, started_at timestamp, completed_at timestamp, command varchar,
    is_success boolean, error_count integer);
create table audit.expectation_results (
    build_id varchar, suite_name varchar, expectation_name varchar,
    table_name varchar, column_name varchar, is_passed boolean, severity varchar,
    observed_value varchar, details varchar, checked_row_count bigint);
"""

Sql = Callable[[str], list[tuple]]


@pytest.fixture
def suites() -> tuple[str, ...]:
    return SUITES


@pytest.fixture
def project_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "models" / "marts" / "core").mkdir(parents=True)
    (folder / "dbt_project.yml").write_text(PROJECT)
    (folder / "models" / "marts" / "core" / "_core__models.yml").write_text(MARTS)
    return folder


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    folder = tmp_path / "warehouse"
    folder.mkdir()
    with duckdb.connect(str(folder / "build.duckdb")) as connection:
        connection.execute(TABLES)
    return folder


@pytest.fixture
def build_sql(warehouse: Path) -> Sql:
    """Run SQL against the build database."""

    def run(sql: str) -> list[tuple]:
        with duckdb.connect(str(warehouse / "build.duckdb")) as connection:
            return connection.execute(sql).fetchall()

    return run


@pytest.fixture
def add_build(build_sql: Sql) -> Callable[..., None]:
    """Enter a build of a given hour; by default it ended well and passed all suites."""

    def add(build_id: str, hour: int = 1, ended: bool = True, failed: int = 0) -> None:
        completed = f"timestamp '2026-05-01 {hour:02}:30:00'" if ended else "null"
        build_sql(
            f"insert into audit.builds values ('{build_id}', "
            f"timestamp '2026-05-01 {hour:02}:00:00', {completed}, 'build', "
            f"{ended and not failed}, {failed})"
        )
        for suite in SUITES:
            build_sql(
                "insert into audit.expectation_results values "
                f"('{build_id}', '{suite}', 'rows_arrive', 'stg_pos__transactions', "
                "'store_id', true, 'error', '9', null, 9)"
            )

    return add
