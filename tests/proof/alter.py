"""Another future: the same landed records, saying otherwise from a time on."""

import datetime as dt
import shutil
from itertools import groupby
from pathlib import Path

import duckdb

from customer360.landing import (
    Contract,
    ManifestEntry,
    read_contracts,
    read_manifest,
)
from customer360.landing.contracts import Column
from customer360.landing.manifest import entry_path

# a column that tells of the time another one names, in versions that have both
TOLD_WITH = {"satisfaction_rating": "closed_at"}

TOLD = """
    create table told as
    select
        *,
        row_number() over (order by landed_file_id, landed_row_number) - 1 as number,
        hash(landed_file_id, landed_row_number) as lot,
        (number + 1 + lot // 2 % greatest(count(*) over () - 1, 1)) % count(*) over ()
            as drawn_number,
        known_at >= getvariable('since') as is_later,
        is_later and lot % 2 = 0 as is_altered
    from read_parquet($files, union_by_name = true)
"""


def alter(landing: Path, since: dt.datetime, altered: Path) -> dict[str, int]:
    """Copy a landing folder with another future; return how many rows have one.

    Of what became known from `since` on, half is another record's word in every column
    but the key, and claims to have happened before. The other half stays, so that late
    records and those sent again are in both futures. Of what was known before, only
    what is told of times still to come is changed. Counts are by entity.
    """
    (altered / "_manifest").mkdir(parents=True)
    entries = sorted(read_manifest(landing), key=lambda entry: entry.entity)
    for entry in entries:
        shutil.copy(entry_path(landing, entry.file_id), altered / "_manifest")
        (altered / entry.path).parent.mkdir(parents=True, exist_ok=True)
    counts = {}
    for entity, group in groupby(entries, key=lambda entry: entry.entity):
        files = list(group)
        with duckdb.connect() as connection:
            counts[entity] = _tell(connection, landing, files, since)
            for file in files:
                _write(connection, file, altered / file.path)
    return counts


def _tell(
    connection: duckdb.DuckDBPyConnection,
    landing: Path,
    files: list[ManifestEntry],
    since: dt.datetime,
) -> int:
    """Make the table `future` of an entity's rows; return how many were altered."""
    paths = [str(landing / file.path) for file in files]
    connection.execute(f"set variable since = timestamp '{since}'")
    connection.execute(TOLD, {"files": paths})
    words = ", ".join(_words(read_contracts()[files[0].entity]))
    connection.execute(
        f"""
        create table future as
        select told.* replace ({words})
        from told
        inner join told as other on other.number = told.drawn_number
        """
    )
    query = "select count(*) from told where is_altered"
    return int(connection.execute(query).fetchall()[0][0])


def _words(contract: Contract) -> list[str]:
    """Return what each column but the key says in the other future."""
    return [
        f"{_word(column)} as {column.name}"
        for column in contract.columns
        if column.name != contract.key
    ]


def _word(column: Column) -> str:
    """Return what a column says; times are before `since`, what is to come is later."""
    told, other, foretold = f"told.{column.name}", f"other.{column.name}", ""
    is_to_come = "not told.is_later and told.{} >= getvariable('since')"
    if column.name in TOLD_WITH:
        is_to_come = is_to_come.format(TOLD_WITH[column.name])
        foretold = f"when {is_to_come} then {other}"
    if column.data_type == "timestamp":
        other = "getvariable('since') - to_days(1 + cast(told.lot // 64 % 40 as int))"
        if not column.is_required:
            is_to_come = is_to_come.format(column.name)
            foretold = f"when {is_to_come} then {told} + interval 3 days"
    return f"case when told.is_altered then {other} {foretold} else {told} end"


def _write(
    connection: duckdb.DuckDBPyConnection, file: ManifestEntry, path: Path
) -> None:
    connection.execute(
        f"""
        copy (
            select * exclude (number, lot, drawn_number, is_later, is_altered)
            from future
            where landed_file_id = '{file.file_id}'
            order by landed_row_number
        ) to '{path}' (format parquet)
        """
    )
