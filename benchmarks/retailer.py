"""A simulated retailer to measure on: made and landed once, kept in data/benchmarks.

Made again when the simulator or a landing contract has changed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.console import Console

from customer360.demo.folders import simulator_digest

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
KEPT = ROOT / "data" / "benchmarks"
SEED = 1


@dataclass(frozen=True)
class Retailer:
    """Where its files have landed, and what is true of it."""

    landing: Path
    truth: Path


def simulated(customers: int, days: int, world: str = "plain") -> Retailer:
    """Return a simulated retailer, landed; made when it is not there as it would be."""
    folder = KEPT / f"{world}_{customers}_customers_{days}_days"
    files, landing, truth = (folder / n for n in ("files", "landing", "truth"))
    made_by, now = folder / "made_by", simulator_digest()
    if not made_by.is_file() or made_by.read_text() != now:
        shutil.rmtree(folder, ignore_errors=True)
        size = ["--customers", str(customers), "--days", str(days)]
        size += ["--seed", str(SEED), "--world", world]
        command = [str(BIN / "c360"), "simulate", *size]
        timed("simulated", [*command, "--out", str(files), "--truth", str(truth)])
        command = [str(BIN / "c360"), "land", "--dir", str(files)]
        command += ["--known-at", "synced_at", "--landing", str(landing)]
        timed("landed", command, stdout=subprocess.DEVNULL)
        made_by.write_text(now)
    return Retailer(landing, truth)


@contextmanager
def built(made: Retailer, *arguments: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Build all tables, give the open build, and forget it."""
    only_tables = ["build", "--exclude-resource-type", "test", "unit_test"]
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Path(folder)
        command = [*only_tables, *arguments]
        run_dbt(command, made.landing, warehouse, {"C360_SALT": "b"})
        database = str(warehouse / "build.duckdb")
        with duckdb.connect(database, read_only=True) as build:
            yield build


def run_dbt(
    arguments: list[str], landing: Path, warehouse: Path, environment: dict[str, str]
) -> tuple[float, int]:
    """Run dbt as a process of its own; return wall seconds and peak bytes."""
    known = {"C360_LANDING": str(landing), "C360_WAREHOUSE": str(warehouse)}
    command = [str(BIN / "dbt"), "--quiet", *arguments]
    command += ["--target-path", str(warehouse / "target")]
    name = f"dbt {arguments[0]}"
    return timed(name, command, env=os.environ | known | environment)


def timed(what: str, command: list[str], **options: object) -> tuple[float, int]:
    """Run a command, print and return its wall seconds and peak bytes."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, **options)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command[:3])} failed; dbt says why in {ROOT / 'logs'}")
    seconds, peak = time.perf_counter() - started, usage.ru_maxrss * 1024
    Console().print(f"{what} in {seconds:.1f} s, {peak / 1e9:.2f} GB")
    return seconds, peak
