"""Publishing under readers, kills and a full disk, in processes of their own."""

import subprocess
import sys
import threading
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from customer360.publish import publish, published_version
from customer360.publish.versions import Version, point_to

pytestmark = pytest.mark.integration

SUITES = ("arrival",)
ROW_COUNT = 400_000

PUBLISH = """
import sys
from pathlib import Path
from customer360.errors import C360Error
from customer360.publish import publish

try:
    publish(Path(sys.argv[1]), suites=["arrival"], project_dir=Path(sys.argv[2]))
except C360Error as error:
    print(error)
    sys.exit(1)
"""
UNDER_A_LIMIT = (
    "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
)
LIMIT = "resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))\n"

TABLES = """
create schema marts; create schema audit;
create table audit.builds (
    build_id varchar, started_at timestamp, completed_at timestamp, command varchar,
    is_success boolean, error_count integer);
create table audit.expectation_results (
    build_id varchar, suite_name varchar, expectation_name varchar,
    table_name varchar, column_name varchar, is_passed boolean, severity varchar,
    observed_value varchar, details varchar, checked_row_count bigint);
"""


@pytest.fixture
def project_dir(tmp_path):
    folder = tmp_path / "project"
    (folder / "models" / "marts").mkdir(parents=True)
    (folder / "dbt_project.yml").write_text(
        "name: retailer\nvars: {publish_personal_columns: hashed}"
    )
    (folder / "models" / "marts" / "_marts__models.yml").write_text(
        "models: [{name: fct_orders, columns: [{name: build_number}, {name: noise, "
        "config: {meta: {pii: true}}}]}]"
    )
    return folder


@pytest.fixture
def warehouse(tmp_path):
    folder = tmp_path / "warehouse"
    folder.mkdir()
    with duckdb.connect(str(folder / "build.duckdb")) as connection:
        connection.execute(TABLES)
    return folder


def build(warehouse: Path, number: int, row_count: int = ROW_COUNT) -> None:
    """Rebuild the mart so that every row carries the number of its build."""
    started_at = datetime(2026, 5, 1) + timedelta(hours=number)
    with duckdb.connect(str(warehouse / "build.duckdb")) as connection:
        connection.execute(
            "create or replace table marts.fct_orders as select ? as build_number, "
            "md5(range::varchar) as noise from range(?)",
            [number, row_count],
        )
        connection.execute(
            "insert into audit.builds values (?, ?, ?, 'build', true, 0)",
            [str(number), started_at, started_at],
        )
        connection.execute(
            "insert into audit.expectation_results values "
            "(?, 'arrival', 'x', 't', null, true, 'error', null, null, 1)",
            [str(number)],
        )


def published_numbers(warehouse: Path) -> list[tuple[int, int]]:
    path = str(warehouse / "published" / "marts.duckdb")
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(
            "select build_number, count(*) from marts.fct_orders group by build_number"
        ).fetchall()


def test_readers_see_whole_versions_while_builds_are_published(warehouse, project_dir):
    build(warehouse, 0, 50_000)
    publish(warehouse, suites=SUITES, project_dir=project_dir)
    seen: list[list[tuple[int, int]]] = []
    failed: list[duckdb.Error] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                seen.append(published_numbers(warehouse))
            except duckdb.Error as error:
                failed.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, 5):
        build(warehouse, number, 50_000)
        publish(warehouse, suites=SUITES, project_dir=project_dir)
    stop.set()
    reader.join()
    assert failed == []
    assert all(len(rows) == 1 and rows[0][1] == 50_000 for rows in seen)
    numbers = [rows[0][0] for rows in seen]
    assert numbers == sorted(numbers)
    assert published_numbers(warehouse) == [(4, 50_000)]


def test_the_link_is_there_at_every_moment(tmp_path):
    two = [Version(tmp_path / "versions" / name, {}) for name in ("a", "b")]
    for version in two:
        version.folder.mkdir(parents=True)
    point_to(tmp_path, two[0])
    looks = Counter()
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            looks[(tmp_path / "published").exists()] += 1

    looking = threading.Thread(target=look)
    looking.start()
    for number in range(400):
        point_to(tmp_path, two[number % 2])
    stop.set()
    looking.join()
    assert set(looks) == {True}


def test_a_kill_at_any_moment_leaves_the_last_good_version(warehouse, project_dir):
    build(warehouse, 0)
    good = publish(warehouse, suites=SUITES, project_dir=project_dir)
    build(warehouse, 1)
    arguments = [sys.executable, "-c", PUBLISH, str(warehouse), str(project_dir)]
    for seconds in (0.3, 0.6, 0.8, 1.0):
        with subprocess.Popen(arguments) as process:
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
        version = published_version(warehouse)
        assert version is not None
        number = 0 if version == good else 1
        assert published_numbers(warehouse) == [(number, ROW_COUNT)]
    subprocess.run(arguments, check=True)
    assert published_numbers(warehouse) == [(1, ROW_COUNT)]
    assert len(list((warehouse / "versions").iterdir())) == 2


def test_a_full_disk_is_said_plainly_and_readers_keep_their_version(
    warehouse, project_dir
):
    build(warehouse, 0, 10)
    good = publish(warehouse, suites=SUITES, project_dir=project_dir)
    build(warehouse, 1)
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            UNDER_A_LIMIT + LIMIT + PUBLISH,
            str(warehouse),
            str(project_dir),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1, result.stderr
    assert "could not be written" in result.stdout
    assert published_version(warehouse) == good
    assert [path.name for path in (warehouse / "versions").iterdir()] == [
        good.version_id
    ]


def test_two_publishings_do_not_meet(warehouse, project_dir):
    build(warehouse, 0)
    arguments = [sys.executable, "-c", PUBLISH, str(warehouse), str(project_dir)]
    processes = [
        subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [process.communicate()[0] for process in processes]
    codes = sorted(process.returncode for process in processes)
    assert codes in ([0, 0], [0, 1])
    if codes == [0, 1]:
        assert "Another publishing is running" in "".join(said)
    assert published_numbers(warehouse) == [(0, ROW_COUNT)]
