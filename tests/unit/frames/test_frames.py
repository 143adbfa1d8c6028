"""Frames as they come out of DuckDB: the types that DuckDB's own `df` gives."""

import duckdb
import pandas as pd
import pytest

from customer360 import frames

pytestmark = pytest.mark.unit

VALUES = """
    select
        cast(id as uuid) as id, cast(n as smallint) as small, cast(n as integer) as n,
        cast(n as bigint) as large, cast(n as hugeint) as huge, cast(n as uint64) as u,
        cast(n as decimal(18, 4)) as amount, cast(n as double) as number,
        cast(n as float) as single, n > 1 as is_large, 'text ' || n as words,
        cast('2024-01-01' as date) + n as day,
        cast('2024-01-01 10:00:00.000001' as timestamp) + to_days(n) as moment,
        cast(null as varchar) as nothing, cast(null as double) as no_number
    from (values
        ('09715467-8260-4cb7-9fcf-bf6a26e96ea5', 1),
        ('19715467-8260-4cb7-9fcf-bf6a26e96ea5', 2),
        (null, null)
    ) as rows (id, n)
"""


@pytest.mark.parametrize("rows", ["n is not null", "true", "n is null", "false"])
def test_a_duckdb_relation_is_read_into_the_types_of_its_own_df(rows: str) -> None:
    relation = duckdb.connect().sql(f"select * from ({VALUES}) where {rows}")
    wanted = relation.df()
    text = dict.fromkeys(["id", "words", "nothing"], "str")

    pd.testing.assert_frame_equal(frames.read(relation), wanted.astype(text))


def test_large_ids_beside_nulls_keep_every_digit() -> None:
    large = 9_007_199_254_740_993
    relation = duckdb.connect().sql(f"select unnest([{large}, null]) as id")

    assert frames.read(relation)["id"][0] == large


def test_only_the_columns_asked_for_are_read_and_names_are_in_lower_case() -> None:
    relation = duckdb.connect().sql('select 1 as "A", 2 as b, 3 as c')

    assert list(frames.read(relation, ["A", "b"]).columns) == ["a", "b"]


def test_a_written_frame_has_the_types_and_values_it_was_read_with() -> None:
    connection = duckdb.connect()
    # as what these are read, and so written
    read_as = {
        "id": "varchar",
        "amount": "double",
        "huge": "double",
        "day": "timestamp",
    }
    casts = ", ".join(f"{name}::{kind} as {name}" for name, kind in read_as.items())
    relation = connection.sql(f"select * replace ({casts}) from ({VALUES})")
    backwards = frames.read(relation).iloc[::-1]
    connection.register("written", frames.write(backwards, connection))
    written = connection.sql("select * from written")

    assert written.columns == relation.columns
    assert written.fetchall()[::-1] == relation.fetchall()
    # without a value there is no type to keep
    told = [name for name in written.columns if name not in ("nothing", "no_number")]
    assert written.select(*told).types == relation.select(*told).types
