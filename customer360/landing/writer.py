"""Writing Parquet in little memory, and telling how far it is."""

import threading
from collections.abc import Callable
from pathlib import Path

import duckdb

from customer360.landing.database import MEMORY_LIMIT, literal

POLL_SECONDS = 0.1
# A row group is held in memory until it is whole: where rows are so wide that it does
# not fit, fewer go into each; where a file to read was written so, more memory it is.
ATTEMPTS = ((122_880, MEMORY_LIMIT), (2_048, MEMORY_LIMIT), (2_048, "50%"))

# called with what is being done and the share done so far, 0 to 1
OnProgress = Callable[[str, float], None]


class Writer:
    """Writes queries to Parquet; what did not fit once is not tried again."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, on_progress: OnProgress | None
    ) -> None:
        self._connection = connection
        self._on_progress = on_progress
        self._attempts = list(ATTEMPTS)

    def copy(self, query: str, target: Path, step: str) -> None:
        """Write a query's rows to a file; `step` says what that is, for progress.

        Raises duckdb.OutOfMemoryException if no attempt fits.
        """
        while True:
            rows, memory = self._attempts[0]
            self._connection.execute(f"set memory_limit = {literal(memory)}")
            options = f"format parquet, compression zstd, row_group_size {rows}"
            try:
                return self._run(
                    f"copy ({query}) to {literal(target)} ({options})", step
                )
            except duckdb.OutOfMemoryException:
                if len(self._attempts) == 1:
                    raise
                del self._attempts[0]

    def _run(self, sql: str, step: str) -> None:
        """Run a statement while another thread tells which share of it is done."""
        tell = self._on_progress
        if tell is None:
            self._connection.execute(sql)
            return
        tell(step, 0.0)
        is_done = threading.Event()

        def watch() -> None:
            while not is_done.wait(POLL_SECONDS):
                tell(step, max(self._connection.query_progress(), 0.0) / 100)

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            self._connection.execute(sql)
        finally:
            is_done.set()
            watcher.join()
