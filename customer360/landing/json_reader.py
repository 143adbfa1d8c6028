"""JSON Lines as a relation of typed columns, and the lines that are no JSON object.

DuckDB's own reader guesses dates from a sample and stops at the first broken line.
Here the shape is taken from every line, strings stay strings, and broken lines are
set aside.
"""

import json
from typing import Any

import duckdb

from customer360.landing.database import explained, file_name, literal
from customer360.landing.errors import LandingError
from customer360.landing.source import CHUNK, Source, require_distinct, require_utf8

NUMBERS = {"UBIGINT", "BIGINT", "HUGEINT", "DOUBLE"}
BATCH = 1000
MAX_LINE_BYTES = 8 << 20
MAX_FIELDS = 200  # an object with more keys is a dictionary: kept as JSON text

# one row a line that is no JSON object: its number, the text, and what is wrong
BROKEN_ROWS = """
select
    number as "row",
    to_json({'line': line}) as record,
    case
        when json_valid(line) then 'is JSON, but no object' else 'is not valid JSON'
    end as reason
from (select line, row_number() over () as number from json_lines)
where line is not null and not is_object(line)
order by number
"""


def open_json(
    connection: duckdb.DuckDBPyConnection, source: Source, *, as_text: bool
) -> None:
    """Create the view `file` over JSON Lines.

    Top-level scalars are text with `as_text`, else numbers and booleans are typed;
    objects are structs and arrays are lists, so mappings can say `a.b` and `unnest`.
    """
    require_utf8(source)
    _require_lines(source)
    compression = "'gzip'" if source.is_gzipped else "'none'"
    # char 1 never stands in JSON text, so each line comes out whole
    connection.execute(
        f"""
        create or replace temp view json_lines as select * from read_csv(
            {file_name(source.path)}, auto_detect = false, header = false,
            delim = chr(1), quote = '', escape = '', strict_mode = false,
            columns = {{'line': 'VARCHAR'}}, hive_partitioning = false,
            compression = {compression},
            max_line_size = {MAX_LINE_BYTES}, buffer_size = {2 * MAX_LINE_BYTES}
        );
        create or replace temp macro is_object(line) as coalesce(
            case when json_valid(line) then json_type(line) = 'OBJECT' end, false
        )
        """
    )
    with explained(f"{source.path} cannot be read as JSON Lines"):
        structure = _structure(connection, source)
        shape = {
            name: "VARCHAR" if as_text and isinstance(kind, str) else _shape(kind)
            for name, kind in structure.items()
        }
        connection.execute(
            f"""
            create or replace temp view file as
            select unnest(from_json(line, {literal(json.dumps(shape))}))
            from json_lines where is_object(line)
            """
        )


def _structure(connection: duckdb.DuckDBPyConnection, source: Source) -> dict[str, Any]:
    """Return the JSON types of all top-level keys, merged over every line.

    Lines have few distinct shapes; `json_group_structure` would hold every line.
    """
    shapes = connection.execute(
        "select distinct json_structure(line) from json_lines where is_object(line)"
    )
    structure: Any = "JSON"
    while batch := shapes.fetchmany(BATCH):
        for (shape,) in batch:
            structure = merge(structure, json.loads(shape))
    if not isinstance(structure, dict):
        raise LandingError(
            f"{source.path} has no JSON objects; JSON Lines has one object a line."
        )
    require_distinct(list(structure), source)
    return structure


def merge(left: Any, right: Any) -> Any:
    """Return the one JSON type that holds values of two.

    A type is a name as `json_structure` gives it, [type of the items], {key: type}, or
    MIXED. `json_structure` says JSON for an empty object, which fits any object.
    """
    if right in (left, "NULL") or left == "NULL":
        return right if left == "NULL" else left
    if isinstance(left, dict) and isinstance(right, dict):
        return {
            key: merge(left.get(key, "NULL"), right.get(key, "NULL"))
            for key in [*left, *(key for key in right if key not in left)]
        }
    if isinstance(left, list) and isinstance(right, list):
        return [merge(left[0], right[0])]
    if isinstance(left, str) and isinstance(right, str):
        return _merge_names({left, right})
    objects = [kind for kind in (left, right) if isinstance(kind, dict)]
    return objects[0] if objects and "JSON" in (left, right) else "MIXED"


def _merge_names(names: set[str]) -> str:
    if names & {"JSON", "MIXED"}:
        return "MIXED"
    if not names <= NUMBERS:
        return "VARCHAR"
    return "DOUBLE" if "DOUBLE" in names else "BIGINT"


def _shape(kind: Any) -> Any:
    """Return the type to read: what DuckDB cannot hold in one type stays JSON text."""
    if isinstance(kind, list):
        return [_shape(kind[0])]
    if isinstance(kind, dict):
        distinct = {name.lower() for name in kind}
        if len(distinct) < len(kind) or not 0 < len(kind) <= MAX_FIELDS:
            return "JSON"
        return {name: _shape(value) for name, value in kind.items()}
    # unsigned: 1 - 2 would fail; a mapping expects -1
    names = {"NULL": "VARCHAR", "UBIGINT": "BIGINT", "MIXED": "JSON"}
    return names.get(kind, kind)


def _require_lines(source: Source) -> None:
    with source.open() as handle:
        start = handle.read(CHUNK).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"["):
        raise LandingError(
            f"{source.path} is one JSON array. Write one object a line instead: "
            f"jq -c '.[]' {source.name} > {source.path.stem}.jsonl"
        )
