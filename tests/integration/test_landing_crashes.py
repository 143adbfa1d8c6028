"""Landings that are killed, that race, that run out of disk: nothing, or the whole."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pytest

from customer360.landing import read_manifest

pytestmark = pytest.mark.integration

LAND = """
import datetime as dt, os, sys
from pathlib import Path
from customer360 import durable
from customer360.landing import LandingError, Request, land_file, writer
{before}
request = Request({entity!r}, Path({file!r}), max_bad_share=0.5)
try:
    landed = land_file(request, landing=Path({landing!r}), now=dt.datetime(2026, 3, 10))
except LandingError as error:
    sys.exit(str(error))
print(landed.is_new)
"""
KILL_AT_MOVE = """
left = [{move}]
def move(source, target, _move=durable.move):
    if not left[0]:
        os._exit(9)
    left[0] -= 1
    _move(source, target)
durable.move = move
"""
KILL_AFTER_READING = """
def copy(*arguments, _copy=writer.Writer.copy):
    _copy(*arguments)
    os._exit(9)
writer.Writer.copy = copy
"""


def script(
    file: Path, landing: Path, entity: str = "pos/stores", before: str = ""
) -> str:
    return LAND.format(
        file=str(file),
        landing=str(landing),
        entity=entity,
        before=textwrap.dedent(before),
    )


def start(*arguments: object, **options: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", script(*arguments, **options)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def stores(tmp_path: Path) -> Path:
    file = tmp_path / "stores.csv"
    file.write_text("store_id\n1\n \n3\n")
    return file


def landed_rows(landing: Path) -> int:
    files = [str(landing / entry.path) for entry in read_manifest(landing)]
    if not files:
        return 0
    return (
        duckdb.connect()
        .execute(f"select count(*) from read_parquet({files})")
        .fetchall()[0][0]
    )


@pytest.mark.parametrize(
    "kill",
    [KILL_AFTER_READING, *(KILL_AT_MOVE.format(move=move) for move in range(3))],
    ids=["read", "quarantine", "data", "manifest"],
)
def test_a_kill_at_any_step_leaves_nothing_visible_and_the_next_run_mends_it(
    tmp_path: Path, stores: Path, kill: str
) -> None:
    landing = tmp_path / "landing"
    killed = start(stores, landing, before=kill)
    killed.communicate()
    assert killed.returncode == 9
    assert read_manifest(landing) == []
    assert list(landing.rglob("*.parquet"))

    contacts = tmp_path / "contacts.csv"
    contacts.write_text("contact_id,created_at,updated_at\n1,2026-01-01,2026-01-01\n")
    other = start(contacts, landing, "crm/contacts")
    assert other.communicate() == ("True\n", "")
    left = [path.relative_to(landing).parts[0] for path in landing.rglob("*.parquet")]
    assert left == ["crm"]
    assert not (landing / "_tmp").exists()

    again = start(stores, landing)
    assert again.communicate() == ("True\n", "")
    assert landed_rows(landing) == 3


WITHDRAW = """
import datetime as dt, os, sys
from pathlib import Path
from customer360 import durable
from customer360.landing import withdraw_file
def step(path, *rest, _step=durable.{step}):
    if "_tmp" not in path.parts:
        os._exit(9)
    _step(path, *rest)
{kill}
done = withdraw_file(
    sys.argv[2], landing=Path(sys.argv[1]), now=dt.datetime(2026, 3, 11)
)
print(done.is_new)
"""


def withdraw(landing: Path, kill_at: str | None) -> "subprocess.Popen[str]":
    kill = f"durable.{kill_at} = step" if kill_at else ""
    code = WITHDRAW.format(step=kill_at or "move", kill=kill)
    (file_id,) = {path.stem for path in landing.glob("pos/stores/*/*.parquet")}
    return subprocess.Popen(
        [sys.executable, "-c", code, str(landing), file_id],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    ("step", "is_landed"), [("write", True), ("remove", True), ("move", False)]
)
def test_a_withdrawal_killed_at_any_step_leaves_the_file_landed_or_withdrawn(
    tmp_path: Path, stores: Path, step: str, is_landed: bool
) -> None:
    landing = tmp_path / "landing"
    start(stores, landing).communicate()
    killed = withdraw(landing, kill_at=step)
    killed.communicate()
    assert killed.returncode == 9
    assert bool(read_manifest(landing)) == is_landed
    assert landed_rows(landing) == (2 if is_landed else 0)

    again = withdraw(landing, kill_at=None)
    assert again.communicate() == (f"{is_landed}\n", "")
    assert read_manifest(landing) == []
    left = {path.relative_to(landing).parts[0] for path in landing.rglob("*.*")}
    assert left == {"_withdrawn"}


def test_the_same_file_landed_by_three_at_once_lands_once(
    tmp_path: Path, stores: Path
) -> None:
    landing = tmp_path / "landing"
    racers = [start(stores, landing) for _ in range(3)]
    outcomes = sorted(racer.communicate() for racer in racers)

    assert outcomes == [("False\n", ""), ("False\n", ""), ("True\n", "")]
    assert landed_rows(landing) == 2
    assert len(list(landing.rglob("*.parquet"))) == 2


def test_a_full_disk_lands_nothing_and_says_so(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if (
        os.geteuid() != 0
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("mounting a small disk needs root")
    try:
        file = tmp_path / "stores.parquet"
        duckdb.connect().execute(
            f"copy (select uuid() as store_id from range(100000)) to '{file}'"
        )
        full = start(file, disk / "landing")
        output, error = full.communicate()
        assert (full.returncode, output) == (1, "")
        assert "no space left on the disk" in error
        assert "Traceback" not in error
        assert [path for path in disk.rglob("*") if path.is_file()] == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_300_000_rows_land_within_600_megabytes(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    duckdb.connect().execute(
        f"""
        copy (
            select uuid() as event_id,
                timestamp '2025-01-01' + to_seconds(i) as event_at,
                'page_view' as event_name, 'web' as platform,
                repeat('x', 100) || i as page_url, repeat('y', 100) as user_agent
            from range(300000) r(i)
        ) to '{file}'
        """
    )
    code = script(file, tmp_path / "landing", "web/events")
    # getrusage would also tell of pytest, whose copy the process was until it started
    code += "import re; status = open('/proc/self/status').read()\n"
    code += "print(re.search(r'VmHWM:\\s+(\\d+)', status)[1])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    is_new, peak_kilobytes = done.stdout.split()
    assert is_new == "True"
    assert int(peak_kilobytes) < 600_000
    assert landed_rows(tmp_path / "landing") == 300_000
