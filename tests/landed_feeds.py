"""An entity that comes every night, made from its contract: what is usual.

64 days of 120 rows each, landed the next night at three; enough people, kinds and
amounts for every share and median to be judged. A test then spoils the last night.
"""

from datetime import datetime

import duckdb

from customer360.landing import Contract, read_contracts
from customer360.landing.contracts import Column

DAYS = 64
ROWS_A_DAY = 120
FIRST_DAY = datetime(2026, 3, 1)
LAST_FILE = f"f{DAYS - 1}"
# what is said of kinds beside the contract
USUAL = {"device_type": "'mobile'", "channel": "'chat'", "currency": "'EUR'"}
FORMS = {
    "email": "'p' || person || '@example.org'",
    "phone": "'49170' || 1000 + person",
}


def new_build() -> duckdb.DuckDBPyConnection:
    """Return a build database in memory, into which nothing has landed."""
    connection = duckdb.connect()
    connection.execute(
        "create schema staging; create schema landing; create schema audit;"
        "create table landing.files (entity varchar, landed_at timestamp, "
        "landed_count bigint, row_count bigint, quarantined_count bigint, "
        "max_event_at timestamp)"
    )
    return connection


def staging_table(entity: str) -> str:
    return f"staging.stg_{entity.replace('/', '__')}"


def land_nightly(connection: duckdb.DuckDBPyConnection, entity: str) -> str:
    """Stage an entity's 64 nights, enter its files, and return the table's name."""
    contract = read_contracts()[entity]
    table = staging_table(entity)
    columns = ", ".join(
        f"cast({_value(column, contract)} as {column.sql_type}) as {_staged(column)}"
        for column in contract.columns
    )
    identifier = (
        ", cast(md5(cast(person as varchar)) as uuid) as identifier_id"
        if any(column.identifier for column in contract.columns)
        else ""
    )
    connection.execute(f"""
        create table {table} as
        with numbers as (
            select
                day, n, day * {ROWS_A_DAY} + n as number, (number * 7) % 60 as person,
                timestamp '{FIRST_DAY}' + to_days(cast(day as integer)) as day_at
            from range({DAYS}) as days (day), range({ROWS_A_DAY}) as rows (n)
        ),
        happened as (
            select *, day_at + to_seconds(n * 86400 // {ROWS_A_DAY}) as happened_at
            from numbers
        )
        select {columns} {identifier},
            day_at + interval 27 hours as known_at,
            day_at + interval 27 hours as landed_at,
            'f' || day as landed_file_id, n as landed_row_number
        from happened
    """)
    happened = f"max({contract.event_at[-1]})" if contract.event_at else "null"
    connection.execute(f"""
        insert into landing.files
        select '{entity}', any_value(landed_at), count(*), count(*), 0, {happened}
        from {table} group by landed_file_id
    """)
    return table


def _staged(column: Column) -> str:
    """Return what staging calls it: receipt_email is an email there."""
    return column.name.removeprefix("receipt_")


def _value(column: Column, contract: Contract) -> str:
    """Return SQL of a usual value."""
    if column.name == contract.key:
        return f"'{column.name}-' || number"
    if column.accepted_values:
        return f"list_extract({list(column.accepted_values)}, 1 + n % 2)"
    if column.identifier:
        return FORMS.get(column.identifier, f"'{column.identifier}-' || person")
    if column.name.endswith("_id"):
        return "'r' || n % 9"
    if column.name in USUAL:
        return USUAL[column.name]
    return _of_type(column)


def _of_type(column: Column) -> str:
    if column.data_type in {"timestamp", "date"}:
        return "timestamp '1990-01-01'" if "birth" in column.name else "happened_at"
    if column.data_type == "boolean":
        return "n % 20 = 0"
    if column.data_type == "string":
        return "'kind ' || n % 3"
    if column.name.endswith("_amount"):
        return "10 + n % 30" if column.is_required else "1"
    return "1 + n % 5"
