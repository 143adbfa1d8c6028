"""The whole dbt project as assets: one step, `dbt build`."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, dbt_assets
from pydantic import Field

from customer360.paths import warehouse_dir
from customer360.warehouse import salt
from orchestration.project import PROJECT, manifest_path, set_environment
from orchestration.said_plainly import said_plainly

DBT_STEP = "dbt_build"


class BuildConfig(dg.Config):
    """What a run may be told; everything else is in dbt_project.yml."""

    as_of_date: str | None = None
    full_refresh: bool = False
    dbt_vars: dict[str, Any] = Field(default_factory=dict)


@dbt_assets(manifest=manifest_path(), project=PROJECT, name=DBT_STEP)
def dbt_models(
    context: dg.AssetExecutionContext, dbt: DbtCliResource, config: BuildConfig
) -> Iterator[Any]:
    """Build and test every model and seed into build.duckdb.

    Unit tests bring their own rows: they say nothing of a night's records, and are run
    where models are changed.
    """
    set_environment()
    with said_plainly():
        os.environ["C360_SALT"] = salt(warehouse_dir())
    forget_old_runs(PROJECT.project_dir / PROJECT.target_path)
    yield from dbt.cli(dbt_arguments(config), context=context).stream()


def forget_old_runs(target: Path, keep: int = 5) -> None:
    """Remove the compiled SQL and artifacts of all but the last `keep` dbt runs."""
    runs = sorted(target.glob(f"{DBT_STEP}-*"), key=lambda run: run.stat().st_mtime)
    for run in runs[:-keep]:
        shutil.rmtree(run, ignore_errors=True)


def dbt_arguments(config: BuildConfig) -> list[str]:
    """Return what dbt is called with."""
    given = {"as_of_date": config.as_of_date} if config.as_of_date else {}
    dbt_vars = config.dbt_vars | given
    return [
        "build",
        "--exclude-resource-type=unit_test",
        *(["--vars", json.dumps(dbt_vars)] if dbt_vars else []),
        *(["--full-refresh"] if config.full_refresh else []),
    ]
