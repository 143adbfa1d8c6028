"""Two identity maps side by side: what became of each customer, order and edge."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from customer360.identity_diff import queries

LARGEST = 5
Row = dict[str, Any]


@dataclass(frozen=True)
class Diff:
    """What other rules would change.

    fates: customers now, by what would become of them: unchanged, renamed, grown (by
    visitors' identifiers), merged, split, split and merged, ended (no customer any
    more); they add up to customers_now. customers_new: made of nobody's identifiers
    alone. orders: counts and amounts in project currency; lost: to no customer, won:
    from none. largest_now, largest_then: components with their identifiers by type.
    refusals: by reason, edges refused now and then, new and gone.
    """

    customers_now: int
    customers_then: int
    customers_new: int
    fates: dict[str, int]
    orders: Row
    largest_now: list[Row]
    largest_then: list[Row]
    refusals: list[Row]

    def as_dictionary(self) -> dict[str, Any]:
        """Return the diff as dictionaries and lists, for programs."""
        return asdict(self)


def compare(build: Path, tried: Path) -> Diff:
    """Compare the identity of a build with that of the same build by other rules."""
    before, after = "base.identity.identity_map", "tried.identity.identity_map"
    with _both(build, tried) as connection:
        connection.execute(queries.FATES)
        fates = connection.execute(
            "select fate, count(*) from fates group by fate order by fate"
        ).fetchall()
        (orders,) = _rows(connection, queries.ORDERS)
        return Diff(
            customers_now=_count(connection, queries.CUSTOMERS.format(map=before)),
            customers_then=_count(connection, queries.CUSTOMERS.format(map=after)),
            customers_new=_count(connection, queries.NEW),
            fates=dict(fates),
            orders=orders,
            largest_now=_rows(
                connection, queries.SIZES.format(map=before, largest=LARGEST)
            ),
            largest_then=_rows(
                connection, queries.SIZES.format(map=after, largest=LARGEST)
            ),
            refusals=_rows(connection, queries.REFUSALS),
        )


@contextmanager
def _both(build: Path, tried: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        # views of the scratch warehouse look into the build as `base`
        for name, path in (("base", build), ("tried", tried)):
            quoted = str(path).replace("'", "''")
            connection.execute(f"attach '{quoted}' as {name} (read_only)")
        yield connection


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(connection.execute(sql).fetchall()[0][0])


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    result = connection.execute(sql)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
