"""Files out: contract columns in contract order, extra ones, when it was exported."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from customer360.landing import Contract
from customer360.simulate.arrival import SYNCED
from customer360.simulate.frame import Frame
from customer360.simulate.kinds import Context, Key, Time
from customer360.simulate.shapes import SHAPES

ARROW_TYPES = {
    "string": pa.string(),
    "timestamp": pa.timestamp("us"),
    "date": pa.date32(),
    "decimal": pa.decimal128(18, 4),
    "double": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
}


def rendered(frame: Frame, contract: Contract, context: Context) -> pa.Table:
    """Return a frame as the table of its entity."""
    shape = SHAPES[contract.entity]
    columns = {}
    for column in contract.columns:
        kind = ARROW_TYPES[column.data_type]
        if column.name in shape and column.name in frame.columns:
            values = shape[column.name].render(frame[column.name], context)
        else:
            values = pa.nulls(len(frame), kind)
        columns[column.name] = values.cast(kind)
    for name in shape:
        if name not in columns:
            columns[name] = shape[name].render(frame[name], context)
    columns[SYNCED] = Time().render(frame[SYNCED], context)
    return pa.table(columns)


def write_entity(table: pa.Table, contract: Contract, out: Path, part: int) -> None:
    """Write one part of an entity."""
    shape = SHAPES[contract.entity]
    repeated = [
        name
        for name in table.column_names
        if pa.types.is_string(table.schema.field(name).type)
        and not isinstance(shape.get(name), Key)
    ]
    write(table, out / contract.entity, part, repeated)


def write(
    table: pa.Table, folder: Path, part: int, repeated: list[str] | bool = True
) -> None:
    """Write one part of a table; `repeated` columns are worth a dictionary.

    A part without rows is no file.
    """
    if not len(table):
        return
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        table,
        folder / f"part-{part:05d}.parquet",
        compression="zstd",
        use_dictionary=repeated,
        row_group_size=500_000,
    )
