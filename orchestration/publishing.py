"""What readers see: the asset that every blocking check stands before."""

import dagster as dg

from customer360.paths import warehouse_dir
from customer360.publish import publish
from expectations import SUITE_NAMES, SUITES
from orchestration.build import dbt_models
from orchestration.checks import asset_key
from orchestration.said_plainly import said_plainly


class PublishConfig(dg.Config):
    """How personal columns leave: hashed, plain, drop; by default as the var says."""

    personal_columns: str | None = None


def _published_from() -> list[dg.AssetKey]:
    """Return the marts, and the tables whose checks must pass first."""
    marts = {key for key in dbt_models.keys if key.path[0] == "marts"}
    return sorted(marts | {asset_key(suite) for suite in SUITES})


@dg.asset(deps=_published_from(), group_name="published", kinds={"duckdb", "parquet"})
def published(config: PublishConfig) -> dg.MaterializeResult:
    """The audited marts, swapped in for readers; a failed check stops this."""
    with said_plainly():
        version = publish(
            warehouse_dir(),
            suites=SUITE_NAMES,
            personal_columns=config.personal_columns,
        )
    said = version.manifest
    return dg.MaterializeResult(
        metadata={
            "version": version.version_id,
            "build": said["build_id"],
            "as of": said["as_of_date"] or "nothing landed",
            "personal columns": said["personal_columns"],
            "file": dg.MetadataValue.path(str(version.database)),
            **{f"rows of {each['name']}": each["row_count"] for each in said["tables"]},
        }
    )
