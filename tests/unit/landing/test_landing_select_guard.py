"""One SELECT that only reads, and the files it names."""

from pathlib import Path

import pytest

from customer360.landing import LandingError
from customer360.landing.select_guard import (
    column_references,
    read_only_select,
    resolve_files,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "sql",
    [
        "select * from file",
        "from file select a;",
        "select unnest(lines) as line from file -- the till's lines",
        "with a as (select 1 as b) select * from a union all select 2 order by 1",
        "with recursive n as (select 1 as i union all select i + 1 from n where i < 3) "
        "select * from n",
        "select f.* from file as f left join read_csv('x.csv') as x using (a)",
        "select (select max(a) from file) as top, 'copy; insert' as text",
    ],
)
def test_a_select_may_do_whatever_reads(sql: str) -> None:
    query, _ = read_only_select(sql, "m.sql")
    assert not query.endswith(";")


@pytest.mark.parametrize(
    "sql",
    [
        "copy file to 'x.csv'",
        "insert into file values (1)",
        "update file set a = 1",
        "delete from file",
        "create table x as select 1",
        "drop view file",
        "attach 'x.duckdb'",
        "install httpfs",
        "load httpfs",
        "set threads = 1",
        "pragma version",
        "call pragma_version()",
        "export database 'x'",
        "explain select 1",
        "begin",
        "with x as (copy (select 1) to 'x.csv') select * from x",
        "with x as (insert into t values (1) returning *) select * from x",
        "select * from (with x as (delete from t returning *) select * from x)",
        "select 1; select 2",
        "select * from file; copy file to 'x.csv'",
        "",
        "-- nothing",
        "selec 1",
    ],
)
def test_anything_else_is_refused_by_name(sql: str) -> None:
    with pytest.raises(LandingError, match=r"m\.sql (must|is not valid SQL)"):
        read_only_select(sql, "m.sql")


def test_relative_files_are_beside_the_mapping() -> None:
    sql = (
        "select 'é', 'beside.csv' as text from file join 'x y.parquet' as p using (a) "
        "join read_csv('it''s.csv', header = true) as c using (a) "
        "join read_parquet(['b/*.parquet', '/abs.parquet']) as d using (a) "
        "join \"tills.csv\" as t using (a) where a in (select k from read_csv('z.csv'))"
    )
    resolved = resolve_files(*read_only_select(sql, "m.sql"), Path("/maps"))

    assert resolved == (
        "select 'é', 'beside.csv' as text from file join '/maps/x y.parquet' as p "
        "using (a) join read_csv('/maps/it''s.csv', header = true) as c using (a) "
        "join read_parquet(['/maps/b/*.parquet', '/abs.parquet']) as d using (a) "
        "join '/maps/tills.csv' as t using (a) "
        "where a in (select k from read_csv('/maps/z.csv'))"
    )


def test_the_columns_an_expression_reads_are_known_by_name() -> None:
    _, tree = read_only_select('select (lower("E Mail") || user.name)', "m.yml")
    assert column_references(tree) == {"e mail", "user", "name"}
