"""Runs Dagster's job as a process and hands on the lines it prints."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TextIO

import yaml

from customer360.build.errors import BuildError
from customer360.paths import ROOT

# signals, each with the seconds it is given
WORDS_TO_STOP = ((signal.SIGINT, 10), (signal.SIGTERM, 5), (signal.SIGKILL, 10))
QUIET = {
    "DAGSTER_DISABLE_TELEMETRY": "yes",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PYTHONUNBUFFERED": "1",
}


@dataclass(frozen=True)
class Order:
    """What was asked for: the latest as-of date, a rebuild, dbt vars."""

    as_of_date: date | None = None
    full_refresh: bool = False
    dbt_vars: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def typed(
        cls, as_of: str | None, full_refresh: bool, dbt_vars: str | None
    ) -> "Order":
        """Return the order of command-line text; raises BuildError where it is none."""
        try:
            day = date.fromisoformat(as_of) if as_of else None
        except ValueError as error:
            raise BuildError(f"--as-of {as_of} is no date like 2026-05-01.") from error
        try:
            given = yaml.safe_load(dbt_vars) if dbt_vars else {}
        except yaml.YAMLError as error:
            raise BuildError(f"--vars is not valid YAML: {error}") from error
        if not isinstance(given, dict):
            raise BuildError("--vars must be a mapping, like '{as_of_month_count: 6}'.")
        return cls(day, full_refresh, given)

    def run_config(self) -> dict[str, Any]:
        """Return the run config of Dagster's job `build`."""
        build: dict[str, Any] = {
            "full_refresh": self.full_refresh,
            "dbt_vars": dict(self.dbt_vars),
        }
        if self.as_of_date:
            build["as_of_date"] = self.as_of_date.isoformat()
        treatment = self.dbt_vars.get("publish_personal_columns")
        publish = {"personal_columns": treatment} if treatment else {}
        return {
            "ops": {"dbt_build": {"config": build}, "published": {"config": publish}}
        }


def environment(warehouse: Path, landing: Path, salt: str) -> dict[str, str]:
    """Return what dbt, Dagster and the expectations are to find in the environment."""
    home = os.environ.get("DAGSTER_HOME") or str(_dagster_home(warehouse))
    programs = str(Path(sys.executable).parent)
    return {
        **os.environ,
        **QUIET,
        "PATH": os.pathsep.join([programs, os.environ.get("PATH", "")]),
        "DAGSTER_HOME": home,
        "C360_LANDING": str(landing),
        "C360_WAREHOUSE": str(warehouse),
        "C360_SALT": salt,
    }


def _dagster_home(warehouse: Path) -> Path:
    """Return Dagster's folder in the warehouse, with the project's settings in it."""
    home = warehouse / "dagster"
    home.mkdir(exist_ok=True)
    settings = yaml.safe_load((ROOT / "dagster.yaml").read_text())
    # the folder is where Dagster keeps events by itself
    settings["event_log_storage"] = {
        "module": "orchestration.event_log",
        "class": "OpenEventLog",
        "config": {"base_dir": str(home / "history" / "runs")},
    }
    (home / "dagster.yaml").write_text(yaml.safe_dump(settings, sort_keys=False))
    return home


def parse_project(variables: dict[str, str]) -> None:
    """Have dbt read the project; raises BuildError with dbt's words when it cannot."""
    result = subprocess.run(
        ["dbt", "--quiet", "--no-use-colors", "parse"],
        cwd=ROOT,
        env=variables | {"DBT_PROFILES_DIR": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        said = (result.stdout + result.stderr).strip()
        raise BuildError(f"dbt cannot read the project:\n{said}")


def run_job(
    order: Order,
    variables: dict[str, str],
    log: TextIO,
    on_line: Callable[[str], None],
) -> int:
    """Run the job `build`, hand on every line it prints, return its exit code."""
    config = Path(log.name).with_suffix(".yaml")
    config.write_text(yaml.safe_dump(order.run_config()))
    arguments = ["-m", "orchestration.definitions", "-j", "build", "-c", str(config)]
    command = [sys.executable, "-m", "dagster", "job", "execute", *arguments]
    with _stopped_with_us(command, variables) as process:
        for line in process.stdout or ():
            log.write(line)
            on_line(line.rstrip("\n"))
        return process.wait()


@contextmanager
def _stopped_with_us(
    command: list[str], variables: dict[str, str]
) -> Iterator[subprocess.Popen[str]]:
    """Start a process; when we are interrupted, have it end what it does, then go."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        # the terminal's Ctrl-C reaches us alone; we hand it on, once
        start_new_session=True,
    )
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield process
    except BaseException:
        _stop(process)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(process: subprocess.Popen[str]) -> None:
    """Ask Dagster and dbt to stop, as Ctrl-C would, then ask less and less kindly."""
    for word, seconds in WORDS_TO_STOP:
        try:
            # the whole group: a dbt left alone would go on writing the build file
            os.killpg(process.pid, word)
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:
            break
