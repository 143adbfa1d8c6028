"""What Dagster loads."""

import dagster as dg

from orchestration.build import dbt_models
from orchestration.checks import expectation_checks
from orchestration.inboxes import landing_assets
from orchestration.jobs import build, daily_build
from orchestration.new_files import new_files
from orchestration.project import PROJECT, Dbt
from orchestration.publishing import published

defs = dg.Definitions(
    assets=[*landing_assets(), dbt_models, published],
    asset_checks=[expectation_checks],
    jobs=[build],
    schedules=[daily_build],
    sensors=[new_files],
    # typed as a field, which takes a project too
    resources={"dbt": Dbt(project_dir=PROJECT)},  # type: ignore[arg-type]
    # whatever is started by hand, too, has one writer
    executor=dg.in_process_executor,
)
