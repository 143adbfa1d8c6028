"""Expectation suites as asset checks; what fails one is not published."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import dagster as dg
from dagster_dbt import get_asset_key_for_model

from customer360.paths import warehouse_dir
from expectations import SUITES, Verdict, check_build
from expectations.suite import Suite
from orchestration.build import dbt_models
from orchestration.said_plainly import said_plainly


def asset_key(suite: Suite) -> dg.AssetKey:
    """Return the asset whose table a suite checks."""
    model = suite.table.rpartition(".")[2]
    return get_asset_key_for_model([dbt_models], model)


def checks_of(suites: Sequence[Suite]) -> dg.AssetChecksDefinition:
    """Return one step that checks a build by every suite, each an asset check."""

    @dg.multi_asset_check(
        name="expectations",
        specs=[
            dg.AssetCheckSpec(suite.name, asset=asset_key(suite), blocking=True)
            for suite in suites
        ],
        can_subset=True,
    )
    def expectations(
        context: dg.AssetCheckExecutionContext,
    ) -> Iterator[dg.AssetCheckResult]:
        chosen = {key.name for key in context.selected_asset_check_keys}
        wanted = [suite for suite in suites if suite.name in chosen]
        with said_plainly():
            verdicts = check_build(warehouse_dir(), wanted)
        for name, of_suite in groupby(verdicts, lambda verdict: verdict.suite_name):
            suite = next(suite for suite in wanted if suite.name == name)
            yield _result(suite, list(of_suite))

    return expectations


def _result(suite: Suite, verdicts: list[Verdict]) -> dg.AssetCheckResult:
    """Return passed, failed with a warning, or failed so that nothing is published."""
    failed = [verdict for verdict in verdicts if not verdict.is_passed]
    stops = any(verdict.stops_publishing for verdict in verdicts)
    return dg.AssetCheckResult(
        passed=not failed,
        asset_key=asset_key(suite),
        check_name=suite.name,
        severity=dg.AssetCheckSeverity.ERROR if stops else dg.AssetCheckSeverity.WARN,
        description="; ".join(map(_said, failed)) or None,
        metadata={
            "expectations": len(verdicts),
            "failed": len(failed),
            "checked rows": max(verdict.checked_row_count for verdict in verdicts),
        },
    )


def _said(verdict: Verdict) -> str:
    where = verdict.column_name or verdict.table_name
    return (
        f"{verdict.expectation_name} on {where}: {verdict.observed_value} "
        f"({verdict.details})"
    )


expectation_checks = checks_of(SUITES)
