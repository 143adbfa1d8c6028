"""Whether SQL is one SELECT that only reads, and where the files it names are."""

import glob
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from customer360.landing.database import first_line, literal
from customer360.landing.errors import LandingError

FILE_FUNCTIONS = {
    "read_csv",
    "read_csv_auto",
    "sniff_csv",
    "read_parquet",
    "parquet_scan",
    "read_json",
    "read_json_auto",
    "read_json_objects",
    "read_ndjson",
    "read_ndjson_auto",
    "read_ndjson_objects",
    "read_text",
    "read_blob",
    "glob",
}
READING_NODES = {"SELECT", "SET_OPERATION", "RECURSIVE_CTE", "CTE"}
QUOTED = re.compile(rb"""'(?:[^']|'')*'|"(?:[^"]|"")*\"""")
FILE_SUFFIXES = (".csv", ".tsv", ".parquet", ".json", ".jsonl", ".ndjson", ".gz")


def read_only_select(sql: str, where: str) -> tuple[str, dict[str, Any]]:
    """Return the one SELECT of a text, and its syntax tree as DuckDB serialises it.

    Raises LandingError, naming `where`, if the text is anything else or would write.
    DuckDB takes `with x as (copy … to …) select …` for a SELECT, so the tree is
    searched too.
    """
    connection = duckdb.connect(":memory:")
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise LandingError(f"{where} is not valid SQL: {first_line(error)}.") from error
    if len(statements) != 1:
        raise LandingError(
            f"{where} must be one SELECT; it has {len(statements)} statements."
        )
    query = statements[0].query.strip().rstrip(";")
    kind = statements[0].type.name
    serialised = connection.execute("select json_serialize_sql(?)", [query]).fetchall()
    tree = json.loads(serialised[0][0])
    if kind != "SELECT" or tree["error"]:
        raise LandingError(f"{where} must be one SELECT over `file`; it is a {kind}.")
    writing = sorted({name for name in _query_nodes(tree) if name not in READING_NODES})
    if writing:
        raise LandingError(
            f"{where} must only read; it contains {' and '.join(writing)}."
        )
    return query, tree


def resolve_files(query: str, tree: dict[str, Any], folder: Path) -> str:
    """Return the query with relative file names taken from `folder`.

    The names are replaced where they stand; DuckDB gives each its place in bytes.
    """
    text = query.encode()
    for start, name in sorted(_file_names(tree), reverse=True):
        quoted = QUOTED.match(text, start)
        if quoted and "://" not in name and not Path(name).is_absolute():
            path = literal(f"{glob.escape(str(folder))}/{name}").encode()
            text = text[:start] + path + text[quoted.end() :]
    return text.decode()


def column_references(tree: dict[str, Any]) -> set[str]:
    """Return the lower-case names a query may read columns by."""
    return {
        name.lower()
        for node in _nodes(tree)
        if node.get("class") == "COLUMN_REF"
        for name in node["column_names"]
    }


def _query_nodes(tree: dict[str, Any]) -> Iterator[str]:
    for node in _nodes(tree):
        kind = node.get("type")
        if isinstance(kind, str) and kind.endswith("_NODE"):
            yield kind.removesuffix("_NODE").removesuffix("_QUERY")


def _file_names(tree: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield (start, name) of each file a query names."""
    for node in _nodes(tree):
        if node.get("type") == "BASE_TABLE":
            name = node["table_name"]
            if name.lower().endswith(FILE_SUFFIXES):
                yield node["query_location"], name
        if node.get("type") == "TABLE_FUNCTION":
            function = node["function"]
            if function["function_name"].lower() in FILE_FUNCTIONS:
                yield from _strings(function["arguments"][:1])


def _strings(tree: Any) -> Iterator[tuple[int, str]]:
    for node in _nodes(tree):
        value = node.get("literal") or {}
        if node.get("class") == "CONSTANT" and value.get("kind") == "STRING":
            yield node["query_location"], value["text"]


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a syntax tree, parents before children."""
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            yield node
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)
