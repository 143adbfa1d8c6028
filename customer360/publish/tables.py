"""Which tables and columns a version holds, and how each column leaves."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from customer360.publish.contracts import ColumnContract, MartContract

# enforced contracts leave no such column; where one slips through it is guarded
UNDESCRIBED = ColumnContract(data_type=None, description="", is_personal=True)


@dataclass(frozen=True)
class PublishedColumn:
    """One column of a published table; `treatment` is None where nobody is named."""

    name: str
    contract: ColumnContract
    treatment: str | None


@dataclass(frozen=True)
class PublishedTable:
    """One table to publish."""

    name: str
    description: str
    columns: tuple[PublishedColumn, ...]

    @property
    def kept_columns(self) -> tuple[PublishedColumn, ...]:
        """Columns that readers see."""
        return tuple(column for column in self.columns if column.treatment != "drop")


@dataclass(frozen=True)
class Plan:
    """Tables to publish; those left out, undescribed; those described, not built."""

    tables: tuple[PublishedTable, ...]
    undescribed: tuple[str, ...]
    not_built: tuple[str, ...]


def plan_tables(
    connection: duckdb.DuckDBPyConnection,
    contracts: Mapping[str, MartContract],
    treatment: str,
) -> Plan:
    """Match the marts in the build with their contracts.

    A table without a contract stays behind: nobody has said which of its columns
    are personal, and a mart that was renamed leaves its old table in the build.
    """
    built = _mart_columns(connection)
    tables = tuple(
        PublishedTable(
            name,
            contracts[name].description,
            tuple(_column(column, contracts[name], treatment) for column in columns),
        )
        for name, columns in built.items()
        if name in contracts
    )
    return Plan(
        tables,
        undescribed=tuple(sorted(set(built) - set(contracts))),
        not_built=tuple(sorted(set(contracts) - set(built))),
    )


def _mart_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    rows = connection.execute(
        "select table_name, list(column_name order by ordinal_position) "
        "from information_schema.columns "
        "where table_catalog = current_database() and table_schema = 'marts' "
        "group by table_name order by table_name"
    ).fetchall()
    return dict(rows)


def _column(name: str, mart: MartContract, treatment: str) -> PublishedColumn:
    contract = mart.columns.get(name, UNDESCRIBED)
    return PublishedColumn(name, contract, treatment if contract.is_personal else None)
