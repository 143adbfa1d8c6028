"""The DuckDB of one landing: bounded, offline, and its errors said in one line."""

import contextlib
import glob
import os
from collections.abc import Iterator
from pathlib import Path

import duckdb

from customer360.landing.errors import LandingError

MEMORY_LIMIT = "1GB"
MIXED_LINE_ENDS = (
    "its lines end in different ways, CR LF (Windows) and LF; "
    "sed 's/\\r$//' makes them all LF"
)
MAX_THREADS = 4  # each thread buffers a row group; more would need more memory


def connect(spill: Path, *, is_ordered: bool = False) -> duckdb.DuckDBPyConnection:
    """Return an in-memory database that spills to `spill`, in UTC, without network.

    With `is_ordered` it has one thread: groups and joins come out in the same order
    each time, so rows of the same file get the same numbers.
    """
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": MEMORY_LIMIT,
            "threads": 1 if is_ordered else min(os.cpu_count() or 1, MAX_THREADS),
            "temp_directory": str(spill),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            # a mapping must see `file` and what it names, never a Python variable
            "python_enable_replacements": False,
            # a cached block could hide that the file changed
            "enable_external_file_cache": False,
        },
    )
    connection.execute(
        """
        set TimeZone = 'UTC';
        -- counted for `query_progress`, printed by nobody but us
        set enable_progress_bar = true;
        set enable_progress_bar_print = false;
        -- pushed into a CSV that sets rows aside, try_cast(x as int) drops the row
        -- instead of giving null
        set disabled_optimizers = 'type_pushdown'
        """
    )
    return connection


def identifier(name: str) -> str:
    """Return a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """Return a quoted SQL string."""
    return "'" + str(value).replace("'", "''") + "'"


def file_name(path: Path) -> str:
    """Return a SQL string by which DuckDB reads this file, though it is named `a*`."""
    return literal(glob.escape(str(path)))


def file_names(paths: list[Path]) -> str:
    """Return a SQL list of files to read."""
    return "[" + ", ".join(map(file_name, paths)) + "]"


def describe(
    connection: duckdb.DuckDBPyConnection, query: str
) -> list[tuple[str, str]]:
    """Return (name, type) of each column of a query, without running it."""
    rows = connection.execute(f"describe {query}").fetchall()
    return [(str(row[0]), str(row[1])) for row in rows]


def first_line(error: Exception) -> str:
    """Return what DuckDB complains about, without its kind, place and advice."""
    line = str(error).strip().split("\n")[0]
    if "CSV Parser state machine" in line:
        return MIXED_LINE_ENDS
    return line.split("Error: ", 1)[-1].rstrip(".")


@contextlib.contextmanager
def explained(what: str) -> Iterator[None]:
    """Raise DuckDB's errors as LandingError: `what`, and the cause in one line."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise LandingError(
            f"{what}: not enough memory or disk for temporary files "
            f"({first_line(error)})."
        ) from error
    except duckdb.Error as error:
        if "No space left" in str(error):
            raise LandingError(f"{what}: no space left on the disk.") from error
        raise LandingError(f"{what}: {first_line(error)}.") from error
