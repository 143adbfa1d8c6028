"""The warehouse folder as programs meet it: reading a build, its lock, its salt."""

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from customer360.errors import C360Error


class WarehouseError(C360Error):
    """The warehouse folder or its build database cannot be used."""


@contextmanager
def reading(
    database: Path, scratch: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database file for reading, from an in-memory connection.

    The file is attached read-only under its own name and is the one in use, so
    `staging.stg_pos__stores` finds it. `scratch` is where large sorts may spill.
    Raises WarehouseError when the file is missing, being written, or no database.
    """
    if not database.is_file():
        raise WarehouseError(f"There is no {database}. Run `c360 build` first.")
    with duckdb.connect(config=_settings(scratch)) as connection:
        # DuckDB would draw one into files and pipes too
        connection.execute("set enable_progress_bar = false")
        name = database.stem
        try:
            connection.execute(f"attach '{_quoted(database)}' as {name} (read_only)")
        except duckdb.Error as error:
            raise WarehouseError(_why_closed(database, error)) from error
        connection.execute(f"use {name}")
        yield connection


@contextmanager
def writing(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an existing database file for writing.

    Raises WarehouseError when the file is missing or another process holds it.
    """
    if not database.is_file():
        raise WarehouseError(f"There is no {database}. Run `c360 build` first.")
    try:
        connection = duckdb.connect(str(database), config=_settings(None))
    except duckdb.Error as error:
        raise WarehouseError(_why_closed(database, error)) from error
    with connection:
        yield connection


@contextmanager
def only_one(lock_file: Path, what: str) -> Iterator[None]:
    """Hold a lock file for as long as the block runs; the system frees it if we die.

    Raises WarehouseError, naming the process that holds it, when it is taken.
    """
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    with lock_file.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            handle.seek(0)
            holder = handle.read().strip() or "unknown"
            raise WarehouseError(
                f"Another {what} is running on {lock_file.parent} (process {holder}). "
                "Wait until it has ended."
            ) from error
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield


def salt(warehouse: Path) -> str:
    """Return the salt of identifier ids: C360_SALT, else the warehouse's file.

    The file is made on first use, readable by its owner only. Raises WarehouseError
    when it is gone although a build was made with it: a new one would rename everyone.
    """
    given = os.environ.get("C360_SALT")
    path = warehouse / "salt"
    if given:
        return given
    if path.is_file():
        return path.read_text().strip()
    if (warehouse / "build.duckdb").exists():
        raise WarehouseError(
            f"{path} is gone, and {warehouse / 'build.duckdb'} was built with it: "
            "a new salt would give every customer another id. Put the file back, set "
            "C360_SALT to its content, or remove the build to start anew."
        )
    return make_secret(path, secrets.token_hex(16))


def make_secret(path: Path, content: str) -> str:
    """Write a secret once, readable by its owner only, and return what is kept.

    Where the file is already there, or another process was faster, its content wins.
    """
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(content + "\n")
        file.flush()
        os.fsync(file.fileno())
    return content


def lock_holder(message: str) -> str | None:
    """Return who holds a database file, from DuckDB's words; None: no lock is meant."""
    if "lock on file" not in message:
        return None
    found = re.search(r"held in (.+? \(PID \d+\))", message)
    return found.group(1) if found else "another process"


def _why_closed(database: Path, error: duckdb.Error) -> str:
    holder = lock_holder(str(error))
    if holder:
        return (
            f"{database} is in use by {holder}: it is being built, or open elsewhere. "
            "Wait until that has ended, or close it."
        )
    return f"{database} cannot be opened: {error}"


def _settings(scratch: Path | None) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        # the same as the build's, in profiles.yml
        "memory_limit": os.environ.get("C360_MEMORY_LIMIT") or "3000MB",
    }
    return settings | ({"temp_directory": str(scratch)} if scratch else {})


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
