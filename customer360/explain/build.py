"""The identity tables of a build: identifiers, groups, evidence, by plain queries."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from customer360.explain.chain import Edge
from customer360.explain.errors import ExplainError
from customer360.warehouse import reading

NEEDED = ("identifiers", "identity_map", "identity_edges", "identity_refused_edges")
Row = dict[str, Any]

_IDENTIFIERS = """
select
    cast(identifiers.identifier_id as varchar) as identifier_id,
    identifiers.identifier_type,
    identifiers.identifier_value,
    identifiers.is_blocked,
    identifiers.blocked_reason,
    identifiers.first_seen_at,
    identifiers.last_seen_at,
    cast(identity_map.profile_id as varchar) as profile_id,
    cast(identity_map.customer_id as varchar) as customer_id
from identity.identifiers as identifiers
left join identity.identity_map as identity_map
    on identifiers.identifier_id = identity_map.identifier_id
"""
_EDGES = """
select
    cast(identifier_id_a as varchar) as a,
    cast(identifier_id_b as varchar) as b,
    rule,
    first_observed_at,
    known_at,
    {rest}
from identity.{table}
where
    identifier_id_a in (select cast(unnest($ids) as uuid))
    or identifier_id_b in (select cast(unnest($ids) as uuid))
"""


@dataclass(frozen=True)
class Build:
    """An open build."""

    connection: duckdb.DuckDBPyConnection

    def rows(self, sql: str, **given: Any) -> list[Row]:
        """Return the rows of a query, each by column name."""
        result = self.connection.execute(sql, given)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def has(self, table: str) -> bool:
        """Return whether schema identity has a table."""
        sql = """
            select 1 from information_schema.tables
            where table_catalog = current_database()
                and table_schema = 'identity' and table_name = $name
        """
        return bool(self.rows(sql, name=table))

    def identifiers(self, where: str, **given: Any) -> list[Row]:
        """Return identifiers with the groups they are in."""
        order = "order by identifier_type, identifier_value"
        return self.rows(f"{_IDENTIFIERS} where {where} {order}", **given)

    def by_id(self, ids: Iterable[str]) -> list[Row]:
        """Return identifiers by their ids."""
        where = "identifiers.identifier_id in (select cast(unnest($ids) as uuid))"
        return self.identifiers(where, ids=sorted(set(ids)))

    def members(self, profiles: Iterable[str]) -> list[Row]:
        """Return the identifiers of groups."""
        where = "identity_map.profile_id in (select cast(unnest($ids) as uuid))"
        return self.identifiers(where, ids=sorted(set(profiles)))

    def used_edges(self, ids: Iterable[str]) -> list[Edge]:
        """Return the edges that tie any of some identifiers."""
        sql = _EDGES.format(table="identity_edges", rest="'used' as reason")
        return [Edge(**row) for row in self.rows(sql, ids=sorted(set(ids)))]

    def refused_edges(self, ids: Iterable[str]) -> list[Edge]:
        """Return the edges that were refused at any of some identifiers."""
        sql = _EDGES.format(table="identity_refused_edges", rest="reason, evidence")
        return [Edge(**row) for row in self.rows(sql, ids=sorted(set(ids)))]


@contextmanager
def open_build(warehouse: Path) -> Iterator[Build]:
    """Open a warehouse's build for reading.

    Raises ExplainError where it has no identity, WarehouseError where it is in use.
    """
    with reading(warehouse / "build.duckdb") as connection:
        build = Build(connection)
        lacking = [name for name in NEEDED if not build.has(name)]
        if lacking:
            raise ExplainError(
                f"{warehouse / 'build.duckdb'} has no identity.{lacking[0]} yet. Run "
                "`c360 build`."
            )
        yield build
