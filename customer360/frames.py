"""The one file that knows which warehouse a frame came from.

A Python model reads with `read`, computes in pandas, and returns `write(...)`. DuckDB
relations, Spark and Snowpark data frames are told apart by what they can do.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

BATCH_ROWS = 100_000
# what DuckDB is asked for in place of a type that Arrow would turn into objects
FETCHED_AS = {
    "UUID": "varchar",
    "DECIMAL": "double",
    "HUGEINT": "double",
    "DATE": "timestamp",
}
NULLABLE = {
    pa.bool_(): pd.BooleanDtype(),
    pa.int8(): pd.Int8Dtype(),
    pa.int16(): pd.Int16Dtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.uint8(): pd.UInt8Dtype(),
    pa.uint16(): pd.UInt16Dtype(),
    pa.uint32(): pd.UInt32Dtype(),
    pa.uint64(): pd.UInt64Dtype(),
}

# Snowpark wants pandas 2, where text of dtype "str" would say "nan" for nothing, and a
# column taken from a frame could still be the frame's own
if pd.__version__.startswith("2."):
    pd.set_option("future.infer_string", True)
    pd.set_option("mode.copy_on_write", True)


def read(relation: Any, columns: Sequence[str] = ()) -> pd.DataFrame:
    """Return a referenced model as pandas: lower-case columns, ids and text as `str`.

    relation: what `dbt.ref` or `dbt.source` gave. Decimals arrive as float64.
    columns: the only ones wanted; wide tables are most of a model's memory.
    """
    if columns:
        relation = relation.select(*columns)
    if hasattr(relation, "df"):
        frame = _read_duckdb(relation)
    elif hasattr(relation, "to_pandas"):
        frame = relation.to_pandas()
    else:
        frame = relation.toPandas()
    return frame.rename(columns=str.lower)


def write(frame: pd.DataFrame, session: Any) -> Any:
    """Return `frame` in the form the warehouse of `session` takes from a model."""
    if hasattr(session, "create_dataframe"):
        # Snowpark would quote lower case, and no SQL above would find such columns
        return session.create_dataframe(frame.rename(columns=str.upper))
    if hasattr(session, "createDataFrame"):
        return session.createDataFrame(frame)
    # read by DuckDB in half the time of the frame itself
    return pa.Table.from_pandas(frame, preserve_index=False)


def _read_duckdb(relation: Any) -> pd.DataFrame:
    """Fetch a DuckDB relation by Arrow: three times as fast as DuckDB's own `df`.

    Types are those of `df`, but 128-bit ids are text; text is `str` without rows, too.
    """
    columns = [
        f'cast("{name}" as {FETCHED_AS[type_name]}) as "{name}"'
        if (type_name := str(kind).partition("(")[0]) in FETCHED_AS
        else f'"{name}"'
        for name, kind in zip(relation.columns, relation.types, strict=True)
    ]
    reader = relation.project(", ".join(columns)).to_arrow_reader(BATCH_ROWS)
    pieces: dict[str, list[pa.Array]] = {name: [] for name in reader.schema.names}
    for batch in reader:
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            # a copy: columns of a batch are freed together, and a wide table in two
            # forms is most of a model's memory
            pieces[name].append(pa.concat_arrays([column, column[:0]]))
    series = {
        field.name: _series(pa.chunked_array(pieces.pop(field.name), field.type))
        for field in reader.schema
    }
    pa.default_memory_pool().release_unused()
    return pd.DataFrame(series, copy=False)


def _series(column: pa.ChunkedArray) -> pd.Series:
    """Return a column; one of whole numbers or flags with nulls keeps its type."""
    has_gaps = column.null_count > 0 and column.type in NULLABLE
    return column.to_pandas(types_mapper=NULLABLE.get if has_gaps else None)
