"""Dagster's events, written over connections that stay open, read by Dagster's own."""

import dagster as dg
import pytest
from dagster._core.storage.event_log.sqlite.sqlite_event_log import (
    SqliteEventLogStorage,
)

from customer360.build import job
from orchestration.project import PROJECT, Dbt

pytestmark = pytest.mark.integration


@dg.asset(check_specs=[dg.AssetCheckSpec("is_odd", asset="number")])
def number():
    yield dg.MaterializeResult()
    yield dg.AssetCheckResult(passed=True, metadata={"value": 3})


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return Dagster's home as `c360 build` makes it."""
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    return job.environment(tmp_path, tmp_path / "landing", "salt")["DAGSTER_HOME"]


def events(storage, run_id):
    return [
        each.event_log_entry for each in storage.get_records_for_run(run_id).records
    ]


def test_what_is_written_is_read_by_dagsters_own_event_log(home):
    with dg.DagsterInstance.from_config(home) as instance:
        assert type(instance.event_log_storage).__name__ == "OpenEventLog"
        runs = [dg.materialize([number], instance=instance).run_id for _ in range(2)]
        written = [events(instance.event_log_storage, run_id) for run_id in runs]
        # the run before the last was closed, and is opened again
        assert events(instance.event_log_storage, runs[0]) == written[0]
    own = SqliteEventLogStorage(f"{home}/history/runs")
    assert [events(own, run_id) for run_id in runs] == written
    assert len(written[0]) > 10
    key = dg.AssetKey("number")
    assert own.has_asset_key(key)
    latest = own.get_latest_materialization_events([key])[key]
    assert latest.run_id == runs[1]
    check = dg.AssetCheckKey(key, "is_odd")
    executions = own.get_asset_check_execution_history(check, limit=9)
    assert [each.run_id for each in executions] == [runs[1], runs[0]]
    assert all(
        each.event.dagster_event.event_specific_data.passed for each in executions
    )


def test_two_processes_may_write_at_once(home):
    with (
        dg.DagsterInstance.from_config(home) as one,
        dg.DagsterInstance.from_config(home) as other,
    ):
        runs = [dg.materialize([number], instance=each).run_id for each in (one, other)]
        assert all(events(one.event_log_storage, run_id) for run_id in runs)


def test_dbts_version_is_known_without_asking_anybody(monkeypatch):
    monkeypatch.setattr("dagster_dbt.core.resource.check_output", None)
    assert Dbt(project_dir=PROJECT)._cli_version.major == 1
