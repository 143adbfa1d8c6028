"""What is asked on the command line becomes the run config of Dagster's job."""

import os
import signal
import subprocess
import sys
import time

import pytest
import yaml

from customer360.build import BuildError, Order, job

pytestmark = pytest.mark.unit


def test_a_plain_build_asks_for_nothing_special():
    assert Order.typed(None, False, None).run_config()["ops"] == {
        "dbt_build": {"config": {"full_refresh": False, "dbt_vars": {}}},
        "published": {"config": {}},
    }


def test_an_as_of_date_and_vars_reach_dbt_and_publishing():
    order = Order.typed(
        "2026-05-01", True, "{as_of_month_count: 3, publish_personal_columns: drop}"
    )
    ops = order.run_config()["ops"]
    assert ops["dbt_build"]["config"] == {
        "as_of_date": "2026-05-01",
        "full_refresh": True,
        "dbt_vars": {"as_of_month_count": 3, "publish_personal_columns": "drop"},
    }
    assert ops["published"] == {"config": {"personal_columns": "drop"}}


@pytest.mark.parametrize(
    ("as_of", "dbt_vars", "says"),
    [
        ("yesterday", None, "--as-of yesterday is no date"),
        (None, "a: [", "--vars is not valid YAML"),
        (None, "just text", "--vars must be a mapping"),
    ],
)
def test_what_cannot_be_meant_is_refused(as_of, dbt_vars, says):
    with pytest.raises(BuildError, match=says):
        Order.typed(as_of, False, dbt_vars)


def test_nothing_reports_home_and_dagster_keeps_its_runs_in_the_warehouse(
    tmp_path, monkeypatch
):
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    variables = job.environment(tmp_path, tmp_path / "landing", "salty")
    assert variables["DBT_SEND_ANONYMOUS_USAGE_STATS"] == "false"
    assert variables["GX_ANALYTICS_ENABLED"] == "false"
    assert variables["C360_SALT"] == "salty"
    settings = yaml.safe_load((tmp_path / "dagster" / "dagster.yaml").read_text())
    assert variables["DAGSTER_HOME"] == str(tmp_path / "dagster")
    assert settings["telemetry"] == {"enabled": False}


def test_a_dagster_home_of_ones_own_is_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("DAGSTER_HOME", "/somewhere")
    assert job.environment(tmp_path, tmp_path, "s")["DAGSTER_HOME"] == "/somewhere"


def test_an_interrupted_build_tells_its_process_once(tmp_path):
    code = (
        "import sys, time\n"
        "try:\n"
        "    print('begun', flush=True)\n"
        "    time.sleep(60)\n"
        "except KeyboardInterrupt:\n"
        f"    open({str(tmp_path / 'told')!r}, 'a').write('once ')\n"
    )
    with (
        pytest.raises(KeyboardInterrupt),
        job._stopped_with_us([sys.executable, "-c", code], dict(os.environ)) as process,
    ):
        assert process.stdout.readline() == "begun\n"
        raise KeyboardInterrupt
    assert (tmp_path / "told").read_text() == "once "


def test_a_terminated_build_ends_its_process_too(tmp_path):
    code = (
        "import os, sys\n"
        "from customer360.build import job\n"
        "command = [sys.executable, '-c', \"print('begun', flush=True);"
        'import time; time.sleep(60)"]\n'
        "with job._stopped_with_us(command, dict(os.environ)) as process:\n"
        "    process.stdout.readline()\n"
        "    print(process.pid, flush=True)\n"
        "    process.wait()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as builder:
        child = int(builder.stdout.readline())
        builder.send_signal(signal.SIGTERM)
        builder.wait(20)
    time.sleep(0.2)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
