"""A build whose identity tables are made by hand, and short ways to ask it why."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from identity_by_hand import EVENTS, insert, make_build

from customer360.explain.command import look_up
from customer360.explain.view import View


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    make_build(tmp_path / "build.duckdb")
    return tmp_path


@pytest.fixture
def add(warehouse: Path) -> Callable[..., None]:
    """Return a call that inserts a row, into identity_events too."""

    def insert_row(table: str, *row: Any) -> None:
        with duckdb.connect(str(warehouse / "build.duckdb")) as build:
            if table == "identity_events":
                build.execute(EVENTS)
            insert(build, table, *row)

    return insert_row


@pytest.fixture
def seen(warehouse: Path) -> Callable[..., View]:
    """Return a call that asks why."""

    def look(text: str, *more: str | None) -> View:
        return look_up(warehouse, text, *more)

    return look
