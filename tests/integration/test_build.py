"""`c360 build` from a till's CSV to published marts, and when it must not publish."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from customer360.warehouse import only_one
from expectations import SUITE_NAMES

pytestmark = pytest.mark.integration

C360 = [sys.executable, "-m", "customer360.cli"]
CUSTOMER_COUNT = 40
BEGINNING = datetime(2025, 1, 6, 9)

# checks and publishes without building again
CHECK_AND_PUBLISH = """
import dagster as dg
from orchestration.checks import expectation_checks
from orchestration.definitions import defs

selection = dg.AssetSelection.checks(expectation_checks) | dg.AssetSelection.assets(
    "published"
)
job = dg.define_asset_job("again", selection, executor_def=dg.in_process_executor)
again = dg.Definitions.merge(defs, dg.Definitions(jobs=[job])).get_job_def("again")
result = again.execute_in_process(raise_on_error=False)
print("success" if result.success else "failure")
"""


def receipts() -> Iterator[str]:
    """Yield the lines of a till's CSV file: 40 cards, 14 months."""
    chance = random.Random(7)
    yield "transaction_id,transacted_at,store_id,loyalty_id,total_amount"
    for card in range(CUSTOMER_COUNT):
        moment = BEGINNING + timedelta(days=chance.randrange(60))
        while moment < BEGINNING + timedelta(days=420):
            amount = f"{chance.uniform(5, 90):.2f}"
            number = f"{card}-{moment:%Y%m%d}"
            yield f"{number},{moment:%Y-%m-%d %H:%M:%S},s{card % 3},card{card},{amount}"
            moment += timedelta(days=1 + chance.expovariate(1 / 30))


def run(*arguments: str, timeout: float = 600) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*C360, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )


def published(warehouse: Path, sql: str) -> list[tuple]:
    path = str(warehouse / "published" / "marts.duckdb")
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Iterator[Path]:
    """A landing and a warehouse folder of their own, and one inbox."""
    folder = tmp_path_factory.mktemp("c360")
    (folder / "tills.csv").write_text("\n".join(receipts()))
    (folder / "landing.yml").write_text(
        "- {glob: 'tills*.csv', entity: pos/transactions, known_at: event}"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("C360_LANDING", str(folder / "landing"))
        patch.setenv("C360_WAREHOUSE", str(folder / "warehouse"))
        patch.setenv("C360_LANDING_CONFIG", str(folder / "landing.yml"))
        patch.delenv("C360_SALT", raising=False)
        patch.delenv("DAGSTER_HOME", raising=False)
        yield folder


@pytest.fixture(scope="module")
def built(folder) -> subprocess.CompletedProcess[str]:
    """The first build, begun in an empty warehouse."""
    result = run("build")
    assert result.returncode == 0, result.stdout + result.stderr
    return result


@pytest.fixture
def warehouse(folder, built) -> Path:
    return folder / "warehouse"


def test_a_build_lands_builds_checks_publishes_and_sums_up(built, warehouse):
    said = built.stdout
    for words in (
        "Landing pos/transactions done",
        "Models and tests done",
        "Expectations done",
        "Publishing done",
        "customer_360",
        "Published: version",
    ):
        assert words in said
    assert "Traceback" not in said + built.stderr
    line_count = len(list(receipts())) - 1
    assert published(warehouse, "select count(*) from marts.fct_orders") == [
        (line_count,)
    ]
    assert published(warehouse, "select count(*) from marts.customer_360") == [
        (CUSTOMER_COUNT,)
    ]


def test_every_suite_left_a_verdict_with_the_build(warehouse):
    with duckdb.connect(str(warehouse / "build.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select distinct suite_name from audit.expectation_results "
            "where build_id = (select build_id from audit.builds "
            "order by started_at desc limit 1)"
        ).fetchall()
    assert {name for (name,) in rows} == set(SUITE_NAMES)


def test_the_salt_is_its_owners_only(warehouse):
    assert (warehouse / "salt").stat().st_mode & 0o777 == 0o600


def test_a_build_that_fails_says_why_and_readers_keep_their_version(folder, warehouse):
    before = (warehouse / "published").readlink()
    bad = folder / "tills-june.csv"
    bad.write_text("number,moment\n1,2026-06-01\n")
    result = run("build")
    bad.unlink()
    assert result.returncode == 1
    assert "tills-june.csv" in result.stderr
    assert "Readers still see version" in result.stderr
    assert "Traceback" not in result.stderr
    assert (warehouse / "published").readlink() == before


def test_a_second_build_at_the_same_time_is_refused(warehouse):
    with only_one(warehouse / "build.lock", "build"):
        result = run("build")
    assert result.returncode == 1
    assert f"Another build is running on {warehouse} (process {os.getpid()})" in (
        result.stderr
    )


def test_a_build_beside_a_program_that_has_it_open_is_refused(warehouse):
    with duckdb.connect(str(warehouse / "build.duckdb"), read_only=True):
        result = run("build")
    assert result.returncode == 1
    assert f"PID {os.getpid()}" in result.stderr


@pytest.mark.nightly
def test_an_interrupted_build_leaves_the_version_and_no_process(warehouse):
    before = (warehouse / "published").readlink()
    with subprocess.Popen(
        [*C360, "build"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        process.stdout.readline()
        time.sleep(15)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=90)
    assert process.returncode == 130
    assert "Interrupted" in said
    assert (warehouse / "published").readlink() == before
    with contextlib.closing(duckdb.connect(str(warehouse / "build.duckdb"))):
        pass


def test_what_fails_an_expectation_is_not_published(warehouse):
    """Run last: it spoils the build."""
    with duckdb.connect(str(warehouse / "build.duckdb")) as connection:
        connection.execute("update marts.customer_360 set churn_decile = 11")
        connection.execute("update audit.builds set build_id = 'spoiled'")
    before = (warehouse / "published").readlink()
    again = subprocess.run(
        [sys.executable, "-c", CHECK_AND_PUBLISH],
        capture_output=True,
        text=True,
        check=True,
    )
    assert again.stdout.splitlines()[-1] == "failure"
    refused = run("publish")
    assert refused.returncode == 1
    assert "customer_360: expect_column_values_to_be_between" in refused.stderr
    assert (warehouse / "published").readlink() == before
