"""What Dagster loads: names that others rely on, inboxes as assets, the sensor."""

import datetime as dt
import json
from pathlib import Path

import dagster as dg
import pytest
import yaml

from customer360.landing import Request, read_manifest, withdraw_file
from customer360.paths import ROOT
from orchestration import inboxes, new_files
from orchestration.build import BuildConfig, dbt_arguments, forget_old_runs
from orchestration.definitions import defs
from orchestration.new_files import look
from orchestration.publishing import published

pytestmark = pytest.mark.integration

NAMES = Path(__file__).parent / "orchestration_names.json"
RECEIPTS = (
    "transaction_id,transacted_at,store_id,total_amount\n"
    "t1,2026-04-01 10:00:00,s1,12.50\n"
    "t2,2026-04-02 11:00:00,s1,7.00\n"
)
LINES = (
    "transaction_line_id,transaction_id,product_id,quantity,unit_price_amount\n"
    "l1,t1,p1,1,12.50\n"
)
LANDING_YML = """
- {glob: "tills/*.csv", entity: pos/transactions}
- {glob: "more/*.csv", entity: pos/transactions}
- {glob: "lines/*.csv", entity: pos/transaction_lines}
"""


@pytest.fixture
def landing_yml(tmp_path, monkeypatch):
    monkeypatch.setenv("C360_LANDING", str(tmp_path / "landing"))
    for folder, content in (("tills", RECEIPTS), ("lines", LINES)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "may.csv").write_text(content)
    (tmp_path / "landing.yml").write_text(LANDING_YML)
    return tmp_path / "landing.yml"


def outside_names():
    """Return the names that others use; inner models may come and go."""
    repository = defs.get_repository_def()
    inner = {"staging", "identity", "activities", "features", "audit", "seeds"}
    keys = [
        key.path
        for key in repository.asset_graph.get_all_asset_keys()
        if not key.path[-1].startswith(("fit_", "eval_", "int_"))
    ]
    suites = {check.name for check in expectation_checks()}
    return {
        "assets": sorted("/".join(key) for key in keys if key[0] not in inner),
        "suites": sorted(suites),
        "jobs": sorted(
            job.name for job in repository.get_all_jobs() if "__" not in job.name
        ),
        "schedules": sorted(each.name for each in repository.schedule_defs),
        "sensors": sorted(each.name for each in repository.sensor_defs),
    }


def expectation_checks():
    (checks,) = defs.asset_checks
    return checks.check_specs


def test_the_names_that_others_rely_on_have_not_changed():
    """Where a change is meant, write what this shows into orchestration_names.json."""
    assert outside_names() == json.loads(NAMES.read_text())


def test_published_waits_for_every_mart_and_every_blocking_check():
    upstream = {dep.asset_key for dep in published.specs_by_key[published.key].deps}
    checked = {check.asset_key for check in expectation_checks()}
    marts = {
        key
        for key in defs.get_repository_def().asset_graph.get_all_asset_keys()
        if key.path[0] == "marts"
    }
    assert all(check.blocking for check in expectation_checks())
    assert checked <= upstream
    assert marts <= upstream


def test_an_inbox_is_the_asset_that_staging_reads(landing_yml):
    keys = {key for asset in inboxes.landing_assets(landing_yml) for key in asset.keys}
    assert keys == {
        dg.AssetKey(["pos", "transactions"]),
        dg.AssetKey(["pos", "transaction_lines"]),
    }
    staging = dg.AssetKey(["staging", "stg_pos__transactions"])
    graph = defs.get_repository_def().asset_graph
    assert dg.AssetKey(["pos", "transactions"]) in graph.get(staging).parent_keys


def test_landing_assets_land_headers_before_lines_and_only_once(landing_yml, tmp_path):
    assets = inboxes.landing_assets(landing_yml)
    for new_rows in ((2, 1), (0, 0)):
        result = dg.materialize(assets)
        assert result.success
        landed = [
            materialization.metadata["new rows"].value
            for materialization in (
                result.asset_materializations_for_node(name)[0]
                for name in ("pos__transactions", "pos__transaction_lines")
            )
        ]
        assert tuple(landed) == new_rows
    assert len(read_manifest(tmp_path / "landing")) == 2


def test_a_file_that_cannot_land_fails_with_its_message(landing_yml, tmp_path):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "bad.csv").write_text("a,b\n1,2\n")
    result = dg.materialize(inboxes.landing_assets(landing_yml), raise_on_error=False)
    assert not result.success
    failed = result.failure_data_for_node("pos__transactions")
    assert "bad.csv" in failed.user_failure_data.description
    assert len(read_manifest(tmp_path / "landing")) == 1


def test_without_a_landing_yml_there_are_no_landing_assets(tmp_path):
    assert inboxes.landing_assets(tmp_path / "landing.yml") == []


def test_the_sensor_asks_once_for_files_that_are_new_and_still(
    landing_yml, tmp_path, monkeypatch
):
    monkeypatch.setattr(new_files, "CONFIG", landing_yml)

    def tick(cursor):
        with dg.DagsterInstance.ephemeral() as instance:
            context = dg.build_sensor_context(instance=instance, cursor=cursor)
            return new_files.new_files(context)

    first = tick(None)
    assert first.run_requests == []  # they may still be written
    second = tick(first.cursor)
    assert len(second.run_requests) == 1
    third = tick(second.cursor)
    assert [run.run_key for run in third.run_requests] == [
        run.run_key for run in second.run_requests
    ]
    dg.materialize(inboxes.landing_assets(landing_yml))
    assert tick(third.cursor).run_requests == []
    landing = tmp_path / "landing"
    for entry in read_manifest(landing):
        withdraw_file(entry.file_id, landing=landing, now=dt.datetime(2026, 5, 1))
    assert tick(third.cursor).run_requests == []


def test_a_file_that_grew_since_the_last_look_waits(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(RECEIPTS)
    request = Request("pos/transactions", file)
    first = look([request], tmp_path, {})
    file.write_text(RECEIPTS + "t3,2026-04-03 11:00:00,s1,7.00\n")
    second = look([request], tmp_path, first.seen)
    assert second.new == ()
    assert len(look([request], tmp_path, second.seen).new) == 1


def test_the_run_key_tells_contents_not_names(tmp_path):
    keys = []
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(RECEIPTS)
        request = Request("pos/transactions", tmp_path / name)
        seen = look([request], tmp_path, {}).seen
        keys.append(look([request], tmp_path, seen).run_key)
    assert keys[0] == keys[1]


def test_a_wrong_landing_yml_is_told_by_the_sensor(tmp_path, monkeypatch):
    (tmp_path / "landing.yml").write_text("- {entity: pos/transactions}")
    monkeypatch.setattr(new_files, "CONFIG", tmp_path / "landing.yml")
    with dg.DagsterInstance.ephemeral() as instance:
        answer = new_files.new_files(dg.build_sensor_context(instance=instance))
    assert "needs a glob and an entity" in answer.skip_message


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (BuildConfig(), []),
        (BuildConfig(full_refresh=True), ["--full-refresh"]),
        (
            BuildConfig(as_of_date="2026-05-01", dbt_vars={"as_of_month_count": 3}),
            ["--vars", '{"as_of_month_count": 3, "as_of_date": "2026-05-01"}'],
        ),
    ],
)
def test_run_config_becomes_dbt_arguments(config, expected):
    build = ["build", "--exclude-resource-type=unit_test"]
    assert dbt_arguments(config) == [*build, *expected]


def test_artifacts_of_old_dbt_runs_are_forgotten(tmp_path):
    for number in range(7):
        (tmp_path / f"dbt_build-{number}").mkdir()
    (tmp_path / "compiled").mkdir()
    forget_old_runs(tmp_path, keep=5)
    assert len(list(tmp_path.iterdir())) == 6


def test_nothing_is_reported_from_the_project_folder():
    settings = yaml.safe_load((ROOT / "dagster.yaml").read_text())
    assert settings["telemetry"]["enabled"] is False
