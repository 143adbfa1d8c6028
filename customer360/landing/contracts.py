"""The landing contracts, read from the dbt source YAML: the one truth for shapes."""

import difflib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from customer360.landing.errors import LandingError
from customer360.paths import ROOT

SQL_TYPES = {
    "string": "VARCHAR",
    "timestamp": "TIMESTAMP",
    "date": "DATE",
    "decimal": "DECIMAL(18,4)",
    "double": "DOUBLE",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
}


@dataclass(frozen=True)
class Column:
    """One column of a contract; `data_type` is a key of `SQL_TYPES`.

    `between` are the least and the most that make sense, None where there is no bound;
    what is outside lands all the same, and an expectation tells of it.
    """

    name: str
    data_type: str
    description: str = ""
    is_required: bool = False
    is_pii: bool = False
    identifier: str | None = None
    accepted_values: tuple[str, ...] = ()
    between: tuple[float | None, float | None] | None = None

    @property
    def sql_type(self) -> str:
        """The DuckDB type that lands."""
        return SQL_TYPES[self.data_type]


@dataclass(frozen=True)
class Contract:
    """What a record of one entity must carry, and when it counts as known.

    `event_at` are the columns that tell when it happened, coalesced in order;
    `known_with` is (header entity, column that names the header).
    """

    entity: str
    kind: str
    key: str
    columns: tuple[Column, ...]
    event_at: tuple[str, ...] = ()
    first_known_at: str | None = None
    known_with: tuple[str, str] | None = None
    known_since: str | None = None

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        return next(column for column in self.columns if column.name == name)

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of all columns, in contract order."""
        return tuple(column.name for column in self.columns)


def read_contracts(root: Path = ROOT) -> dict[str, Contract]:
    """Return every contract by entity (`system/entity`), read from `models/staging`.

    Raises LandingError where a source YAML lacks what landing needs.
    """
    contracts: dict[str, Contract] = {}
    for path in sorted((root / "models" / "staging").glob("*/_*__sources.yml")):
        contracts.update(_read_file(path, path.stat().st_mtime_ns))
    if not contracts:
        raise LandingError(f"No contracts: {root}/models/staging has no __sources.yml.")
    return contracts


def contract_of(entity: str, contracts: dict[str, Contract]) -> Contract:
    """Return one contract, or raise naming the entities that come close."""
    if entity in contracts:
        return contracts[entity]
    by_short_name = [known for known in contracts if known.split("/")[1] == entity]
    close = by_short_name or difflib.get_close_matches(entity, contracts, 3, 0.5)
    hint = f"Did you mean {' or '.join(close)}?" if close else "Known entities:"
    known = "" if close else " " + ", ".join(sorted(contracts)) + "."
    raise LandingError(f"There is no entity {entity!r}. {hint}{known}")


@lru_cache(maxsize=64)
def _read_file(path: Path, _modified_ns: int) -> dict[str, Contract]:
    """Read one YAML; cached until the file is modified (pure Python YAML is slow)."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {
            contract.entity: contract
            for source in content.get("sources", [])
            for contract in (_contract(source, table) for table in source["tables"])
        }
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise LandingError(f"{path}: not a landing contract: {error!r}") from error


def _contract(source: dict[str, Any], table: dict[str, Any]) -> Contract:
    meta = table["config"]["meta"]
    known_with = meta.get("known_with")
    since = meta.get("known_since")
    return Contract(
        entity=f"{source['name']}/{table['name']}",
        kind=meta["kind"],
        key=meta["key"],
        columns=tuple(_column(column) for column in table["columns"]),
        event_at=tuple(meta.get("event_at", ())),
        first_known_at=meta.get("first_known_at"),
        known_with=(known_with["entity"], known_with["column"]) if known_with else None,
        known_since=str(since) if since is not None else None,
    )


def _column(column: dict[str, Any]) -> Column:
    meta = column.get("config", {}).get("meta", {})
    if column["data_type"] not in SQL_TYPES:
        raise KeyError(f"data_type of {column['name']}: {column['data_type']}")
    least, most = meta.get("between", (None, None))
    return Column(
        name=column["name"],
        data_type=column["data_type"],
        description=column.get("description", ""),
        is_required=bool(meta.get("required", False)),
        is_pii=bool(meta.get("pii", False)),
        identifier=meta.get("identifier"),
        accepted_values=tuple(str(value) for value in meta.get("accepted_values", ())),
        between=(least, most) if "between" in meta else None,
    )
