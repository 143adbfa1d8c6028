"""Dagster's event log of `c360 build`, over connections that stay open.

Dagster's own opens and closes a database for every statement: of a build's 2,300 events
that is as much work as a tenth of the build. Files and tables are Dagster's own, so its
UI and commands read the same history.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dagster._core.storage.event_log.sqlite.sqlite_event_log import (
    INDEX_SHARD_NAME,
    SqliteEventLogStorage,
)
from dagster._core.storage.sql import create_engine
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, event


class OpenEventLog(SqliteEventLogStorage):
    """Keeps open the database of all runs, and of the run that was last asked for."""

    def __init__(
        self, base_dir: str, inst_data: ConfigurableClassData | None = None
    ) -> None:
        """Take the folder of the databases."""
        self._engines: dict[str, Engine] = {}
        self._has_table: set[str] = set()
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "OpenEventLog":
        """Return the event log that `event_log_storage` of dagster.yaml describes."""
        return cls(inst_data=inst_data, **config_value)

    def has_table(self, table_name: str) -> bool:
        """Tell whether the database of all runs has a table; tables do not go."""
        if table_name not in self._has_table and super().has_table(table_name):
            self._has_table.add(table_name)
        return table_name in self._has_table

    def dispose(self) -> None:
        """Close what is open."""
        with self._db_lock:
            self._close(*self._engines)
        super().dispose()

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engine(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

    def _engine(self, shard: str) -> Engine:
        if shard not in self._engines:
            self._close(*(self._engines.keys() - {INDEX_SHARD_NAME}))
            engine = create_engine(
                self.conn_string_for_shard(shard),
                pool_size=1,
                connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS},
            )
            event.listen(engine, "connect", _sync_seldom)
            self._engines[shard] = engine
        return self._engines[shard]

    def _close(self, *shards: str) -> None:
        for shard in shards:
            self._engines.pop(shard).dispose()


def _sync_seldom(connection: Any, _record: Any) -> None:
    """Have a log that is written ahead survive whatever but a loss of power."""
    connection.execute("PRAGMA synchronous = NORMAL")
