"""What Dagster loads."""

import dagster as dg
from dagster_dbt import DbtCliResource

from orchestration.build import dbt_models
from orchestration.checks import expectation_checks
from orchestration.inboxes import landing_assets
from orchestration.jobs import build, daily_build
from orchestration.new_files import new_files
from orchestration.project import PROJECT
from orchestration.publishing import published

defs = dg.Definitions(
    assets=[*landing_assets(), dbt_models, published],
    asset_checks=[expectation_checks],
    jobs=[build],
    schedules=[daily_build],
    sensors=[new_files],
    resources={"dbt": DbtCliResource(project_dir=PROJECT)},
    # whatever is started by hand, too, has one writer
    executor=dg.in_process_executor,
)
