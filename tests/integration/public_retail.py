"""Real purchases through the product's own path: files, mappings, dbt, marts."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from customer360.landing.inboxes import land_inboxes
from customer360.paths import ROOT

NOW = datetime(2026, 1, 1)
Connection = duckdb.DuckDBPyConnection
Query = Callable[[str], list[tuple]]


def built(
    dbt,
    folder: Path,
    example: str,
    inbox: dict[str, Path],
    dbt_vars: Mapping[str, Any],
    arguments: Sequence[str] = (),
) -> Path:
    """Land `inbox` through a copy of the example's mappings, build, return the file."""
    config = folder / "example"
    source = ROOT / "examples" / example
    shutil.copytree(source, config, ignore=shutil.ignore_patterns("inbox"))
    (config / "inbox").mkdir()
    for name, file in inbox.items():
        (config / "inbox" / name).symlink_to(file)
    results = land_inboxes(config / "landing.yml", landing=folder / "landing", now=NOW)
    assert all(result.error is None for result in results)
    # unit tests bring their own rows
    without = ["--exclude-resource-type", "unit_test", *arguments]
    warehouse = folder / "warehouse"
    assert dbt.build(warehouse, folder / "landing", dbt_vars, without) == []
    return warehouse / "build.duckdb"
