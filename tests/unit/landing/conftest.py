"""A landing folder, a clock that stands still, and short ways to land and read."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from customer360.landing import Landed, Request, land_file

NOW = dt.datetime(2026, 3, 10, 12, 0)

Land = Callable[..., Landed]
Rows = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    return tmp_path / "landing"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


@pytest.fixture
def land(landing: Path) -> Land:
    def land_one(entity: str, file: Path, **options: Any) -> Landed:
        now = options.pop("now", NOW)
        request = Request(entity, file, **options)
        return land_file(request, landing=landing, now=now)

    return land_one


@pytest.fixture
def rows(landing: Path) -> Rows:
    """Return what landed: `rows("pos/transactions", "store_id", "known_at")`."""

    def read(entity: str, *columns: str) -> list[tuple[Any, ...]]:
        files = [str(file) for file in (landing / entity).rglob("*.parquet")]
        names = ", ".join(columns) or "*"
        with duckdb.connect() as connection:
            return connection.execute(
                f"""
                select {names} from read_parquet({files}, union_by_name = true)
                order by landed_at, landed_file_id, landed_row_number
                """
            ).fetchall()

    return read


@pytest.fixture
def quarantined(landing: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    def read(entity: str) -> list[tuple[Any, ...]]:
        folder = landing / "_quarantine" / entity
        with duckdb.connect() as connection:
            return connection.execute(
                f"""
                select "row", "column", reason, record
                from read_parquet('{folder}/*.parquet') order by "row"
                """
            ).fetchall()

    return read
