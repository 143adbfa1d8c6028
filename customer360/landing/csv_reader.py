"""CSV files as a relation of text columns, and their broken rows."""

import csv
import io

import duckdb

from customer360.landing.database import explained, file_name, literal
from customer360.landing.errors import LandingError
from customer360.landing.source import Source, require_distinct, require_utf8

DELIMITERS = ",;\t|"
MAX_HEADER_LINES = 100

# one row a broken record: its number in the file, the text, and what is wrong
BROKEN_ROWS = """
select distinct on (line)
    line - 1 as "row",
    to_json({'line': ltrim(csv_line, chr(10) || chr(13))}) as record,
    case error_type
        when 'MISSING COLUMNS' then 'has fewer values than the header has columns'
        when 'TOO MANY COLUMNS' then 'has more values than the header has columns'
        when 'UNQUOTED VALUE' then 'has an unclosed quote, or text after one'
        else lower(error_type)
    end as reason
from reject_errors
order by line, column_idx
"""


def open_csv(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Create the view `file` over a CSV; everything is text, so leading zeros live.

    Rows that do not fit the header are set aside by DuckDB: see `BROKEN_ROWS`.
    """
    require_utf8(source)
    names, delimiter = read_header(source)
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    with explained(f"{source.path} cannot be read as CSV"):
        connection.execute(
            f"""
            create or replace temp view file as select * from read_csv(
                {file_name(source.path)}, auto_detect = false, header = true,
                delim = {literal(delimiter)}, quote = '"', escape = '"',
                columns = {{{columns}}}, hive_partitioning = false,
                compression = {_compression(source)},
                store_rejects = true, rejects_limit = 0
            )
            """
        )


def read_header(source: Source) -> tuple[list[str], str]:
    """Return the column names and the delimiter, found in the header alone.

    Raises LandingError where two columns have one name, whatever its case.
    """
    with io.TextIOWrapper(source.open(), "utf-8-sig", newline="") as text:
        record = ""
        for _, line in zip(range(MAX_HEADER_LINES), text, strict=False):
            record += line
            if record.count('"') % 2 == 0:
                break
    outside_quotes = "".join(record.split('"')[::2])
    delimiter = max(DELIMITERS, key=outside_quotes.count)
    names = next(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter), [])
    names = [name.strip() or f"column_{n}" for n, name in enumerate(names, start=1)]
    if not record.strip():
        raise LandingError(f"{source.path} is empty: its first line is no header.")
    require_distinct(names, source)
    return names, delimiter


def _compression(source: Source) -> str:
    return "'gzip'" if source.is_gzipped else "'none'"
