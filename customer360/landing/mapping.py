"""Mappings: from the columns a file has to those the contract names.

YAML: `columns:`, contract column -> DuckDB expression over the file's columns; what it
does not name is matched by name. SQL: one read-only SELECT over `file`.
"""

import difflib
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from customer360.landing.contracts import Contract
from customer360.landing.database import identifier
from customer360.landing.errors import LandingError
from customer360.landing.select_guard import (
    column_references,
    read_only_select,
    resolve_files,
)


@dataclass(frozen=True)
class Mapping:
    """A mapping file: either `expressions` (YAML) or one `query` (SQL).

    `references` are the lower-case names its expressions read.
    """

    path: Path
    sha256: str
    expressions: dict[str, str] = field(default_factory=dict)
    references: frozenset[str] = frozenset()
    query: str | None = None


def read_mapping(path: Path, contract: Contract) -> Mapping:
    """Read a mapping file; relative files a SQL mapping names are beside it.

    Raises LandingError where it is absent, unreadable or not what a mapping may be.
    """
    if path.suffix not in {".yml", ".yaml", ".sql"}:
        raise LandingError(f"{path}: a mapping is a .yml or a .sql file.")
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise LandingError(f"{path}: there is no such mapping.") from error
    except UnicodeDecodeError as error:
        raise LandingError(f"{path}: a mapping must be UTF-8.") from error
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    if path.suffix == ".sql":
        query, tree = read_only_select(text, str(path))
        return Mapping(
            path, sha256, query=resolve_files(query, tree, path.resolve().parent)
        )
    expressions = _read_columns(path, text)
    _require_no_typos(path, expressions, contract)
    references = {
        name
        for column, expression in expressions.items()
        for name in _references(expression, f"{path}: {column}")
    }
    return Mapping(path, sha256, expressions, frozenset(references))


def select(
    mapping: Mapping | None,
    contract: Contract,
    file_columns: list[str],
    keep: str | None = None,
) -> str:
    """Return the SELECT over `file` whose columns are the contract's and the extra.

    Extra are the file's columns that no expression reads, and `keep`, the column that
    says when a row was known.
    """
    if mapping and mapping.query:
        return mapping.query
    expressions = mapping.expressions if mapping else {}
    references = mapping.references if mapping else frozenset()
    contract_names = {name.lower() for name in contract.column_names}
    mapped = {name.lower() for name in expressions}
    parts = [f"({sql}\n) as {identifier(name)}" for name, sql in expressions.items()]
    for column in file_columns:
        name = column.lower()
        if name in mapped:
            continue
        is_extra = name not in references or name == (keep or "").lower()
        if name in contract_names or is_extra:
            parts.append(identifier(column))
    return f"select {', '.join(parts) or '1 as nothing'} from file"


def _read_columns(path: Path, text: str) -> dict[str, str]:
    try:
        content: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        place = " ".join(str(error).split())
        raise LandingError(f"{path} is not valid YAML: {place}.") from error
    columns = content.get("columns") if isinstance(content, dict) else None
    if not isinstance(columns, dict) or set(content) != {"columns"}:
        raise LandingError(
            f"{path}: a mapping has one key, `columns`, with contract columns and "
            "their expressions, e.g.\ncolumns:\n  email: lower(Email)"
        )
    return {str(name): _expression(value) for name, value in columns.items()}


def _expression(value: Any) -> str:
    """YAML reads null, true and 3 as values; in SQL they are written alike."""
    return "null" if value is None else str(value)


def _require_no_typos(
    path: Path, expressions: dict[str, str], contract: Contract
) -> None:
    """A name of no contract column lands as an extra one, unless it is nearly one."""
    for name in expressions:
        if name in contract.column_names:
            continue
        close = difflib.get_close_matches(name, contract.column_names, 1, 0.8)
        if close and close[0] not in expressions:
            raise LandingError(
                f"{path}: {contract.entity} has no column {name!r}. "
                f"Did you mean {close[0]!r}?"
            )


def _references(expression: str, where: str) -> set[str]:
    _, tree = read_only_select(f"select ({expression}\n)", where)
    node = tree["statements"][0]["node"]
    if len(node["select_list"]) != 1 or node["from_table"]["type"] != "EMPTY":
        raise LandingError(f"{where} must be one expression over the file's columns.")
    return column_references(tree)
