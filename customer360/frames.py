"""The one file that knows which warehouse a frame came from.

A Python model reads with `read`, computes in pandas, and returns `write(...)`. DuckDB
relations, Spark and Snowpark data frames are told apart by what they can do.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

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
    return frame


def _read_duckdb(relation: Any) -> pd.DataFrame:
    """Fetch a DuckDB relation; 128-bit ids as text, not as one object per value."""
    columns = [
        f'cast("{name}" as varchar) as "{name}"' if str(kind) == "UUID" else f'"{name}"'
        for name, kind in zip(relation.columns, relation.types, strict=True)
    ]
    return relation.project(", ".join(columns)).df()
