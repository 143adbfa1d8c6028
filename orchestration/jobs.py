"""The one job and when it runs."""

import dagster as dg
import yaml

from customer360.paths import ROOT

build = dg.define_asset_job(
    "build",
    selection=dg.AssetSelection.all(),
    description="Land the inboxes, build and test the models, check, publish.",
    # one process: the build file has one writer, and a process a step costs a minute
    executor_def=dg.in_process_executor,
)


def business_timezone() -> str:
    """Return var business_timezone of dbt_project.yml."""
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text())
    return str((project.get("vars") or {}).get("business_timezone") or "UTC")


daily_build = dg.ScheduleDefinition(
    name="daily_build",
    job=build,
    cron_schedule="0 5 * * *",
    execution_timezone=business_timezone(),
)
